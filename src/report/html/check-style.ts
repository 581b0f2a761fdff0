/** The look of what only the report of a check has. */
import type { Sheet } from './html-document.js';

const text = `
a{color:inherit}
.drill{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:0 18px}
.drill>summary{display:flex;gap:6px 12px;align-items:baseline;flex-wrap:wrap;padding:12px 0;color:var(--ink);list-style:none}
.drill>summary::-webkit-details-marker{display:none}
.drill>summary::after{content:"▸ open";color:var(--dim);margin-left:auto}
.drill[open]>summary::after{content:"▾ close"}
.state{font-weight:650;min-width:96px}.state.passed{color:var(--ok)}.state.failed{color:var(--bad)}.state.inconclusive{color:var(--warn-ink)}
.drill h2{min-width:0;overflow-wrap:anywhere}
.first-screen{display:grid;gap:12px;padding-bottom:16px;scroll-margin-top:8px}
.first-screen>*{min-width:0}
.first-screen h3{font-size:18px;overflow-wrap:anywhere}
.first-screen .lead{font-size:15px}
.numbers.four{grid-template-columns:repeat(4,1fr)}
.index-table td:nth-child(2),.look-table td:nth-child(2){white-space:nowrap}
.index-table td:first-child{min-width:200px}
@media (max-width:1180px){.numbers.four{grid-template-columns:1fr 1fr}.numbers.four .number:nth-child(odd){border-left:0}.numbers.four .number:nth-child(4){border-left:1px solid var(--line)}.numbers.four .number:nth-child(3){border-top:1px solid var(--line)}}
@media (max-width:620px){.numbers.four .number:last-child{grid-column:auto}.index-table td:first-child{min-width:0}.drill{padding:0 12px}}
@media print{.drill>summary::after{content:""}.drill>summary{display:flex}.drill::details-content{content-visibility:visible;height:auto;block-size:auto}.drill{break-inside:avoid}.numbers.four{grid-template-columns:repeat(4,1fr)}}
`.replace(/\n/g, '');

/** The style sheet with its hash; a test says what it must be. */
export const CHECK_SHEET: Sheet = { text, hash: 'sha256-tMaad/0p+AakGD6G9+q3MBuKO2knjbORlhbA3VjJug4=' };

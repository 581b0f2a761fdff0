/** The look of what only the report of a comparison has. */
import type { Sheet } from './html-document.js';

const text = `
.sides{display:grid;grid-template-columns:1fr 1fr;gap:14px}
.side-name{font-size:15px}.side-lead{margin-top:6px;overflow-wrap:anywhere}
.nights{display:grid;grid-template-columns:1fr 1fr;gap:14px 24px}
.one-night{min-width:0}
.one-night h3{margin-bottom:4px;overflow-wrap:anywhere}
.change-worse{color:var(--down-ink);font-weight:600}.change-better{color:var(--ok);font-weight:600}
td:first-child,.when{white-space:nowrap}.measures-table td:first-child,.changes-table td:first-child{white-space:normal}
.only-first td{background:var(--idle)}.only-second td{background:var(--other)}.otherwise td{background:var(--soft)}
.only-first td,.only-second td,.otherwise td{color:var(--ink)}
.wide-only svg{min-width:0}
@media (max-width:1180px){.nights{grid-template-columns:1fr}.nights .wide-only svg{min-width:0}}
@media (max-width:620px){.sides{grid-template-columns:1fr}td:first-child{white-space:normal}}
@media print{.nights{grid-template-columns:1fr 1fr}.one-night .night{max-height:165mm}#nights{break-before:page;break-inside:avoid}.side{break-inside:avoid}}
`.replace(/\n/g, '');

/** The style sheet with its hash; a test says what it must be. */
export const COMPARISON_SHEET: Sheet = { text, hash: 'sha256-BpD7WI702OqLkG9OY06MWx/LSgKuVftc2i5X+l6cKAs=' };

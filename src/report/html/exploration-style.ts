/** The look of what only the report of an exploration has: heat, flows and stories. */
import type { Sheet } from './html-document.js';

const edges = [0, 1, 2, 3, 4].map((n) => `.heat-edge-${n}{border-left:4px solid var(--heat-${n})}`).join('');

const REST = `
.proved{border-left:4px solid var(--ok);padding-left:12px;margin-top:8px}
.shares{display:block;width:100%;height:22px;margin-bottom:10px;border-radius:4px}
.ends-table td:first-child{min-width:260px}
.flow{display:block;width:100%;height:auto;margin:4px 0 6px}
.ribbon{opacity:.3}.good{fill:var(--ok)}.fair{fill:var(--warn)}.poor{fill:var(--bad)}
svg .flow-name{font-size:11.5px;paint-order:stroke;stroke:var(--panel);stroke-width:3px;stroke-linejoin:round}
.tales{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:14px}
.tale{border:1px solid var(--line);border-radius:8px;padding:10px 14px 12px;min-width:0;background:var(--bg)}
.tale h3{overflow-wrap:anywhere;font-size:14px}
.tale.breaks{border-left:4px solid var(--bad)}.tale.apart{border-left:4px solid var(--warn)}
.story{margin:8px 0 6px;padding:0;list-style:none;counter-reset:step;font-size:12.5px}
.story li{counter-increment:step;display:grid;grid-template-columns:24px 104px 1fr;gap:0 8px;padding:4px 0;border-top:1px solid var(--grid)}
.story li:first-child{border-top:0}
.story li::before{content:counter(step);color:var(--dim);text-align:right}
.actor{color:var(--dim);overflow-wrap:anywhere}.action{min-width:0;overflow-wrap:anywhere}
.story .broken .actor,.answer{color:var(--bad);font-weight:600}.story .planned .actor{color:var(--ink);font-weight:600}
.changed{display:block;color:var(--dim)}
.decided{display:block;color:var(--bad)}
.to-step{margin:6px 0;font-size:12.5px}.to-step:empty,#stepped:empty{display:none}
.stepped{display:grid;gap:14px;scroll-margin-top:8px}.stepped>*{min-width:0}.stepped:focus{outline:0}.stepped .lead{font-size:15px;margin:6px 0 10px}#stepped-run{border-color:var(--ok)}
.untimed-steps .latest,.just-changed td{background:var(--inside)}.untimed-steps .ahead,.untimed-steps .ahead .decided{color:var(--dim)}.untimed-steps li{padding:4px 6px}.untimed-steps .jump{align-self:start}.stepped .secondary+.controls,.stepped .lead+.controls{margin:8px 0 0}
.again{margin-top:4px;font-size:12.5px;overflow-wrap:anywhere}
@media (max-width:620px){.ends-table td:first-child{min-width:0}.story li{grid-template-columns:22px 1fr}.story .action{grid-column:2}}
@media (forced-colors:active){.node{border:1px solid CanvasText}}
@media print{#heat{break-before:auto;break-inside:avoid}#violations,#ways{break-inside:auto}.story li,.flow{break-inside:avoid}.flow{max-height:50mm}.tales{display:block}.tale{margin-bottom:8px}.story li{padding:2px 0}}
`;

const text = (edges + REST).replace(/\n/g, '');

/** The style sheet with its hash; a test says what it must be. */
export const EXPLORATION_SHEET: Sheet = { text, hash: 'sha256-vJ3MUVrP56u4k8uBllDYLU4ggCGjIovNhVARGpVfYG4=' };

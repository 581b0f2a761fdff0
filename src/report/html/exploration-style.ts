/** The look of what only the report of an exploration has: heat, flows and stories. */
import type { Sheet } from './html-document.js';

const LIGHT =
  '--heat-0:#eef1ef;--heat-1:#f4e3b4;--heat-2:#e7a93f;--heat-3:#d2622f;--heat-4:#7d1d14;--heat-ink-0:#33463f;--heat-ink-1:#4a3500;--heat-ink-2:#2b1c00;--heat-ink-3:#1c0a02;--heat-ink-4:#fff';
const DARK =
  '--heat-0:#20262b;--heat-1:#5b4a1d;--heat-2:#b57a1e;--heat-3:#d8602f;--heat-4:#ffb3a0;--heat-ink-0:#b9cbc5;--heat-ink-1:#fbe7b6;--heat-ink-2:#160e00;--heat-ink-3:#160600;--heat-ink-4:#3a0b04';

const heats = [0, 1, 2, 3, 4]
  .map(
    (n) =>
      `.heat-${n}{background:var(--heat-${n});color:var(--heat-ink-${n});fill:var(--heat-${n})}.heat-edge-${n}{border-left:4px solid var(--heat-${n})}`,
  )
  .join('');

const REST = `
.proved{border-left:4px solid var(--ok);padding-left:12px;margin-top:8px}
.shares{display:block;width:100%;height:22px;margin-bottom:10px;border-radius:4px}
.heat-mark{display:inline-block;width:22px;line-height:18px;border-radius:3px;text-align:center;font-size:12px}

.ends-table td:first-child{min-width:260px}
.heat-none{color:var(--dim)}
.heat-scroll{position:relative;overflow-x:auto;margin-top:8px}
.heat-table{border-collapse:separate;border-spacing:2px;width:auto;min-width:60%}
.heat-table th[scope=row]{font-weight:400;color:var(--ink);border:0;padding:3px 10px 3px 0;min-width:200px;max-width:420px;overflow-wrap:anywhere;position:sticky;left:0;background:var(--panel)}
.heat-table thead th{border:0;vertical-align:bottom}
.heat-table td{border:0;border-radius:3px;text-align:center;vertical-align:middle;padding:2px 4px;min-width:30px;font-size:12px}
.place{height:150px;padding:0 0 6px}
.place-name{writing-mode:vertical-rl;transform:rotate(180deg);max-height:190px;white-space:pre;overflow:hidden;text-overflow:ellipsis;display:inline-block;font-weight:400;line-height:1.3;margin:0 auto}
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
.again{margin-top:4px;font-size:12.5px;overflow-wrap:anywhere}
@media (max-width:620px){.ends-table td:first-child{min-width:0}.story li{grid-template-columns:22px 1fr}.story .action{grid-column:2}.heat-table th[scope=row]{min-width:120px;max-width:150px;font-size:11.5px}}
@media (forced-colors:active){.heat-table td,.heat-mark,.node{border:1px solid CanvasText}}
@media print{:root{${LIGHT}}.heat-scroll{overflow:visible}#heat,#violations,#ways{break-inside:auto}.heat-table tr,.story li,.flow{break-inside:avoid}.tales{display:block}.tale{margin-bottom:8px}.place{height:auto}.story li{padding:2px 0}#heat{break-before:page}}
`;

const text = [`:root{${LIGHT}}@media (prefers-color-scheme:dark){:root{${DARK}}}`, heats, REST]
  .join('')
  .replace(/\n/g, '');

/** The style sheet with its hash; a test says what it must be. */
export const EXPLORATION_SHEET: Sheet = { text, hash: 'sha256-LJxr7twHs/8ELD3E+DCGxCSEjKdirF1NJi/NWwgDvac=' };

/** The look of heat maps: five heats, each with its own ink, as tables and as marks. */

/** The colours on light ground. */
export const HEAT_LIGHT =
  ';--heat-0:#eef1ef;--heat-1:#f4e3b4;--heat-2:#e7a93f;--heat-3:#d2622f;--heat-4:#7d1d14;--heat-ink-0:#33463f;--heat-ink-1:#4a3500;--heat-ink-2:#2b1c00;--heat-ink-3:#1c0a02;--heat-ink-4:#fff';
/** The colours on dark ground. */
export const HEAT_DARK =
  ';--heat-0:#20262b;--heat-1:#5b4a1d;--heat-2:#b57a1e;--heat-3:#d8602f;--heat-4:#ffb3a0;--heat-ink-0:#b9cbc5;--heat-ink-1:#fbe7b6;--heat-ink-2:#160e00;--heat-ink-3:#160600;--heat-ink-4:#3a0b04';

const heats = [0, 1, 2, 3, 4]
  .map((n) => `.heat-${n}{background:var(--heat-${n});color:var(--heat-ink-${n});fill:var(--heat-${n})}`)
  .join('');

/** The rules but those of paper. */
export const HEAT_RULES = `
${heats}
.heat-mark{display:inline-block;width:22px;line-height:18px;border-radius:3px;text-align:center;font-size:12px}
.heat-none{color:var(--dim)}
.heat-unknown{color:var(--ink);box-shadow:inset 0 0 0 1px var(--dim)}
.heat-scroll{position:relative;overflow-x:auto;margin-top:8px}
.heat-table{border-collapse:separate;border-spacing:2px;width:auto;min-width:60%}
.heat-table th[scope=row]{font-weight:400;color:var(--ink);border:0;padding:3px 10px 3px 0;min-width:200px;max-width:420px;overflow-wrap:anywhere;position:sticky;left:0;background:var(--panel)}
.heat-table thead th{border:0;vertical-align:bottom}
.heat-table td{border:0;border-radius:3px;text-align:center;vertical-align:middle;padding:2px 4px;min-width:46px;font-size:12px}
.place{height:150px;padding:0 0 6px}
.place-name{writing-mode:vertical-rl;transform:rotate(180deg);height:192px;max-width:3.9em;overflow:hidden;overflow-wrap:anywhere;display:inline-block;font-weight:400;line-height:1.3;margin:0 auto}
button.cell{display:block;width:100%;background:none;border:0;padding:0;min-height:18px;border-radius:2px}
button.cell:hover{outline:2px solid currentColor}
@media (max-width:620px){.heat-table th[scope=row]{min-width:120px;max-width:150px;font-size:11.5px}}
@media (forced-colors:active){.heat-table td,.heat-mark{border:1px solid CanvasText}}
`;

/** The rules of paper. */
export const HEAT_ON_PAPER =
  '.heat-scroll{overflow:visible}#heat{break-inside:auto;break-before:page}.heat-table tr{break-inside:avoid}.place{height:auto}.heat-table td{min-width:38px;padding:2px 3px}.heat-table th[scope=row]{min-width:150px}.place-name{height:164px}';

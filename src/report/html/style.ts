/** The look of the HTML report, light and dark, wide, narrow and on A4. */
import { CARD_LABELS } from './card-heads.js';
import { HEAT_DARK, HEAT_LIGHT, HEAT_ON_PAPER, HEAT_RULES } from './heat-style.js';

const LIGHT = `
--bg:#f6f6f3;--panel:#fff;--ink:#1a1e23;--dim:#58616b;--line:#e2e2dc;--grid:#ecece7;
--ok:#256f89;--warn:#e2a02b;--warn-ink:#8a5a00;--bad:#b3371c;--info:#7a63b5;--on-loud:#fff;--on-warn:#2b1c00;
--calm:#dfe7e4;--calm-ink:#33463f;--other:#c4d6df;--other-ink:#22333c;--down:#f9e4dd;--down-ink:#9c2d14;--soft:#faecc9;--soft-ink:#6e4a00;
--work:#2d3440;--work-ink:#fff;--idle:#e6e6e0;--idle-ink:#33383e;--hatch:rgba(255,255,255,.28);--inside:#d9e8ed;--range:#1a1e23`;
const DARK = `
--bg:#0f1215;--panel:#171b20;--ink:#e7e9ea;--dim:#98a2ac;--line:#2a3038;--grid:#21262d;
--ok:#3f9bb9;--warn:#d9982b;--warn-ink:#f0bd62;--bad:#e0623f;--info:#9a86d6;--on-loud:#06141a;--on-warn:#221600;
--calm:#25312f;--calm-ink:#b9cbc5;--other:#2c414b;--other-ink:#c4d6df;--down:#43221a;--down-ink:#f39a80;--soft:#42341a;--soft-ink:#f0c470;
--work:#cfd6dd;--work-ink:#14181c;--idle:#262b32;--idle-ink:#b9c0c7;--hatch:rgba(0,0,0,.15);--inside:#1d3038;--range:#e7e9ea`;

const PAGE = `
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 "Segoe UI","Helvetica Neue",Arial,"Liberation Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1440px;margin:0 auto;padding:20px 24px;display:grid;gap:14px}
main>*{min-width:0}
p,h1,h2,h3,ul{margin:0}
code{font:12.5px/1.45 Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;overflow-wrap:anywhere}
.secondary,.dim,.beside,.extent{color:var(--dim);font-size:12.5px}
.patterns{position:absolute;width:0;height:0}
.unseen,.gone>i{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
header{display:flex;gap:16px;align-items:center;flex-wrap:wrap}
.title{flex:1 1 300px;min-width:0}
h1{font-size:22px;line-height:1.25;font-weight:650;overflow-wrap:anywhere}
.verdict{display:flex;gap:9px;align-items:center;padding:8px 16px 8px 9px;border-radius:22px;color:var(--on-loud);background:var(--ok);font-weight:650;letter-spacing:.04em;text-transform:uppercase}
.verdict.failed{background:var(--bad)}
.verdict.inconclusive{background:var(--warn);color:var(--on-warn)}
.verdict-mark{display:grid;place-items:center;width:22px;height:22px;border-radius:50%;background:var(--panel);color:var(--ink);font-size:13px}
.replayed{color:var(--ok)}.replay-differs{color:var(--bad);font-weight:600}
.lead{font-size:18px;max-width:72em;overflow-wrap:anywhere}
.panel,.numbers{background:var(--panel);border:1px solid var(--line);border-radius:10px}
.panel{padding:14px 18px 16px;contain:layout paint}
.head{display:flex;gap:4px 14px;align-items:baseline;flex-wrap:wrap;margin-bottom:8px}
h2{font-size:15px;font-weight:650}
h3{font-size:13px;font-weight:650}
.numbers{display:grid;grid-template-columns:repeat(5,1fr)}
.number{padding:14px 18px;border-left:1px solid var(--line);min-width:0}
.number:first-child{border-left:0}
.number h2{font-size:12.5px;color:var(--ink)}
.abbreviation,.unit{color:var(--dim);font-weight:400;font-size:12.5px}
.value{font-size:28px;line-height:1.25;font-weight:650;overflow-wrap:anywhere}
.bullet{width:100%;height:14px;display:block;margin:4px 0}
.bar-all{fill:var(--grid)}.bar-inside{fill:var(--inside)}.bar-value,.bar-value.none{fill:var(--ok)}.bar-value.bad{fill:var(--bad)}.bar-value.warn{fill:var(--warn)}.bar-range{fill:var(--dim)}.bar-target{fill:var(--ink)}
.judgement{font-size:12.5px;font-weight:600}
.judgement.ok{color:var(--ok)}.judgement.bad{color:var(--bad)}.judgement.warn{color:var(--warn-ink)}
.outage+.outage{margin-top:16px}
.time,.night{display:block;width:100%;height:auto}
.time{margin:8px 0}
svg text{font-size:11px;fill:var(--ink)}
.ticks{text-anchor:middle}.ticks .first{text-anchor:start}svg .tick,.ticks text,svg .dim{fill:var(--dim);font-size:10.5px}
svg .sub{fill:var(--dim)}
svg .group-name{font-weight:650;font-size:12px}
.grid{stroke:var(--grid)}.group-line{stroke:var(--line)}
.fault{fill:var(--bad)}.repair{fill:var(--ok)}
svg .fault-text{fill:var(--bad);font-weight:600}svg .repair-text{fill:var(--ok)}
.fault-line{stroke:var(--bad);stroke-dasharray:2 3;opacity:.7}.repair-line{stroke:var(--ok);stroke-dasharray:2 3;opacity:.7}
.bracket{fill:none;stroke:var(--ink)}.target{stroke:var(--ink);stroke-dasharray:3 3}
svg .bracket-text{font-weight:600}svg .fault-text,svg .repair-text,svg .bracket-text{paint-order:stroke;stroke:var(--panel);stroke-width:3px;stroke-linejoin:round}
.window{fill:var(--bad);opacity:.25}
.curve{fill:none;stroke-width:1.2;vector-effect:non-scaling-stroke}.user-data{stroke:var(--ok)}.content{stroke:var(--warn)}.store{stroke:var(--info)}.second{stroke-dasharray:4 3}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:8px;font-size:12.5px;color:var(--dim)}
.key{display:inline-flex;align-items:center;gap:6px}
.swatch{width:16px;height:12px}
`;

const BANDS = `
.regularHome{fill:var(--ok)}.regularPartner{fill:url(#hatch-ok)}.resiliencyHome{fill:var(--warn)}.resiliencyPartner{fill:url(#hatch-warn)}.readOnlyHome{fill:var(--info)}.signedOut{fill:var(--bad)}.bare{fill:url(#hatch-bad)}
.hatch-ok-ground{fill:var(--ok)}.hatch-warn-ground{fill:var(--warn)}.hatch-bad-ground{fill:var(--bad)}.hatch-line{fill:var(--hatch)}
.calm{fill:var(--calm)}.other{fill:var(--other)}.soft{fill:var(--soft);stroke:var(--warn)}.down{fill:var(--down);stroke:var(--bad)}.work{fill:var(--work)}.idle{fill:var(--idle)}.objection.band{fill:var(--bad)}
svg .on-regularHome,svg .on-regularPartner,svg .on-signedOut,svg .on-readOnlyHome,svg .on-objection{fill:var(--on-loud)}
svg .on-resiliencyHome,svg .on-resiliencyPartner{fill:var(--on-warn)}
svg .on-calm{fill:var(--calm-ink)}svg .on-other{fill:var(--other-ink)}svg .on-soft{fill:var(--soft-ink)}svg .on-down{fill:var(--down-ink);font-weight:600}svg .on-work{fill:var(--work-ink)}svg .on-idle{fill:var(--idle-ink)}
`;

const LISTS = `
.items{list-style:none;padding:0}
.items li{display:grid;grid-template-columns:84px 96px 44px 1fr;gap:4px 12px;padding:8px 0;border-top:1px solid var(--line);font-size:13px}
.items li:first-child{border-top:0}.items:has(.of-file) li{grid-template-columns:84px 164px 44px 1fr}
.mark,.rule{font-weight:600}.rule,.where{color:var(--dim)}
.error .mark,.cut{color:var(--bad)}.site .mark{color:var(--down-ink)}.warning .mark{color:var(--warn-ink)}
.text{min-width:0;overflow-wrap:anywhere}
.instead{margin-top:3px;color:var(--dim)}.instead code{color:var(--ink)}
.plain{padding-left:18px}
table{width:100%;border-collapse:collapse;font-size:12.5px}
th{text-align:left;font-weight:600;color:var(--dim);padding:4px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:bottom}
td{padding:5px 12px 5px 0;border-bottom:1px solid var(--grid);vertical-align:top;overflow-wrap:anywhere}
td.numeric,td.word{white-space:nowrap}
.assumptions-table td:first-child{min-width:286px}
.steps-table td:nth-child(3),.sheet-table td:nth-child(2),.log-table td:first-child,.expectations-table td:first-child,.inputs-table td:first-child{white-space:nowrap}
tr.objection td{background:var(--down)}
tr.objection td:first-child{box-shadow:-6px 0 0 var(--down)}
tr.total td{font-weight:650}
summary{cursor:pointer;color:var(--dim);font-size:12.5px}
summary h2{display:inline;color:var(--ink)}
details table,details .zoom{margin-top:8px}.risk-table td:nth-child(2){overflow-wrap:normal}.pictured:has(>.swap>:checked)>.picture,.pictured:not(:has(>.swap>:checked))>.tabled{display:none}.swap{display:inline-flex;gap:6px;align-items:center;cursor:pointer;color:var(--dim);font-size:12.5px}.pictured table{margin:4px 0 10px}.lanes-table td:first-child{white-space:nowrap}
.no-return{color:var(--bad);font-weight:600}
.sheet-table td:nth-child(n+7){min-width:64px;border:1px solid var(--line)}
.sheet-table th:nth-child(n+7){white-space:nowrap;padding-left:6px}
.signatures{margin-top:14px;color:var(--dim)}
.behind{max-width:1440px;margin:0 auto;padding:0 24px 20px}.rules{display:grid;grid-template-columns:max-content 1fr;gap:6px 16px;margin:8px 0 0}.rules dt{font-weight:600}.rules dt:target,.rules dt:target+dd{background:var(--soft)}.rules dd{margin:0}.rule-id{color:inherit;text-decoration:underline dotted}
footer{max-width:1440px;margin:0 auto;padding:0 24px 20px;color:var(--dim);font-size:12px;overflow-wrap:anywhere}
`;

/** Rows of a deployment: the name of a site, its Edge pools, and up to six pools. */
const ROWS = [2, 3, 4, 5, 6, 7, 8].map((n) => `.rows-${n}{grid-template-rows:repeat(${n},auto)}`).join('');

const MOMENTS = `
.moments{display:grid;grid-template-columns:1fr 1fr;gap:16px 28px}
.sites{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr) 58px;gap:8px 0;margin-top:6px}.sites.many{grid-auto-columns:minmax(0,1fr) 40px}
${ROWS}
.site,.between{grid-row:1/-1;display:grid;grid-template-rows:subgrid;min-width:0;padding:8px 0}
.site{border:1px solid var(--line);border-radius:8px;padding:8px 10px;background:var(--bg)}
.edges{display:grid;gap:8px}
.wan,.wire{text-align:center;font-size:10.5px;line-height:13px;color:var(--dim);border-bottom:1.5px solid}
.wan{align-self:start;border-width:2.5px}
.wires{display:grid;gap:16px;align-content:start;margin:0 -11px;padding-top:27px}
.wire{position:relative;height:16px;white-space:nowrap}
.wire::after{position:absolute;bottom:-5px;border:4px solid transparent}
.wire.to::after{content:"";right:0;border-left:7px solid;border-right:0}.wire.from::after{content:"";left:0;border-right:7px solid;border-left:0}
.served{font-weight:600;border-bottom-width:3px;color:var(--ok)}.served.resiliencyPartner{color:var(--warn-ink)}
.wan.gone,.stuck{color:var(--bad);border-bottom-style:dashed}.stuck:not(:empty)::before{content:"✕ error";position:absolute;top:100%;left:0;right:0}
.site.lost{background:var(--down);border:1px dashed var(--bad)}
.site-name{font-weight:650;font-size:13px}
.card{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:6px 9px 8px;font-size:12px}
.card.is-down{border:1px dashed var(--bad)}
.card-name{color:var(--ink);margin:0;font-weight:650;display:flex;gap:8px;justify-content:space-between;flex-wrap:wrap;overflow-wrap:anywhere}
.badge{background:var(--work);color:var(--work-ink);border-radius:9px;padding:0 8px;font-size:11px;line-height:18px}
.badge.off{background:none;color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
:where(.card)>p{color:var(--dim);margin-top:3px}
.users{border-radius:4px;padding:4px 8px;margin-top:5px}.users strong{white-space:nowrap}
.fill-regularHome,.fill-regularPartner,.fill-readOnlyHome,.fill-signedOut{color:var(--on-loud);background-color:var(--ok)}
.fill-readOnlyHome{background-color:var(--info)}.fill-signedOut{background-color:var(--bad)}
.fill-resiliencyHome,.fill-resiliencyPartner{color:var(--on-warn);background-color:var(--warn)}
.fill-regularPartner,.fill-resiliencyPartner{background-image:repeating-linear-gradient(135deg,transparent 0 4px,var(--hatch) 4px 6px)}
.chips{display:flex;flex-wrap:wrap;gap:4px;margin-top:3px}
.chip{background:var(--calm);color:var(--calm-ink);border-radius:3px;padding:0 6px;font-size:11px;line-height:18px;min-width:24px;text-align:center;position:relative}
.chip.active{background:var(--work);color:var(--work-ink);font-weight:650}
.chip.gone{background:none;color:var(--bad);outline:1px dashed var(--bad);outline-offset:-1px}
`;

const LIVING = `
button,input,select{font:inherit;color:inherit}
button{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:3px 10px;cursor:pointer}
button:hover:not(:disabled){border-color:var(--dim)}
button:disabled{color:var(--dim);cursor:default}
:focus-visible{outline:2px solid var(--ok);outline-offset:2px}
.controls{display:flex;flex-wrap:wrap;gap:6px 8px;align-items:center;font-size:12.5px;margin-bottom:10px}
.controls input{flex:1 1 160px;min-width:0;accent-color:var(--ok)}
.zoom [aria-pressed=true]{background:var(--work);color:var(--work-ink);border-color:var(--work)}
.clock{min-width:66px;font-size:15px}
dialog.keys{background:var(--panel);color:var(--ink);border:1px solid var(--line);border-radius:10px;padding:14px 18px;max-width:520px}dialog.keys::backdrop{background:rgba(0,0,0,.4)}.keys form{margin-top:10px}
.living{display:grid;grid-template-columns:minmax(0,1fr) 490px;gap:22px;align-items:start}
.plot{position:relative;cursor:crosshair;touch-action:pan-y;user-select:none}
.cursor{position:absolute;top:0;bottom:0;width:0;border-left:1.5px solid var(--ink);pointer-events:none;will-change:transform}
.cursor-time{position:absolute;top:0;left:0;transform:translateX(-50%);background:var(--ink);color:var(--panel);font-size:11px;line-height:16px;padding:0 6px;border-radius:3px}
.grip{cursor:ew-resize;touch-action:none}.dragged{border-left-style:dashed}.breaks.dragged{border-color:var(--bad)}.breaks>.cursor-time{background:var(--bad);color:var(--on-loud)}.map{cursor:crosshair;touch-action:pan-y;margin-bottom:6px}.frame{fill:none;stroke:var(--ink);stroke-width:2}
.at-cursor{position:sticky;top:8px;display:grid;gap:12px;border-left:1px solid var(--line);padding-left:20px;min-width:0}
.at-cursor h3{font-size:15px}
.step-now{border-top:1px solid var(--line);padding-top:10px}
.log-now{list-style:none;margin:0;padding:0;font-size:12.5px;border-top:1px solid var(--line)}
.log-now li{display:grid;grid-template-columns:72px 1fr;gap:8px;padding:4px 6px;border-bottom:1px solid var(--grid);align-items:baseline}
.log-now .latest{background:var(--inside)}
.log-now .ahead{color:var(--dim)}
.part{cursor:pointer}.part:hover rect{stroke:var(--ok);stroke-width:2}
button.jump{border:0;background:none;padding:0;text-align:left;text-decoration:underline dotted;line-height:1.4}
.what-if{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.2fr) minmax(0,1fr);gap:18px 28px;font-size:12.5px}
.what-if-said{margin-bottom:8px}
.editor{margin-bottom:16px;min-width:0}
.editor h3{margin-bottom:6px}
.edited-fault{display:grid;grid-template-columns:minmax(0,1fr) 110px 62px auto;gap:8px;align-items:center;padding:3px 0;overflow-wrap:anywhere}
.edited-fault input{width:100%;min-width:0;accent-color:var(--ok)}
.breaks{color:var(--bad)}.mends,.went-well{color:var(--ok)}
.adder{display:flex;flex-wrap:wrap;gap:6px;margin-top:8px}
select,input[type=number],input[type=search],input[type=text]{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:3px 6px;max-width:100%;min-width:0}
.edited-number{display:flex;flex-wrap:wrap;gap:4px 10px;justify-content:space-between;align-items:center;padding:3px 0}
.edited-number>span:first-child{overflow-wrap:anywhere;min-width:0}
.edited-number input[type=number]{width:84px}
.edited-steps{list-style:none;margin:0;padding:0;max-height:640px;overflow-y:auto}
.edited-steps li{display:grid;grid-template-columns:minmax(0,1fr) auto auto auto;gap:6px;align-items:center;padding:3px 0;border-top:1px solid var(--grid)}
.edited-steps label{display:flex;gap:6px;align-items:baseline;min-width:0}
.skipped code{text-decoration:line-through;color:var(--dim)}
.mover{padding:0 6px}
.spread{margin-bottom:10px}
.histogram{display:block;width:100%;max-width:420px;height:auto;margin-top:4px}
.was{fill:none;stroke:var(--ink);stroke-dasharray:3 3}
.changed-bar{position:sticky;bottom:10px;z-index:1;display:flex;flex-wrap:wrap;gap:6px 18px;align-items:center;background:var(--work);color:var(--work-ink);border-radius:10px;padding:10px 16px;font-size:12.5px}
.changed-bar button{background:none;border-color:currentColor}
.changed-bar>span{flex:1 1 240px;display:flex;flex-wrap:wrap;gap:2px 16px;min-width:0}
.delta{min-width:0}
`;

const SCREENS = `
.narrow-only,.paper-only{display:none}
@media (max-width:1180px){.what-if{grid-template-columns:minmax(0,1fr)}.living{grid-template-columns:minmax(0,1fr)}.at-cursor{position:static;border-left:0;padding-left:0}.wide-only .plot{min-width:820px}.numbers{grid-template-columns:repeat(3,1fr)}.number:nth-child(4){border-left:0}.number:nth-child(n+4){border-top:1px solid var(--line)}.scroll{overflow-x:auto}.wide-only svg{min-width:820px}.moments{grid-template-columns:1fr}}
@media (max-width:620px){
main{padding:10px;gap:10px}.panel{padding:12px 12px 14px}.lead{font-size:16px}
.wide-only{display:none}.narrow-only{display:block}
.numbers{grid-template-columns:1fr 1fr}.number{padding:12px}.number:nth-child(odd){border-left:0}.number:nth-child(4){border-left:1px solid var(--line)}.number:nth-child(n+3){border-top:1px solid var(--line)}.number:last-child{grid-column:1/-1}
.value{font-size:24px}
.time,.outage .swap{display:none}.outage .pictured>.tabled{display:block!important}
.items li,.items:has(.of-file) li{grid-template-columns:auto auto 1fr}.items .text{grid-column:1/-1}.assumptions-table td:first-child,.sheet-table td:nth-child(n+7){min-width:0}.moments{gap:14px}.risk-table td,.risk-table th{padding-right:6px}.inputs-table td:first-child{white-space:normal}.sheet-table td:nth-child(n+7){border:0;border-bottom:1px solid var(--line);margin-left:104px;padding-left:0;height:1.9em;display:block}.sheet-table td:nth-child(n+7)::before{margin-left:-104px}
.sites{display:block}.site{display:grid;grid-template-rows:none;gap:8px;margin-bottom:10px}.between,.site>i,.site>.wires,.edges:empty{display:none}.parts td:nth-child(-n+2){white-space:nowrap}
.cards thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.cards,.cards tbody,.cards tr{display:block}
.cards tr{padding:8px 0;border-bottom:1px solid var(--line)}
.cards td:empty{display:none}
.cards td{border:0;padding:1px 0 1px 104px;min-height:1.4em;display:flow-root}.cards tr.objection td{box-shadow:-6px 0 0 var(--down)}.risk-table td{overflow-wrap:break-word}
.cards td::before{content:attr(data-of);float:left;margin-left:-104px;width:98px;color:var(--dim)}${CARD_LABELS}
}
@media (forced-colors:active){.band{fill:Canvas;stroke:CanvasText}svg text{fill:CanvasText}.users,.chip,.verdict{border:1px solid CanvasText}}
`;

const PAPER = `
@page{size:A4 landscape;margin:10mm 11mm 12mm;@bottom-right{content:counter(page) " / " counter(pages);font:10px Arial,sans-serif;color:#58616b}}
@media print{
:root{${LIGHT}${HEAT_LIGHT};color-scheme:light}
body{background:#fff;font-size:11.5px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{padding:0;gap:8px;max-width:none;display:block}
main>*{margin-bottom:8px}
.panel{padding:7px 12px 8px;contain:none}.head{margin-bottom:4px}h1{font-size:19px}.lead{font-size:13.5px;line-height:1.4}.value{font-size:21px}.number{padding:8px 12px}
.numbers{grid-template-columns:repeat(5,1fr)}.number{border-top:0!important;border-left:1px solid var(--line)!important}
.wide-only,.paper-only{display:block}.paper-only{break-before:page;break-inside:avoid}.narrow-only,.screen-only,.cursor,.at-cursor,#what-if,.changed-bar button,summary,.swap,details table{display:none}.living{display:block}.changed-bar{position:static;border:1px solid var(--ink);background:none;color:var(--ink)}
.wide-only svg{min-width:0}.night{max-height:158mm}
.moments{grid-template-columns:1fr 1fr;gap:8px 20px}
.items li{padding:4px 0;font-size:11.5px;gap:1px 10px}.text .instead{margin-top:1px}.judgement,.secondary,.beside,.number .dim{font-size:11px}.number{padding:6px 10px}.time{margin:3px 0}
code{font-size:11px}.assumptions-table td:first-child{min-width:250px}td{padding:3px 10px 3px 0}table{font-size:11.5px}
.items li,tr,.card,.site,.moment,.numbers,.outage{break-inside:avoid}
#time-more,#mend-more,#moments,#night,#steps,#sheet{break-before:page}
#time-more+#mend-more,#mend-more+#moments,#stores+#moments{break-before:auto}
#night,#moments,#stores{break-inside:avoid}#moments:has(.moment:nth-child(5)){break-inside:auto}
h2,thead{break-after:avoid}
thead{display:table-header-group}
footer{padding:0}
${HEAT_ON_PAPER}
}
`;

/** The whole style sheet. */
export const STYLE = [
  `:root{${LIGHT}${HEAT_LIGHT};color-scheme:light dark}`,
  `@media (prefers-color-scheme:dark){:root{${DARK}${HEAT_DARK}}}`,
  ...[PAGE, BANDS, LISTS, MOMENTS, LIVING, HEAT_RULES, SCREENS, PAPER],
]
  .join('')
  .replace(/\n/g, '');

/** The SHA-256 of `STYLE` as a Content-Security-Policy names it; a test says what it must be. */
export const STYLE_HASH = 'sha256-baxeUaDaZkkh5+3BEx5aNs6LDgh6zINu0h5p5/QOlbc=';

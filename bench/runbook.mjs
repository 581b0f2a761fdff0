// Reading a runbook of 2,000 lines, and rehearsing one: user CPU time, and against a shorter one.
// Usage: npm run build && node bench/runbook.mjs
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';
import { readRunbookDrill } from '../dist/modules/input/from-disk.js';
import { readScript } from '../dist/modules/powershell/parser/read-script.js';
import { runDrill } from '../dist/modules/run/run-drill.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const LINES = 2000;

/** User CPU time of `f` in ms. */
function userMs(f) {
  const before = process.cpuUsage();
  f();
  return process.cpuUsage(before).user / 1000;
}

const median = (list) => [...list].sort((x, y) => x - y)[list.length >> 1];

/** The runbooks of sims/, one after another, up to `lines` lines. */
function longScript(lines) {
  const parts = ['wait-steady', '16-planned-failover', '17-site-loss-night'].map((name) =>
    readFileSync(`${root}sims/${name}.ps1`, 'utf8').replace(/^param\([\s\S]*?^\)/m, ''),
  );
  let text = '';
  while (text.split('\n').length < lines) text += parts.join('\n');
  return text;
}

const long = longScript(LINES);
const half = longScript(LINES / 2);
const read = (text) => {
  const script = readScript(text, 'bench.ps1');
  if (script.kind === 'inputError') throw new Error(`${script.position.line}: ${script.message}`);
};
const first = userMs(() => read(long));
const turns = Array.from({ length: 9 }, () => [userMs(() => read(long)), userMs(() => read(half))]);
const [whole, part] = [median(turns.map((t) => t[0])), median(turns.map((t) => t[1]))];
console.log(`a runbook of ${long.split('\n').length} lines, read the first time    ${first.toFixed(0)} ms of user CPU`);
console.log(
  `the same, warm; against one of half the length   ${whole.toFixed(0)} ms, ratio ${(whole / part).toFixed(2)}`,
);
await Parser.init();
const grammar = new Parser();
grammar.setLanguage(
  await Language.load(readFileSync(`${root}vendor/tree-sitter-powershell/tree-sitter-powershell.wasm`)),
);
const other = median(Array.from({ length: 5 }, () => userMs(() => grammar.parse(`${long}\n`)?.delete())));
console.log(`against the grammar for tree-sitter, which makes no tree of ours    ratio ${(other / whole).toFixed(1)}`);
if (whole >= 50) {
  console.error('a runbook of 2,000 lines must be read in less than 50 ms');
  process.exitCode = 1;
}

const drill = await readRunbookDrill(`${root}sims/16-planned-failover.ps1`, {
  topology: `${root}sims/contoso-cms2.yaml`,
});
if (Array.isArray(drill)) throw new Error('sims/16-planned-failover.ps1 does not read');
for (let i = 0; i < 20; i++) runDrill(drill);
const runs = Array.from({ length: 20 }, () => userMs(() => runDrill(drill)));
console.log(`a rehearsal of sims/16-planned-failover.ps1, warm    ${median(runs).toFixed(1)} ms of user CPU`);

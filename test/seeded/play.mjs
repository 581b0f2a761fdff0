// Plays drill files with the modules of one folder: node play.mjs MODULES FILE...
// Answers on stdout, by file, what a reader notices: refusals by rule, and the rules of findings and violations.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(modules, path)).href);
const { readDrill } = await load('input/from-disk.js');
const { runDrill } = await load('run/run-drill.js');

const noticed = {};
for (const file of files) {
  const drill = await readDrill(file);
  if (Array.isArray(drill)) throw new Error(`${file}: ${drill.map((e) => e.message).join('; ')}`);
  const { result } = runDrill(drill);
  const refused = result.steps.flatMap(({ outcome, rule }) => (outcome === 'ok' ? [] : [`${outcome} ${rule}`]));
  const told = [...result.findings.map((f) => f.rule), ...result.violations.map((v) => v.invariant)];
  noticed[file] = [...new Set([...refused, ...told])].sort();
}
process.stdout.write(JSON.stringify(noticed));

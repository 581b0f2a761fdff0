// Explores plans with the modules of one folder until something breaks: node search.mjs MODULES < plans.json
// Answers on stdout what broke first, or that every future was seen and nothing broke.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(modules, path)).href);
const { DrillStateSpace } = await load('exploration/state-space/drill-state-space.js');
const { checkModel } = await load('checker/check.js');

const found = { complete: true, states: 0, broken: null };
for (const { name, plan } of JSON.parse(readFileSync(0, 'utf8'))) {
  const result = await checkModel(new DrillStateSpace(plan), {
    maxStates: 2_000_000,
    stopAtFirstViolation: true,
  });
  found.states += result.states;
  found.complete &&= result.complete;
  const [first] = [...result.violations].sort((a, b) => a.path.actions.length - b.path.actions.length);
  if (first === undefined) continue;
  found.broken = { log: name, ...first.record, length: first.path.actions.length };
  break;
}
process.stdout.write(JSON.stringify(found));

// Breaks the model on purpose, in one small way after another, and shows that an invariant catches each:
//   npm run seeded [-- --only NAME,NAME] [--markdown]
// The faults are in seeded/faults.mjs, what is explored in seeded/searches.mjs. A fault that no invariant catches,
// that another one catches, or whose place is no longer there exactly once makes it fail (exit 1).
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { FAULTS } from './seeded/faults.mjs';
import { faultsNamed } from './seeded/faults-named.mjs';
import { copyModules, MODULES } from './seeded/module-copy.mjs';
import { broken, moduleOf, readModules } from './seeded/places.mjs';
import { SEARCHES } from './seeded/searches.mjs';

export { broken, FAULTS, moduleOf, readModules, SEARCHES };

const SEARCH = fileURLToPath(new URL('seeded/search.mjs', import.meta.url));

/** The plans of a search, made by the product as it is. */
async function plansOf(name, folder) {
  const load = (path) => import(pathToFileURL(join(MODULES, path)).href);
  const { readDrill } = await load('input/from-disk.js');
  const { PLAIN_REQUEST } = await load('exploration/request.js');
  const logs = await load('exploration/log-plans.js');
  const { drill, request } = SEARCHES[name];
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, JSON.stringify({ drill: name, ...drill }));
  const read = await readDrill(path);
  if (Array.isArray(read)) throw new Error(`${name}: ${read.map((e) => e.message).join('; ')}`);
  // What was only reported breaks invariants by itself (D64).
  const plans = logs.plansOf(read, { ...PLAIN_REQUEST, ...request }).filter(({ outcome }) => outcome === null);
  return JSON.stringify(plans);
}

/** Explores the plans with the modules of a folder, in a process of its own. */
function explore(modules, plans) {
  const startedAtMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [SEARCH, modules], {
    input: plans,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const seconds = (performance.now() - startedAtMs) / 1000;
  if (status !== 0) return { seconds, states: 0, complete: false, broken: null, threw: stderr.trim() };
  return { seconds, threw: null, ...JSON.parse(stdout) };
}

/** What became of one fault. */
function judge(fault, found) {
  if (found.threw !== null) return `threw: ${found.threw.split('\n').find((l) => l.includes('Error')) ?? found.threw}`;
  if (found.broken === null) return found.complete ? 'SLIPPED: every future was seen' : 'a bound was hit';
  const invariants = found.broken.broken.map((one) => one.invariant);
  if (found.broken.hazards.length > 0) return `only after a named hazard (${found.broken.hazards.join()})`;
  return invariants.includes(fault.caught) ? null : `${invariants.join(', ')} instead of ${fault.caught}`;
}

/**
 * Looks for the faults (all, or those named), after the searches they need have been shown to break nothing while
 * nothing is broken. Tells each by `tell`; answers what is wrong, empty = all are caught.
 */
export async function findSeeded(names, tell) {
  const faults = faultsNamed(FAULTS, names);
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-seeded-'));
  const wrong = [];
  const sources = readModules(MODULES);
  try {
    const modules = copyModules(folder);
    const plans = {};
    for (const name of new Set(faults.map((f) => f.search))) {
      plans[name] = await plansOf(name, folder);
      const found = explore(modules, plans[name]);
      const sound = found.complete && found.broken === null && found.threw === null;
      if (!sound) wrong.push(`${name}: not sound without a fault: ${found.threw ?? JSON.stringify(found)}`);
      tell({ search: name, sound, ...found });
    }
    for (const fault of faults) {
      const { file, text } = broken(sources, fault);
      writeFileSync(join(modules, file), text);
      const found = explore(modules, plans[fault.search]);
      cpSync(join(MODULES, file), join(modules, file));
      const why = judge(fault, found);
      if (why !== null) wrong.push(`${fault.name}: ${why}`);
      tell({ fault, why, ...found });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return wrong;
}

const said = ({ breaks, rules }) => `${breaks} (${rules.join(', ')})`;

function line(t) {
  const took = `${t.states} states, ${t.seconds.toFixed(1)} s`;
  if (t.search !== undefined)
    return `${t.search}, nothing broken: ${t.sound ? 'every future seen, no violation' : 'NOT SOUND'} (${took})`;
  const { fault, broken: found, why } = t;
  const spoken = ({ invariant, cause }) => (cause === null ? invariant : `${invariant} ${cause}`);
  const caught = found === null ? '-' : `${found.broken.map(spoken).join(' + ')}, ${found.length} actions`;
  return `${why === null ? 'caught' : 'WRONG '}  ${fault.name}: ${said(fault)}\n        ${fault.search}: ${caught} (${took})${why === null ? '' : `\n        ${why}`}`;
}

/** A row of the table in docs/seeded-faults.md. */
function row(t) {
  if (t.search !== undefined) return `| | \`${t.search}\` | | | ${t.states} | ${t.seconds.toFixed(1)} |`;
  const { fault, broken: found } = t;
  const ids = [...new Set(found?.broken.map((one) => one.invariant))].join(', ');
  return `| \`${fault.name}\`: ${said(fault)} | \`${fault.search}\` | ${ids} | ${found?.length ?? ''} | ${t.states} | ${t.seconds.toFixed(1)} |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { only: { type: 'string', default: '' }, markdown: { type: 'boolean', default: false } },
  });
  const names = values.only.split(',').filter((n) => n !== '');
  const wrong = await findSeeded(names, (t) => console.log(values.markdown ? row(t) : line(t)));
  const count = names.length || FAULTS.length;
  if (wrong.length === 0) console.log(`\nAll ${count} seeded faults are caught.`);
  else console.error(`\n${wrong.length} of ${count} are not as they should be:\n${wrong.join('\n')}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

// Measures what random sequences find of the seeded faults (test/seeded/faults.mjs), and how short the drills are that they
// end as. Usage: npm run bench:shrink [-- --only NAME,NAME] [--runs 2000]     (builds first; some minutes)
// Each fault is looked for in a process of its own, on the deployment of the search that the explorer finds it with.
// One that is not found, or a median above what is promised, makes it fail (exit 1).
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { faultsNamed } from '../test/seeded/faults-named.mjs';
import { copyModules, MODULES } from '../test/seeded/module-copy.mjs';
import { broken, FAULTS, readModules, SEARCHES } from '../test/seeded-faults.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const REFERENCE_PAIR = join(ROOT, 'sims', 'contoso.yaml');

/** What no sequence shows on the deployment of its search, with the reason; the reference pair is taken instead. */
const ON_REFERENCE_PAIR = new Map([
  [
    'older-branch-exported',
    'in time, users go on writing on the partner: what an older batch takes away is written again at the next change, unless routing groups there lost their quorum meanwhile; Standard Edition has none',
  ],
]);

/** What is found too seldom to be asked for, with the reason. */
const SELDOM = new Map([
  [
    'failback-leaves-mirror-out',
    'about one of 2,000 sequences: the direction home must stand still while a failback copies, for the copy to bring anything that the cycles have not brought, and the principal must change afterwards',
  ],
]);

/** What a failing sequence is to end as, by the medians. */
const STEPS_MOST = 6;
const FAULTS_MOST = 2;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === '--find') await find(process.argv[3], process.argv[4], Number(process.argv[5]));
  else measure();
}

/** Plays sequences until one breaks something, and shortens it; what came of it goes to stdout. */
async function find(modules, topology, runs) {
  const load = (path) => import(pathToFileURL(join(modules, path)).href);
  const { readTopologyFile } = await load('input/from-disk.js');
  const { playSequences } = await load('campaign/random-sequences.js');
  const { weightsFor } = await load('campaign/sequence-weights.js');
  const { shrinkDrill } = await load('campaign/shrink-drill.js');
  const { breaksAlike } = await load('campaign/same-failure.js');
  const deployment = readTopologyFile(topology);
  const weights = weightsFor(deployment, 1);
  const { played, broken: found } = playSequences({ deployment, seed: 1, weights, from: 0, to: runs });
  if (found === null) return console.log(JSON.stringify({ played, invariant: null }));
  let tries = 0;
  const fails = breaksAlike(found.broken);
  const drill = shrinkDrill(found.drill, (each) => {
    tries++;
    return fails(each);
  });
  const { steps, faults } = drill ?? found.drill;
  const { invariant } = found.broken;
  console.log(
    JSON.stringify({ played, tries, invariant, steps: steps.length, faults: faults.length, again: drill !== null }),
  );
}

/** Looks for seeded faults by random sequences and shortens what breaks; tells each, and answers those that were found. */
export function findInSequences(names, runs, tell) {
  const faults = faultsNamed(FAULTS, names);
  const sources = readModules(MODULES);
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-shrink-'));
  const found = [];
  try {
    const modules = copyModules(folder);
    for (const fault of faults) {
      const { file, text } = broken(sources, fault);
      const topology = ON_REFERENCE_PAIR.has(fault.name) ? REFERENCE_PAIR : join(folder, 'topology.yaml');
      if (topology !== REFERENCE_PAIR) writeFileSync(topology, JSON.stringify(SEARCHES[fault.search].drill.topology));
      writeFileSync(join(modules, file), text);
      const self = fileURLToPath(import.meta.url);
      const child = spawnSync(process.execPath, [self, '--find', modules, topology, String(runs)], {
        encoding: 'utf8',
      });
      cpSync(join(MODULES, file), join(modules, file));
      if (child.status !== 0) throw new Error(`${fault.name}: ${child.stderr}`);
      const result = { name: fault.name, ...JSON.parse(child.stdout) };
      if (result.invariant !== null) found.push(result);
      tell(result);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
}

/** The upper median of what was found. */
export function medianOf(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function measure() {
  const options = { only: { type: 'string', default: '' }, runs: { type: 'string', default: '2000' } };
  const { values } = parseArgs({ options });
  const names = values.only.split(',').filter((name) => name !== '');
  const tell = ({ name, played, tries, invariant, steps, faults, again }) =>
    console.log(
      invariant === null
        ? `${name}: NOT FOUND by ${played} sequences`
        : `${name}: ${again ? '' : 'NOT AGAIN, '}${invariant} by sequence ${played}, shortened in ${tries} runs to ${steps} steps and ${faults} faults`,
    );
  const found = findInSequences(names, Number(values.runs), tell);
  const asked = faultsNamed(FAULTS, names).filter(({ name }) => !SELDOM.has(name));
  const again = new Set(found.flatMap((each) => (each.again ? [each.name] : [])));
  for (const [name, why] of SELDOM) console.log(`not asked for: ${name}: ${why}`);
  const [steps, faults] = ['steps', 'faults'].map((what) => medianOf(found.map((each) => each[what])));
  console.log(
    `${found.length} of ${names.length || FAULTS.length} found; median of ${steps} steps and ${faults} scheduled faults`,
  );
  const isLong = names.length === 0 && (steps > STEPS_MOST || faults > FAULTS_MOST);
  if (isLong || asked.some(({ name }) => !again.has(name))) process.exitCode = 1;
}

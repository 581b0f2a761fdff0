// Measures what random sequences find of the seeded faults (test/seeded/faults.mjs), and how short the drills are that they
// end as. Usage: npm run bench:shrink [-- --only NAME,NAME] [--runs 400]     (builds first; some minutes)
// Each fault is looked for in a process of its own, on the deployment of the search that the explorer finds it with.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { broken, FAULTS, readModules, SEARCHES } from '../test/seeded-faults.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MODULES = join(ROOT, 'dist', 'modules');

if (process.argv[2] === '--find') await find(process.argv[3], process.argv[4], Number(process.argv[5]));
else measure();

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

function measure() {
  const options = { only: { type: 'string', default: '' }, runs: { type: 'string', default: '400' } };
  const { values } = parseArgs({ options });
  const names = values.only.split(',').filter((name) => name !== '');
  const sources = readModules(MODULES);
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-shrink-'));
  const found = [];
  try {
    const modules = join(folder, 'dist', 'modules');
    mkdirSync(join(folder, 'dist'));
    cpSync(MODULES, modules, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const fault of FAULTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const { file, text } = broken(sources, fault);
      const topology = join(folder, 'topology.yaml');
      writeFileSync(topology, JSON.stringify(SEARCHES[fault.search].drill.topology));
      writeFileSync(join(modules, file), text);
      const self = fileURLToPath(import.meta.url);
      const child = spawnSync(process.execPath, [self, '--find', modules, topology, values.runs], { encoding: 'utf8' });
      cpSync(join(MODULES, file), join(modules, file));
      if (child.status !== 0) {
        console.log(`${fault.name}: threw ${child.stderr.split('\n').find((line) => line.includes('Error')) ?? ''}`);
        continue;
      }
      const result = JSON.parse(child.stdout);
      if (result.invariant !== null) found.push(result);
      console.log(`${fault.name}: ${JSON.stringify(result)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const of = (what) => median(found.map((each) => each[what]));
  console.log(`${found.length} found; median of ${of('steps')} steps and ${of('faults')} scheduled faults`);
}

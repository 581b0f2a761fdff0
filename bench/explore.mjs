// Measurements of the explorer on a benchmark model whose counts are known (pair-model.mjs); wrong counts fail.
// Usage: npm run bench:explore            (builds first; some minutes)
//        npm run bench:explore -- --quick (one round, without the largest)
// Each search runs in a process of its own, in turn with the one it is compared with.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkModelInParallel } from '../dist/modules/checker/check-parallel.js';
import { pairByHand } from './pair-by-hand.mjs';

const KNOWN = {
  2: { states: 3_341_988, transitions: 23_798_628 },
  3: { states: 14_457_824, transitions: 104_928_264 },
};
const FAULTS = 2;
const MIB = 2 ** 20;

if (process.argv[2] === '--search') await search(process.argv[3], Number(process.argv[4]));
else measure(process.argv.includes('--quick'));

/** One search, by hand or with so many threads; what it took goes to stdout. */
async function search(who, writes) {
  const startedAtMs = performance.now();
  const data = { writes, faults: FAULTS };
  const source = { module: new URL('./pair-model.mjs', import.meta.url).href, export: 'pairModel', data };
  const result =
    who === 'hand'
      ? pairByHand({ ...data, states: KNOWN[writes].states })
      : await checkModelInParallel(source, Number(who));
  const { user, system } = process.cpuUsage();
  console.log(
    JSON.stringify({
      states: result.states,
      transitions: result.transitions,
      // By hand they are counted, by the product they are listed; here there are none.
      violations: result.violations.length ?? result.violations,
      complete: result.complete ?? true,
      wallMs: performance.now() - startedAtMs,
      cpuMs: (user + system) / 1000,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    }),
  );
}

function measured(who, writes) {
  const self = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, [self, '--search', who, String(writes)], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`the search failed: ${child.stderr}`);
  const found = JSON.parse(child.stdout);
  const { states, transitions } = KNOWN[writes];
  if (found.states !== states || found.transitions !== transitions || found.violations !== 0 || !found.complete) {
    console.error(`W=${writes}: there are ${states} states and ${transitions} transitions, all sound; found:`);
    console.error(child.stdout);
    process.exit(1);
  }
  return found;
}

function measure(quick) {
  console.log(`Node ${process.version}, two paired pools with faults, F=${FAULTS}`);
  for (const writes of quick ? [2] : [2, 3]) {
    const { states, transitions } = KNOWN[writes];
    console.log(`\nW=${writes}: ${states} states, ${transitions} transitions`);
    const turns = quick ? 1 : writes === 2 ? 5 : 3;
    const runs = { hand: [], 1: [], 2: [] };
    for (let i = 0; i < turns; i++) {
      for (const who of ['hand', '1', '2']) runs[who].push(measured(who, writes));
    }
    const perSecond = (run) => (states / run.cpuMs) * 1000;
    const million = (list) => show(list.map((run) => perSecond(run) / 1e6));
    line('the product, million states a second of processor time', million(runs[1]));
    line('by hand, for this model alone', million(runs.hand));
    line('  the product / by hand', show(runs[1].map((run, i) => runs.hand[i].cpuMs / run.cpuMs)));
    line('the product, peak MiB of the process', show(runs[1].map((run) => run.peakBytes / MIB)));
    line('by hand, peak MiB of the process', show(runs.hand.map((run) => run.peakBytes / MIB)));
    line('two threads, times as fast by the clock', show(runs[2].map((run, i) => runs[1][i].wallMs / run.wallMs)));
    line('  processor time of two threads / of one', show(runs[2].map((run, i) => run.cpuMs / runs[1][i].cpuMs)));
    line('two threads, peak MiB of the process', show(runs[2].map((run) => run.peakBytes / MIB)));
  }
}

/** The median, and the range. */
function show(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const text = (x) => (x >= 100 ? x.toFixed(0) : x.toFixed(2));
  return `${text(sorted[sorted.length >> 1])} (${text(sorted[0])} to ${text(sorted.at(-1))})`;
}

function line(what, text) {
  console.log(`${what.padEnd(58)} ${text}`);
}

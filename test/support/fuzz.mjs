import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** Runs a test of damaged input with many more of it: `--runs` (20000) and `--seed` (1) of the command line. */
export function fuzz(test) {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
  });
  for (const name of ['runs', 'seed']) {
    if (/^\d{1,9}$/.test(values[name])) continue;
    console.error(`--${name} must be a whole number, not ${values[name]}`);
    process.exit(2);
  }
  const { status } = spawnSync('npx', ['vitest', 'run', test], {
    stdio: 'inherit',
    env: { ...process.env, DRYDRILL_FUZZ_RUNS: values.runs, DRYDRILL_FUZZ_SEED: values.seed },
  });
  process.exit(status ?? 1);
}

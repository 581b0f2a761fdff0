// The property tests with more runs: npm run campaign -- --runs 2000 --seed 7 [--out FOLDER]
// `--runs` is for the first property; the others keep their share. Shrunk failures are written as drill files.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String((Date.now() / 1000) >>> 0) },
    out: { type: 'string', default: 'failures' },
  },
});
for (const name of ['runs', 'seed']) {
  if (/^\d{1,9}$/.test(values[name]) || (name === 'seed' && /^\d{1,10}$/.test(values[name]))) continue;
  console.error(`--${name} must be a whole number, not ${values[name]}`);
  process.exit(2);
}
console.log(`${values.runs} runs, seed ${values.seed}; failures go to ${values.out}/`);
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'vitest.campaign.config.ts'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    DRYDRILL_RUNS: values.runs,
    DRYDRILL_SEED: values.seed,
    DRYDRILL_FAILURES: values.out,
    DRYDRILL_LIMIT_MS: String(24 * 3_600_000),
  },
});
process.exit(status ?? 1);

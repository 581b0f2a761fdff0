// What one core does in an hour, for docs/scale.md: npm run bench:scale (some minutes)
// Each figure is processor time, of much work less that of little, so that neither the start nor what else the machine does
// counts; the figure for an hour is computed from it.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, timed } from './timed-command.mjs';

const folder = mkdtempSync(join(tmpdir(), 'drydrill-scale-'));
const sims = (...names) => {
  const place = join(folder, names[0]);
  mkdirSync(place);
  for (const name of names) copyFileSync(join(ROOT, 'sims', name), join(place, name));
  return place;
};
const lost = sims('03-site-loss.yaml', 'contoso.yaml');
const topology = sims('contoso.yaml');

const FIGURES = [
  [
    'runs of sims/03-site-loss.yaml',
    (n) => ['check', lost, '--seeds', String(n), '--workers', '1', '--quiet'],
    100,
    1100,
  ],
  [
    'random sequences on sims/contoso.yaml',
    (n) => ['check', topology, '--runs', String(n), '--workers', '1', '--quiet'],
    100,
    1100,
  ],
];

console.log(
  `${cpus()[0].model}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`,
);
try {
  for (const [what, argv, few, many] of FIGURES) {
    const [small, large] = [await timed(argv(few)), await timed(argv(many))];
    const each = (large.cpuMs - small.cpuMs) / (many - few);
    const hour = Math.round(3_600_000 / each);
    console.log(`${what}: ${each.toFixed(2)} ms each, ${hour.toLocaleString('en-US')} in an hour of one core`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

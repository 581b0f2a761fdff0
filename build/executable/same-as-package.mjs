// Holds an executable against the command of the package: the same bytes and status; and measures how long each takes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DRILL = 'sims/03-site-loss.yaml';
const COMMANDS = [
  ['--version'],
  ['--help'],
  ['run', DRILL, '--seeds', '2'],
  ['run', DRILL, '--seeds', '2', '--reporter', 'html'],
  ['explore', 'sims/12-standard-pair.yaml', '--only', 'link', '--threads', '2'],
  ['check', DRILL, 'sims/01-planned-failover.yaml', '--seeds', '1', '--workers', '2'],
  ['rules', 'D41'],
  ['run', 'nowhere.yaml'],
];
/** The least of so many is what each can do on a machine that does other things, too. */
const TIMES = 7;

/** Throws where the executable says something else than `node dist/bin.js`, or writes something. */
export function sameAsPackage(executable, root) {
  const ours = (argv) =>
    spawnSync(process.execPath, [join(root, 'dist/bin.js'), ...argv], { cwd: root, maxBuffer: 1e9 });
  const its = (argv) => spawnSync(executable, argv, { cwd: root, maxBuffer: 1e9 });
  for (const argv of COMMANDS) {
    const [a, b] = [ours(argv), its(argv)].map(({ status, stdout, stderr }) => `${status}\n${stdout}\n${stderr}`);
    if (a !== b)
      throw new Error(`${argv.join(' ')}: the executable says\n${b.slice(0, 2000)}\nand not\n${a.slice(0, 2000)}`);
  }
  writesNothing(executable);
  const start = ['run', DRILL, '--seeds', '1'];
  const [long, short, version] = [() => its(start), () => ours(start), () => its(['--version'])].map(least);
  const ratio = (long / short).toFixed(2);
  console.log(`a short run: ${long.toFixed(0)} ms, ${ratio} of the package's; --version: ${version.toFixed(0)} ms`);
}

/** In an empty folder, with a home and a folder of temporary files of its own, it leaves nothing. */
function writesNothing(executable) {
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-empty-'));
  try {
    const env = { HOME: folder, USERPROFILE: folder, TMPDIR: folder, TEMP: folder, TMP: folder };
    spawnSync(executable, ['rules', 'D41'], { cwd: folder, env: { ...process.env, ...env } });
    const left = readdirSync(folder);
    if (left.length > 0) throw new Error(`the executable has written ${left.join(', ')}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function least(run) {
  const times = Array.from({ length: TIMES }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...times);
}

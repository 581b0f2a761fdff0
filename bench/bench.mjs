// Measurements of the simulation, printed as ratios between things measured in this same run.
// Usage: npm run bench                                (builds first; five minutes)
//        node --expose-gc bench/bench.mjs --quick     (of what was built; a tenth of the rounds)
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { transition } from 'xstate';
import { MachineTable } from '../dist/modules/core/state-machine.js';
import { MACHINES } from '../dist/modules/domain/components/tables.js';
import { readDrill } from '../dist/modules/input/from-disk.js';
import { runDrill } from '../dist/modules/run/run-drill.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const quick = process.argv.includes('--quick');
const rounds = (n) => (quick ? Math.max(3, Math.round(n / 10)) : n);

const drill = await readDrill(`${root}sims/03-site-loss.yaml`);
if (Array.isArray(drill)) throw new Error('sims/03-site-loss.yaml does not read');

/** Processor time in ms of one of `n` runs of `f`, after a warm-up of `before`. */
function cpuMs(f, n, before = n / 2) {
  for (let i = 0; i < before; i++) f();
  const start = process.cpuUsage();
  for (let i = 0; i < n; i++) f();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / n;
}

/** The two in short turns, so that a change of the machine's speed meets both; the median ratio a/b of `rounds`. */
function ratio(a, b, n, rounds = 5, turns = 20) {
  const few = Math.ceil(n / turns);
  const found = [];
  for (let i = 0; i < rounds; i++) {
    for (const f of [a, b]) for (let k = 0; k < n / 2; k++) f();
    const ms = new Map([a, b].map((f) => [f, 0]));
    for (let t = 0; t < turns; t++) {
      for (const f of t % 2 === 0 ? [a, b] : [b, a]) ms.set(f, ms.get(f) + cpuMs(f, few, 0));
    }
    found.push([ms.get(a) / turns, ms.get(b) / turns]);
  }
  const sorted = found.map(([x, y]) => x / y).sort((x, y) => x - y);
  return { ratio: median(sorted), low: sorted[0], high: sorted[rounds - 1] };
}

const median = (list) => [...list].sort((x, y) => x - y)[list.length >> 1];
const line = (what, text) => console.log(`${what.padEnd(58)} ${text}`);
const show = (r) => `${r.ratio.toFixed(2)} (${r.low.toFixed(2)} to ${r.high.toFixed(2)})`;

function setEngine(engine) {
  for (const c of Object.values(MACHINES)) c.engine = engine;
}

/** The same drill with other pools or users. */
function withPools(change) {
  return { ...drill, deployment: { ...drill.deployment, pools: drill.deployment.pools.map(change) } };
}

/**
 * The same drill for pools of another size, with links, batches and times that grow alike: what happens in
 * it is the same, only the counts differ.
 */
function sized(users) {
  const by = users / 20_000;
  const { deployment } = withPools((p) => ({ ...p, users, capacity: 2 * users }));
  const assumptions = {
    backupBatchChanges: 100 * by,
    backupImportChangesPerSecond: 2000 * by,
    failbackCopyMinutes: [5 / by, 15 / by],
    failbackMoveMinutes: [15 / by, 40 / by],
  };
  const links = deployment.links.map((l) => ({
    ...l,
    bandwidthBitsPerSecond: l.bandwidthBitsPerSecond * by,
  }));
  return { ...drill, deployment: { ...deployment, assumptions, links } };
}

/** Only the first wait and the site loss. */
const start = (d) => ({ ...d, steps: d.steps.slice(0, 1), faults: d.faults.slice(0, 1) });

function withPairs(pairs) {
  const pools = [];
  for (let i = 0; i < pairs; i++) {
    const rename = (name) => (i === 0 || name === null ? name : `x${i}.${name}`);
    for (const p of drill.deployment.pools) {
      pools.push({
        ...p,
        fqdn: rename(p.fqdn),
        backupPool: rename(p.backupPool),
        servers: p.servers.map(rename),
        fileStore: rename(p.fileStore),
        backEnd: {
          ...p.backEnd,
          primary: rename(p.backEnd.primary),
          mirror: rename(p.backEnd.mirror),
          witness: rename(p.backEnd.witness),
        },
      });
    }
  }
  return { ...drill, deployment: { ...drill.deployment, pools } };
}

if (process.argv[2] === '--drill') {
  const how = process.argv[3];
  setEngine(how === 'xstate' ? 'xstate' : 'table');
  const jump = how === 'jumps';
  // Twice as many are run first.
  const n = how === 'xstate' ? 50 : 2000;
  for (let i = 0; i < 2 * n; i++) runDrill(drill, { jump });
  console.log(cpuMs(() => runDrill(drill, { jump }), n));
  process.exit();
}

console.log(`Node ${process.version}, sims/03-site-loss.yaml, processor time`);

// 1. Speed. The compiler works beside the first few thousand drills, and its time would count.
{
  for (let i = 0; i < rounds(3000); i++) runDrill(drill);
  const ms = cpuMs(() => runDrill(drill), rounds(1000));
  line('whole drills a second on one core, after warm-up', (1000 / ms).toFixed(0));
  const every = cpuMs(() => runDrill(drill, { jump: false }), rounds(500));
  line('  the same with every cycle run (no jumps)', (1000 / every).toFixed(0));
}

// 2. Tables against XState
{
  const steps = [];
  const to = MachineTable.prototype.to;
  MachineTable.prototype.to = function (state, event) {
    steps.push([this, state, event]);
    return to.call(this, state, event);
  };
  runDrill(drill, { jump: false });
  MachineTable.prototype.to = to;
  const objects = steps.map(([c, s, e]) => [
    c.machine,
    c.machine.resolveState({ value: nested(c.states[s]), context: {} }),
    c.eventObject(e),
  ]);
  const onTables = () => {
    for (const [c, s, e] of steps) c.to(s, e);
  };
  const onXState = () => {
    for (const [m, s, e] of objects) transition(m, s, e);
  };
  const alone = ratio(onXState, onTables, rounds(20));
  line(`the ${steps.length} machine steps of the drill: XState / tables`, show(alone));
  const turns = Array.from({ length: quick ? 1 : 5 }, () => ({
    xstate: inProcess('xstate'),
    table: inProcess('table'),
    jumps: inProcess('jumps'),
  }));
  const over = (a, b) => {
    const found = turns.map((t) => t[a] / t[b]).sort((x, y) => x - y);
    return show({ ratio: median(found), low: found[0], high: found[found.length - 1] });
  };
  line('the whole drill, every cycle run: on XState / on tables', over('xstate', 'table'));
  line('  on XState / on tables with jumps, as it is run', over('xstate', 'jumps'));
}

/** Processor time in ms of one whole drill in a process of its own: what another engine did there is not in it. */
function inProcess(how) {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--drill', how], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(`the drill failed: ${child.stderr}`);
  return Number(child.stdout);
}

function nested(path) {
  const [head, ...rest] = path.split('.');
  return rest.length === 0 ? head : { [head]: nested(rest.join('.')) };
}

// 3. What the cost depends on
{
  line(
    '200,000 users / 2,000 users, up to the site loss',
    show(
      ratio(
        () => runDrill(start(sized(200_000))),
        () => runDrill(start(sized(2000))),
        rounds(300),
      ),
    ),
  );
  line(
    '200,000 users / 2,000 users, the whole drill',
    show(
      ratio(
        () => runDrill(sized(200_000)),
        () => runDrill(sized(2000)),
        rounds(200),
      ),
    ),
  );
  const long = {
    ...drill,
    faults: [],
    steps: [{ ...drill.steps[0], work: { kind: 'wait', durationMs: 50 * 3_600_000 } }],
  };
  const short = {
    ...long,
    steps: [{ ...drill.steps[0], work: { kind: 'wait', durationMs: 5 * 3_600_000 } }],
  };
  const plain = { jump: false };
  line(
    '50 hours / 5 hours, every cycle run',
    show(
      ratio(
        () => runDrill(long, plain),
        () => runDrill(short, plain),
        rounds(50),
      ),
    ),
  );
  line(
    '50 hours / 5 hours, with jumps',
    show(
      ratio(
        () => runDrill(long),
        () => runDrill(short),
        rounds(200),
      ),
    ),
  );
  const wide = withPairs(20);
  line(
    '20 pairs / 1 pair',
    show(
      ratio(
        () => runDrill(wide),
        () => runDrill(drill),
        rounds(30),
      ),
    ),
  );
}

// 4. Memory
{
  const heap = () => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  for (let i = 0; i < 100; i++) runDrill(drill);
  const before = heap();
  for (let i = 0; i < rounds(10_000); i++) runDrill(drill);
  line(
    `heap after ${rounds(10_000)} more drills / before`,
    `${(heap() / before).toFixed(3)} (${before.toFixed(1)} MiB before)`,
  );
}

// 5. The command, start to exit
{
  const time = (args) => {
    const start = process.hrtime.bigint();
    spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' });
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const runs = Array.from({ length: 7 }, () => [
    time(['dist/bin.js', 'run', 'sims/03-site-loss.yaml']),
    time(['-e', '0']),
  ]);
  const command = median(runs.map((r) => r[0]));
  const node = median(runs.map((r) => r[1]));
  line(
    'drydrill run, start to exit / an empty Node process',
    `${(command / node).toFixed(1)} (${command.toFixed(0)} ms / ${node.toFixed(0)} ms)`,
  );
}

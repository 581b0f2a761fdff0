import { counted } from '../core/format.js';
import type { Model, Sink, SteadyStretch } from '../core/model.js';
import { type Begun, COMMAND } from './cmdlets/cmdlet.js';
import { publish } from './cmdlets/configuration.js';
import { CMDLET_BY_KIND, CMDLET_BY_NAME } from './cmdlets/registry.js';
import type { BoundCommand } from './command.js';
import { sessionWorkDone } from './components/back-end/behaviour.js';
import { exportState, fixedState, points } from './components/backup-service/backlog.js';
import { cycleDue, isImporting, moduleWorkDone } from './components/backup-service/behaviour.js';
import { modulesOf } from './components/backup-service/transfers.js';
import { isReplicated, replicationDone, setMasters } from './components/central-management/behaviour.js';
import { showRoute } from './components/edge/behaviour.js';
import {
  backEndGraceOver,
  poolStarted,
  replicasRebuilt,
  twoServerGraceOver,
} from './components/front-end-pool/behaviour.js';
import { MACHINES, type Machines } from './components/machines.js';
import { isServedRegular, tellUsers, usersOf } from './components/users/behaviour.js';
import type { Deployment } from './deployment.js';
import type { FaultAction, Load, TopologyChange, WaitCondition } from './drill.js';
import {
  checkAccounting,
  checkNoLoss,
  holdsAll,
  keptPositions,
  servedPositions,
} from './invariants/no-loss.js';
import { STATE_INVARIANTS } from './invariants/state.js';
import { Outages, recordOutage } from './ledger/outages.js';
import type { Observation } from './observation.js';
import { MODULES } from './state/layout.js';
import { CONFIG, World, type WorldState } from './state/world.js';
import { close } from './stepping/end-of-run.js';
import { alike, type Snapshot, skip, snapshot } from './stepping/fast-forward.js';
import { applyFault, describeFault, destroyDisks } from './stepping/faults.js';
import { Looks } from './stepping/reconcile.js';
import { Curve } from './stepping/risk-curve.js';

/** Everything that can happen to a deployment. Plain data, so that a trace can be saved. */
export type Action =
  | { readonly type: 'finish'; readonly slot: number }
  | { readonly type: 'fault'; readonly fault: FaultAction }
  | { readonly type: 'command'; readonly command: BoundCommand }
  | { readonly type: 'publish'; readonly change: TopologyChange }
  /** the end of a run: I10 and what was left undone are judged */
  | { readonly type: 'close' };

/** No slot of the control state has this value: everything is looked at once. */
const NOT_LOOKED = -(2 ** 31);

/** Positions served before and after a batch arrives; filled anew each time. */
const BEFORE: readonly [number[], number[]] = [[], []];
const AFTER: number[] = [];

const NOTHING_BROKEN: ReadonlySet<string> = new Set();

/** What `wait: { until }` asks for; `pool` -1 = all. */
export interface Condition {
  readonly condition: WaitCondition;
  readonly pool: number;
}

/** How a model is made; the answers are the same. */
export interface ModelOptions {
  /** all components look at every event, whatever was written */
  readonly lookAlways?: boolean;
  /** nobody reads ages, the curves of what is at risk, or what users and outsiders feel: they are not worked out */
  readonly quiet?: boolean;
  /** database types, as indices into DATABASE_TYPES, that nothing is asked about */
  readonly leftOut?: readonly number[];
}

/** The `Model` of a deployment under a load. */
export class DeploymentModel implements Model<WorldState, Action, Observation> {
  readonly world: World;
  readonly slots: number;
  readonly steady: SteadyStretch<WorldState>;

  private readonly looks: Looks;
  private readonly curve: Curve;
  private readonly outages = new Outages();
  /** positions that each log served before the event */
  private readonly before: number[][];
  private readonly finishes: readonly Action[];

  constructor(
    deployment: Deployment,
    load: Load,
    machines: Machines = MACHINES,
    private readonly options: ModelOptions = {},
  ) {
    this.world = new World(deployment, load, machines, options);
    this.slots = this.world.work.count;
    this.finishes = Array.from({ length: this.slots }, (_, slot) => ({ type: 'finish', slot }));
    const w = this.world;
    this.looks = new Looks(w.layout, w.s, options.lookAlways);
    this.curve = new Curve(w.layout.pools.length);
    this.before = w.moduleOfLog.map(() => []);
    this.steady = {
      slot: w.work.cycle,
      snapshot: (_state, into) => snapshot(w, into as Snapshot | null),
      staysFalse: (state, condition) => this.staysFalse(state, condition as Condition),
      alike: (a, b, ms) => alike(a as Snapshot, b as Snapshot, ms),
      skip: (_state, a, b, ms, n) => skip(w, a as Snapshot, b as Snapshot, ms, n),
    };
  }

  slotName(slot: number): string {
    return this.world.work.names[slot];
  }

  finished(slot: number): Action {
    return this.finishes[slot];
  }

  clone(s: WorldState): WorldState {
    return {
      control: s.control.slice(),
      looked: s.looked.slice(),
      logs: s.logs.map((l) => l.clone()),
      nowMs: s.nowMs,
      amounts: s.amounts.slice(),
      repairedAtMs: s.repairedAtMs,
      outages: [...s.outages],
      configOutageMs: s.configOutageMs,
      leavings: [...s.leavings],
      told: { ...s.told },
    };
  }

  advance(state: WorldState, nowMs: number): void {
    state.nowMs = nowMs;
  }

  private bind(state: WorldState, sink: Sink<Observation>): World {
    this.world.bind(state);
    this.world.sink = sink;
    return this.world;
  }

  initial(sink: Sink<Observation>): WorldState {
    const { layout, s } = this.world;
    const pools = layout.pools.length;
    const state: WorldState = {
      control: new Int32Array(s.size),
      looked: new Int32Array(s.size).fill(NOT_LOOKED),
      logs: this.world.makeLogs(),
      nowMs: 0,
      amounts: new Float64Array(pools * MODULES.length),
      repairedAtMs: -1,
      outages: new Array(pools).fill(null),
      configOutageMs: -1,
      leavings: this.world.moduleOfLog.map(() => []),
      told: { broken: new Set(), users: layout.pools.map(() => null), routes: [null, null, null] },
    };
    const w = this.bind(state, sink);
    w.stir();
    fillInitial(w);
    // The start is no news: what the components find at time 0 is not told.
    w.sink = silent(sink);
    this.looks.run(w);
    w.rest();
    w.sink = sink;
    const interval = w.deployment.backupService.syncIntervalMs;
    sink.every(w.work.cycle, 0, interval);
    this.show();
    for (const p of layout.pools) points(w, p.index);
    return state;
  }

  busy(state: WorldState): boolean {
    return state.control[this.world.s.command] !== COMMAND.none;
  }

  apply(state: WorldState, action: Action, sink: Sink<Observation>): void {
    const w = this.bind(state, sink);
    switch (action.type) {
      case 'finish':
        return this.finish(action.slot);
      case 'fault':
        // Told before what it costs.
        sink.observe({ kind: 'fault', text: describeFault(action.fault) });
        if (action.fault.destroy) this.heavy(() => destroyDisks(w, action.fault), true);
        return this.heavy(() => {
          applyFault(w, action.fault);
          state.repairedAtMs = state.nowMs;
        });
      case 'command':
        return this.heavy(() => this.begin(action.command));
      case 'publish':
        sink.observe({ kind: 'begun', command: null, change: action.change });
        return this.heavy(() => this.answer(publish(w, action.change)));
      case 'close':
        return close(w);
    }
  }

  /** Makes `state` the present one after it was written anew, so that nothing remembered of it holds any more. */
  open(state: WorldState, sink: Sink<Observation>): void {
    const w = this.bind(state, sink);
    w.stir();
    w.rest();
  }

  /** The state invariants that are broken in the present state, by the names that `told.broken` has. */
  brokenNow(): ReadonlySet<string> {
    const w = this.world;
    let broken: Set<string> | null = null;
    for (const inv of STATE_INVARIANTS) {
      for (let p = 0; p < w.layout.pools.length; p++) {
        if (inv.check(w, p) === null) continue;
        broken ??= new Set();
        broken.add(`${inv.id}/${p}`);
      }
    }
    return broken ?? NOTHING_BROKEN;
  }

  // Commands

  private begin(command: BoundCommand): void {
    const w = this.world;
    if (command.parameters.WhatIf === true) {
      return this.answer({
        outcome: 'ok',
        rule: null,
        message: 'What if: nothing was changed',
        output: null,
      });
    }
    const cmdlet = CMDLET_BY_NAME.get(command.cmdlet);
    if (cmdlet === undefined) {
      return this.answer({
        outcome: 'notModelled',
        rule: null,
        message: `${command.cmdlet} is not modelled`,
        output: null,
      });
    }
    w.sink.observe({ kind: 'begun', command, change: null });
    this.answer(cmdlet.begin(w, command.cmdlet, command.parameters));
  }

  private answer(begun: Begun): void {
    if (begun !== 'running') this.world.sink.observe({ kind: 'commandEnded', ...begun });
  }

  // Pending work

  private finish(slot: number): void {
    const w = this.world;
    const { work } = w;
    const kind = w.c[w.s.command];
    const quiet = kind === COMMAND.none || CMDLET_BY_KIND.get(kind)?.watchesBackup?.(w) !== true;
    if (slot === work.cycle) return quiet ? cycleDue(w) : this.heavy(() => cycleDue(w));
    if (slot >= work.module) {
      const at = slot - work.module;
      const p = Math.floor(at / MODULES.length);
      const m = at % MODULES.length;
      if (!quiet) return this.heavy(() => moduleWorkDone(w, p, m));
      // Only an import changes what a store holds.
      if (!isImporting(w, p, m)) return moduleWorkDone(w, p, m);
      return this.light(p, m);
    }
    this.heavy(() => this.workDone(slot));
  }

  private workDone(slot: number): void {
    const w = this.world;
    const { work } = w;
    const running = CMDLET_BY_KIND.get(w.c[w.s.command]);
    if (slot === work.command) return running?.workDone?.(w);
    if (slot === work.commandTimeout) return running?.timedOut?.(w);
    if (slot === work.replication) return replicationDone(w);
    if (slot >= work.session) {
      const at = slot - work.session;
      return sessionWorkDone(w, Math.floor(at / 3), at % 3);
    }
    if (slot >= work.failbackDetection) return tellUsers(w, slot - work.failbackDetection, 'handBack');
    if (slot >= work.failureDetection) return tellUsers(w, slot - work.failureDetection, 'detected');
    if (slot >= work.twoServer) return twoServerGraceOver(w, slot - work.twoServer);
    if (slot >= work.backEndGrace) return backEndGraceOver(w, slot - work.backEndGrace);
    if (slot >= work.replicaRebuild) return replicasRebuilt(w, slot - work.replicaRebuild);
    poolStarted(w, slot - work.poolStart);
  }

  /** A batch arrives while no command runs: touches only the logs of one pair. */
  private light(p: number, m: number): void {
    const w = this.world;
    const [a, b] = m === CONFIG ? [w.layout.cmsHome, -1] : [p, w.partner(p)];
    const one = a < 0 ? -1 : w.logIndex[a][m];
    const two = b < 0 ? -1 : w.logIndex[b][m];
    if (one >= 0) this.servedBy(one, BEFORE[0]);
    if (two >= 0) this.servedBy(two, BEFORE[1]);
    moduleWorkDone(w, p, m);
    if (one >= 0) this.checkImport(one, BEFORE[0]);
    if (two >= 0) this.checkImport(two, BEFORE[1]);
    if (one >= 0 && !holdsAll(w, one)) this.account(one);
    if (two >= 0 && !holdsAll(w, two)) this.account(two);
  }

  private checkImport(i: number, before: readonly number[]): void {
    const w = this.world;
    const log = w.state.logs[i];
    const gone = log.departed(before, this.servedBy(i, AFTER));
    if (gone === null) return;
    w.sink.observe({
      kind: 'violation',
      invariant: 'I1',
      message: `${counted(gone.count, 'acknowledged change')} of ${w.name(log.owner)} (${log.module}) left the serving branch by an import of the Backup Service`,
      rules: ['D20', 'M39'],
      departure: gone,
    });
  }

  private servedBy(i: number, into: number[]): number[] {
    const w = this.world;
    const log = w.state.logs[i];
    return log.served(w.now, w.servingStore(log, w.moduleOfLog[i]), into);
  }

  /** Anything else: the components look at the result, the invariants are checked. */
  private heavy(act: () => void, destroying = false): void {
    const w = this.world;
    const shows = this.options.quiet !== true;
    servedPositions(w, this.before);
    const kept = destroying ? keptPositions(w) : null;
    if (shows) {
      this.curve.take(w);
      this.outages.take(w);
    }
    w.excuses.clear();
    w.cause = destroying ? 'destroy of the only disk that held a change (M15)' : '';
    w.stir();
    act();
    this.looks.run(w);
    w.rest();
    if (shows) this.watchOutages();
    checkNoLoss(w, this.before, kept, this.outages);
    this.checkState();
    for (let i = 0; i < w.state.logs.length; i++)
      if (!holdsAll(w, i) || w.state.told.broken.size > 0) this.account(i);
    if (!shows) return;
    this.show();
    this.bend();
  }

  private watchOutages(): void {
    const w = this.world;
    const { outages } = w.state;
    for (let p = 0; p < outages.length; p++) {
      if (!this.looks.concerned(p) || !w.isNormal(p)) continue;
      const serves = w.canServe(p);
      if (!serves && outages[p] === null) recordOutage(w, p, this.before);
      if (serves) outages[p] = null;
    }
  }

  // Invariants

  private checkState(): void {
    const w = this.world;
    for (const inv of STATE_INVARIANTS) {
      for (let p = 0; p < w.layout.pools.length; p++) {
        if (!this.looks.concerned(p)) continue;
        const wrong = inv.check(w, p);
        // Nearly always nothing is wrong, and nothing was: no need to look it up.
        if (wrong !== null || w.state.told.broken.size > 0)
          this.tellOnce(inv.id, `${inv.id}/${p}`, wrong, inv.rules);
      }
    }
  }

  private account(i: number): void {
    this.tellOnce('I9', `I9/${i}`, checkAccounting(this.world, i), ['I9']);
  }

  private tellOnce(invariant: string, key: string, message: string | null, rules: readonly string[]): void {
    const { told } = this.world.state;
    if (told.broken.has(key) === (message !== null)) return;
    // Sets are replaced, not changed: copies of a state share them.
    const others = [...told.broken].filter((k) => k !== key);
    told.broken = new Set(message === null ? others : [...others, key]);
    if (message === null) return;
    this.world.sink.observe({ kind: 'violation', invariant, message, rules, departure: null });
  }

  // What is shown

  private show(): void {
    const w = this.world;
    const { told } = w.state;
    for (let p = 0; p < w.layout.pools.length; p++) {
      if (!this.looks.concerned(p)) continue;
      const now = usersOf(w, p);
      const before = told.users[p];
      if (before !== null && before.state === now.state && before.affected === now.affected) continue;
      // What was told is replaced, not changed: copies of a state share it.
      told.users = told.users.with(p, now);
      w.sink.observe({ kind: 'users', pool: p, state: now.state, affected: now.affected });
    }
    if (w.layout.edges.length === 0) return;
    for (let r = 0; r < told.routes.length; r++) {
      const now = showRoute(w, r, told.routes[r]);
      if (now !== told.routes[r]) told.routes = told.routes.with(r, now);
    }
  }

  private bend(): void {
    const w = this.world;
    const all = this.curve.bendsEverywhere(w);
    for (let p = 0; p < w.layout.pools.length; p++) this.curve.bend(w, p, all);
  }

  // Waits

  holds(state: WorldState, condition: unknown): boolean {
    const w = this.world;
    w.bind(state);
    const { condition: what, pool } = condition as Condition;
    switch (what) {
      case 'replicated':
        return isReplicated(w, pool);
      case 'synchronized':
        return w.pool(pool).databases.every((db) => w.inStep(pool, db));
      case 'regular':
        return isServedRegular(w, pool);
      default: {
        const good = what === 'final' ? ['FinalState'] : ['FinalState', 'SteadyState'];
        const modules = modulesOf(w, pool);
        return modules.length > 0 && modules.every((m) => good.includes(exportState(w, pool, m)));
      }
    }
  }

  /**
   * Of a condition that is false in a steady stretch. Control states repeat themselves, so what they alone decide
   * stays as it is; a backlog may end. A module in ErrorState, or with an invoked sync, has a fixed state until
   * its next cycle, whatever its backlog.
   */
  private staysFalse(state: WorldState, { condition, pool }: Condition): boolean {
    const w = this.world;
    w.bind(state);
    if (condition !== 'steady' && condition !== 'final') return true;
    return modulesOf(w, pool).some((m) => fixedState(w, pool, m) !== null);
  }
}

function silent(sink: Sink<Observation>): Sink<Observation> {
  return {
    start: (slot, min, max) => sink.start(slot, min, max),
    every: (slot, first, period) => sink.every(slot, first, period),
    cancel: (slot) => sink.cancel(slot),
    observe: () => {},
  };
}

/** Everything up and in step, at time 0. */
function fillInitial(w: World): void {
  const { c, s, layout, machines } = w;
  c.fill(1, s.hostUp, s.hostUp + layout.hosts.length);
  c.fill(1, s.replica, s.replica + layout.hosts.length);
  c.fill(1, s.shareUp, s.shareUp + layout.shares.length);
  c.fill(machines.wan.initial, s.link, s.link + layout.deployment.links.length);
  for (const p of layout.pools) {
    const i = p.index;
    c[s.frontEnd + i] = machines.frontEnd.initial;
    c[s.failover + i] = machines.failover.initial;
    c[s.users + i] = machines.users.initial;
    c[s.groupsBase + i] = 2 ** p.servers.length - 1;
    c[s.partner + i] = p.pool.backupPool === null ? -1 : layout.pool(p.pool.backupPool);
    c[s.mediaEdge + i] = p.pool.edgePool === null ? -1 : layout.edge(p.pool.edgePool);
    c[s.homeOpen + i] = 1;
    c[s.initialised + i] = 1;
    for (const db of p.databases) {
      c[s.session + i * 3 + db] = machines.session.id(p.sql[1] < 0 ? 'single.served' : 'synchronized');
      c[s.serves + (i * 3 + db) * 2] = 1;
    }
    for (let m = 0; m < MODULES.length; m++) c[s.module + i * MODULES.length + m] = machines.module.initial;
  }
  layout.deployment.edgePools.forEach((e, i) => {
    c[s.nextHop + i] = e.nextHop === null ? -1 : layout.pool(e.nextHop);
  });
  c[s.federationEdge] = layout.deployment.edgePools.findIndex((e) => e.federation);
  c[s.xmppEdge] = layout.deployment.edgePools.findIndex((e) => e.xmpp);
  c.fill(machines.route.initial, s.routes, s.routes + 3);
  c[s.cms] = machines.cms.initial;
  c[s.cmsForcedFrom] = -1;
  c[s.syncIntervalSeconds] = Math.round(w.deployment.backupService.syncIntervalMs / 1000);
  if (layout.cmsHome >= 0) setMasters(w);
}

import { counted } from '../core/figures.js';
import type { Model, Sink, SteadyStretch } from '../core/model.js';
import { lookAtSessions, sessionWorkDone } from './back-end/behaviour.js';
import {
  atRisk,
  cycleDue,
  exportState,
  isImporting,
  lookAtDirection,
  modulesOf,
  moduleWorkDone,
  points,
} from './backup-service/behaviour.js';
import {
  isReplicated,
  lookAtOldMaster,
  lookAtReplication,
  replicationDone,
  setMasters,
} from './central-management/behaviour.js';
import { close } from './closing.js';
import type { BoundCommand } from './cmdlets/binding.js';
import { type Begun, COMMAND } from './cmdlets/cmdlet.js';
import { publish } from './cmdlets/configuration.js';
import { CMDLET_BY_KIND, CMDLET_BY_NAME } from './cmdlets/registry.js';
import type { Deployment } from './deployment.js';
import type { FaultAction, Load, TopologyChange, WaitCondition } from './drill.js';
import { lookAtRoutes, showRoute } from './edge/behaviour.js';
import { applyFault, describeFault, destroyDisks } from './faults.js';
import {
  backEndGraceOver,
  lookAtPool,
  poolStarted,
  replicasRebuilt,
  twoServerGraceOver,
} from './front-end-pool/behaviour.js';
import { checkAccounting, checkNoLoss, holdsAll, servedPositions } from './invariants/ledger.js';
import { STATE_INVARIANTS } from './invariants/state.js';
import { MODULES } from './layout.js';
import type { Log } from './ledger/log.js';
import { MACHINES, type Machines } from './machines.js';
import type { Observation } from './observation.js';
import { recordOutage } from './outage.js';
import { alike, skip, snapshot } from './steady.js';
import { lookAtConfigLedger, lookAtLedger, lookAtUsers, tellUsers, usersOf } from './users/behaviour.js';
import { CONFIG, CONTENT, USER_DATA, World, type WorldState } from './world.js';

/** Everything that can happen to a deployment. Plain data, so that a trace can be saved. */
export type Action =
  | { readonly type: 'finish'; readonly slot: number }
  | { readonly type: 'fault'; readonly fault: FaultAction }
  | { readonly type: 'command'; readonly command: BoundCommand }
  | { readonly type: 'publish'; readonly change: TopologyChange }
  /** the end of a run: I10 and what was left undone are judged */
  | { readonly type: 'close' };

/** What `wait: { until }` asks for; `pool` -1 = all. */
export interface Condition {
  readonly condition: WaitCondition;
  readonly pool: number;
}

/** The `Model` of a deployment under a load. */
export class DeploymentModel implements Model<WorldState, Action, Observation> {
  readonly world: World;
  readonly slots: number;
  readonly steady: SteadyStretch<WorldState>;

  constructor(deployment: Deployment, load: Load, machines: Machines = MACHINES) {
    this.world = new World(deployment, load, machines);
    this.slots = this.world.work.count;
    const w = this.world;
    this.steady = {
      slot: w.work.cycle,
      snapshot: () => snapshot(w),
      alike: (a, b, ms) => alike(a as never, b as never, ms),
      skip: (_state, a, b, ms, n) => skip(w, a as never, b as never, ms, n),
    };
  }

  slotName(slot: number): string {
    return this.world.work.names[slot];
  }

  finished(slot: number): Action {
    return { type: 'finish', slot };
  }

  clone(s: WorldState): WorldState {
    return {
      control: s.control.slice(),
      logs: s.logs.map((l) => l.clone()),
      nowMs: s.nowMs,
      amounts: s.amounts.slice(),
      repairedAtMs: s.repairedAtMs,
      outages: [...s.outages],
      lastOutageMs: [...s.lastOutageMs],
      told: { ...s.told },
    };
  }

  advance(state: WorldState, nowMs: number): void {
    state.nowMs = nowMs;
  }

  private bind(state: WorldState, sink: Sink<Observation>): World {
    const w = this.world;
    w.state = state;
    w.c = state.control;
    w.sink = sink;
    return w;
  }

  initial(sink: Sink<Observation>): WorldState {
    const { layout, s } = this.world;
    const pools = layout.pools.length;
    const state: WorldState = {
      control: new Int32Array(s.size),
      logs: this.world.makeLogs(),
      nowMs: 0,
      amounts: new Float64Array(pools * MODULES.length),
      repairedAtMs: -1,
      outages: new Array(pools).fill(null),
      lastOutageMs: this.world.moduleOfLog.map(() => -1),
      told: { broken: new Set(), users: layout.pools.map(() => ''), routes: [null, null, null] },
    };
    const w = this.bind(state, sink);
    w.recent = [];
    fillInitial(w);
    // The start is no news: what the components find at time 0 is not told.
    w.sink = silent(sink);
    this.look();
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
        if (action.fault.destroy) this.heavy(() => destroyDisks(w, action.fault), true);
        return this.heavy(() => {
          sink.observe({ kind: 'fault', text: describeFault(action.fault) });
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
    const running = CMDLET_BY_KIND.get(w.c[w.s.command]);
    const quiet = running?.watchesBackup?.(w) !== true;
    if (slot === work.cycle) return quiet ? cycleDue(w) : this.heavy(() => cycleDue(w));
    if (slot >= work.module) {
      const at = slot - work.module;
      const p = Math.floor(at / MODULES.length);
      const m = at % MODULES.length;
      if (!quiet) return this.heavy(() => moduleWorkDone(w, p, m));
      // Only an import changes what a store holds.
      if (!isImporting(w, p, m)) return moduleWorkDone(w, p, m);
      return this.light(() => moduleWorkDone(w, p, m), p, m);
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

  /** A cycle of the Backup Service while no command runs: touches only the logs of one pair. */
  private light(act: () => void, p: number, m: number): void {
    const w = this.world;
    const logs = this.logsOfPair(p, m);
    const before = logs.map((i) => this.servedBy(i));
    act();
    logs.forEach((i, k) => {
      const gone = w.state.logs[i].departed(before[k], this.servedBy(i));
      if (gone === null) return;
      w.sink.observe({
        kind: 'violation',
        invariant: 'I1',
        message: `${counted(gone.count, 'acknowledged change')} of ${w.name(w.state.logs[i].owner)} (${w.state.logs[i].module}) left the serving branch by an import of the Backup Service`,
        rules: ['D20', 'M39'],
        departure: gone,
      });
    });
    for (const i of logs) if (!holdsAll(w, i)) this.account(i);
  }

  private servedBy(i: number): number[] {
    const w = this.world;
    const log = w.state.logs[i];
    return log.served(w.now, w.servingStore(log, w.moduleOfLog[i]));
  }

  private logsOfPair(p: number, m: number): number[] {
    const w = this.world;
    const of = m === CONFIG ? [w.layout.cmsHome] : [p, w.partner(p)];
    return of.map((x) => w.logIndex[x][m]).filter((i) => i >= 0);
  }

  /** Anything else: all components look at the result, all invariants are checked. */
  private heavy(act: () => void, destroying = false): void {
    const w = this.world;
    const before = servedPositions(w);
    const curve = this.curve();
    w.excuses.clear();
    w.cause = destroying ? 'destroy of the only disk that held a change (M15)' : '';
    act();
    this.look();
    this.watchOutages(before);
    checkNoLoss(w, before, destroying);
    this.checkState();
    for (let i = 0; i < w.state.logs.length; i++)
      if (!holdsAll(w, i) || w.state.told.broken.size > 0) this.account(i);
    this.show();
    this.bend(curve);
  }

  private look(): void {
    const w = this.world;
    const pools = w.layout.pools.length;
    for (let round = 0; round < 8; round++) {
      for (let p = 0; p < pools; p++) lookAtSessions(w, p);
      for (let p = 0; p < pools; p++) lookAtPool(w, p);
      for (let p = 0; p < pools; p++) lookAtUsers(w, p);
      for (let p = 0; p < pools; p++) lookAtLedger(w, p);
      lookAtConfigLedger(w);
      for (let p = 0; p < pools; p++) lookAtDirection(w, p);
      lookAtOldMaster(w);
      lookAtReplication(w);
      lookAtRoutes(w);
      const running = CMDLET_BY_KIND.get(w.c[w.s.command]);
      if (running?.look?.(w) !== true) return;
    }
    throw new Error('the deployment does not come to rest');
  }

  private watchOutages(before: readonly (readonly number[])[]): void {
    const w = this.world;
    for (let p = 0; p < w.layout.pools.length; p++) {
      const serves = w.canServe(p);
      if (!serves && w.state.outages[p] === null && w.is('failover', p, 'normal')) recordOutage(w, p, before);
      else if (serves && w.is('failover', p, 'normal')) w.state.outages[p] = null;
    }
  }

  // Invariants

  private checkState(): void {
    const w = this.world;
    for (const inv of STATE_INVARIANTS) {
      for (let p = 0; p < w.layout.pools.length; p++) {
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
      const { state, affected } = usersOf(w, p);
      const text = `${state} ${affected}`;
      if (told.users[p] === text) continue;
      told.users = told.users.with(p, text);
      w.sink.observe({ kind: 'users', pool: p, state, affected });
    }
    if (w.layout.edges.length === 0) return;
    told.routes = told.routes.map((before, r) => showRoute(w, r, before));
  }

  /** What is at risk before an event, and what its slope depends on. */
  private curve(): { risk: number[]; slope: number[] }[] {
    const w = this.world;
    return w.layout.pools.map((p) => ({
      risk: modulesOf(w, p.index).map((m) => atRisk(w, p.index, m)),
      slope: this.slope(p.index),
    }));
  }

  private slope(p: number): number[] {
    const w = this.world;
    const q = w.partner(p);
    const found: number[] = [q];
    if (q < 0) return found;
    const add = (log: Log | null): void => {
      if (log !== null) found.push(log.weight, log.side);
    };
    for (const x of [p, q]) {
      add(w.log(x, USER_DATA));
      add(w.log(x, CONTENT));
    }
    if (w.layout.cmsHome >= 0) add(w.log(w.layout.cmsHome, CONFIG));
    return found;
  }

  private bend(before: readonly { risk: readonly number[]; slope: readonly number[] }[]): void {
    const w = this.world;
    for (const p of w.layout.pools) {
      const was = before[p.index];
      const modules = modulesOf(w, p.index);
      const slope = this.slope(p.index);
      const changed = slope.some((x, i) => x !== was.slope[i]);
      modules.forEach((m, k) => {
        const now = atRisk(w, p.index, m);
        if (!changed && now === was.risk[k]) return;
        const state = exportState(w, p.index, m);
        if (was.risk[k] !== undefined) {
          w.sink.observe({
            kind: 'point',
            pool: p.index,
            module: m,
            atRisk: was.risk[k],
            exportState: state,
          });
        }
        if (now !== was.risk[k]) {
          w.sink.observe({ kind: 'point', pool: p.index, module: m, atRisk: now, exportState: state });
        }
      });
    }
  }

  // Waits

  holds(state: WorldState, condition: unknown): boolean {
    const w = this.world;
    w.state = state;
    w.c = state.control;
    const { condition: what, pool } = condition as Condition;
    switch (what) {
      case 'replicated':
        return isReplicated(w, pool);
      case 'synchronized':
        return w.pool(pool).databases.every((db) => w.inStep(pool, db));
      case 'regular': {
        const { state: s, affected } = usersOf(w, pool);
        return (s === 'regularHome' || s === 'regularPartner') && affected === w.pool(pool).pool.users;
      }
      default: {
        const good = what === 'final' ? ['FinalState'] : ['FinalState', 'SteadyState'];
        const modules = modulesOf(w, pool);
        return modules.length > 0 && modules.every((m) => good.includes(exportState(w, pool, m)));
      }
    }
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
    c[s.groupsBase + i] = p.servers.length;
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

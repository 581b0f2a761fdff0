/** The Model of a deployment: every action is applied, reconciled to a fixpoint, judged by the invariants, and shown. */
import { counted } from '../core/format.js';
import type { Alphabet, Effects, FastForward, Model, Property } from '../core/model.js';
import { cmdletNamed, noteRunning, runningPhases, shownByWhatIf } from './cmdlets/catalog.js';
import { beyondModel, type Ended, type Phases, type Running } from './cmdlets/cmdlet.js';
import { configurationChange, publish } from './cmdlets/configuration.js';
import { backFromRestart } from './cmdlets/machine-power.js';
import type { BoundCommand } from './command.js';
import { exportState, fixedState, points } from './components/backup-service/backlog.js';
import { isImporting, moduleWorkDone, startCycles } from './components/backup-service/behaviour.js';
import { exportedModulesOf } from './components/backup-service/transfers.js';
import { isReplicated } from './components/central-management/behaviour.js';
import { machineInstancesOf, STATE_INVARIANTS, WORK_BEHAVIOUR } from './components/registry.js';
import { MACHINES, type Machines } from './components/tables.js';
import { isSameService, isServedRegular, usersOf } from './components/users/behaviour.js';
import type { Deployment } from './deployment.js';
import type { FaultAction, InvariantId, Load, TopologyChange, WaitCondition } from './drill.js';
import { DESTROYED, judgeBurntAtEnd, judgeWhereServed } from './invariants/burnt-disks.js';
import { checkAccounting, checkNoLoss, holdsAll, keptPositions, servedPositions } from './invariants/no-loss.js';
import { Outages } from './ledger/outages.js';
import type { Observation } from './observation.js';
import type { ReachedModel } from './reach/reached-model.js';
import { filesAtStart } from './state/exported-files.js';
import { CONFIG, MODULES } from './state/modules.js';
import { World } from './state/world.js';
import type { WorldState } from './state/world-state.js';
import { showDatabase } from './stepping/database-outages.js';
import { judgeEndOfRun } from './stepping/end-of-run.js';
import { isSamePeriod, type Snapshot, skipPeriods, snapshot } from './stepping/fast-forward.js';
import { faultGuard } from './stepping/fault-guard.js';
import { applyFault, describeFault, destroyDisks } from './stepping/faults.js';
import type { MovedNumbers } from './stepping/moved-numbers.js';
import { isSetup, SERVER_UPDATE, setUp } from './stepping/pool-setup.js';
import { Reconciler } from './stepping/reconcile.js';
import { RiskCurve } from './stepping/risk-curve.js';
import { showRoutes } from './stepping/route-outages.js';

/** Everything that can happen to a deployment. Plain data, so that a trace can be saved. */
export type Action =
  | { readonly type: 'finish'; readonly slot: number }
  | { readonly type: 'fault'; readonly fault: FaultAction }
  | { readonly type: 'command'; readonly command: BoundCommand }
  | { readonly type: 'publish'; readonly change: TopologyChange }
  /** a machine that was restarted is back, by its index */
  | { readonly type: 'boot'; readonly host: number; readonly downAtMs: number }
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
  /**
   * only verdict, findings and numbers are read: neither the curves of what is at risk nor which of the numbers that were
   * read moved one of the result is worked out
   */
  readonly numbersOnly?: boolean;
  /** database types, as indices into DATABASE_TYPES, that nothing is asked about */
  readonly leftOut?: readonly number[];
  /** the same pools with the users and capacities that durations are worked out from; absent = those of the deployment */
  readonly sizes?: Deployment;
  /** marks what of the model is reached; absent = nobody asks */
  readonly reached?: ReachedModel;
}

/** The `Model` of a deployment under a load. */
export class DeploymentModel implements Model<WorldState, Action, Observation, Condition> {
  readonly world: World;
  readonly slots: number;
  readonly fastForward: FastForward<WorldState, Condition, Snapshot>;
  readonly properties: readonly Property<WorldState>[];
  /** Those that control states decide: I3-I8. */
  private readonly ofControl: readonly Property<WorldState>[];

  private readonly reconciler: Reconciler;
  private readonly curve: RiskCurve;
  /** the module that a wait for a Backup Service found in arrears last */
  private laggard = 0;
  private readonly outages = new Outages();
  /** positions that each log served before the event */
  private readonly before: number[][];
  private readonly finishes: readonly Action[];
  /** Whether each candidate of an alphabet is possible now. */
  private readonly guards = new WeakMap<Alphabet<Action>, readonly (() => boolean)[]>();

  constructor(
    deployment: Deployment,
    load: Load,
    machines: Machines = MACHINES,
    private readonly options: ModelOptions = {},
  ) {
    this.world = new World(deployment, load, machines, options);
    this.slots = this.world.pendingWork.count;
    this.finishes = Array.from({ length: this.slots }, (_, slot) => ({ type: 'finish', slot }));
    const world = this.world;
    this.reconciler = new Reconciler(world.layout, world.controlLayout, options.lookAlways);
    this.curve = new RiskCurve(world.layout.pools.length);
    this.before = world.moduleOfLog.map(() => []);
    this.fastForward = {
      slot: world.work.cycle.at(),
      snapshot: (_state, into) => snapshot(world, into),
      cannotBecomeTrue: (state, condition) => this.staysFalse(state, condition),
      isSamePeriod,
      skipPeriods: (_state, a, b, ms, n) => skipPeriods(world, a, b, ms, n),
    };
    this.ofControl = STATE_INVARIANTS.flatMap(({ id, check }) =>
      world.layout.pools.map(({ index }) => ({
        id,
        key: `${id}/${index}`,
        violation: (state) => check(this.at(state), index),
      })),
    );
    const ofLogs = world.moduleOfLog.map((_, i) => ({
      id: 'I9',
      key: `I9/${i}`,
      violation: (state: WorldState) => checkAccounting(this.at(state), i),
    }));
    this.properties = [...this.ofControl, ...ofLogs];
  }

  slotName(slot: number): string {
    return this.world.pendingWork.names[slot];
  }

  finished(slot: number): Action {
    return this.finishes[slot];
  }

  clone(s: WorldState): WorldState {
    return {
      control: s.control.slice(),
      reconciled: s.reconciled.slice(),
      logs: s.logs.map((l) => l.clone()),
      nowMs: s.nowMs,
      files: s.files,
      amounts: s.amounts.slice(),
      backupSettings: s.backupSettings,
      repairedAtMs: s.repairedAtMs,
      invokedAtMs: s.invokedAtMs,
      restarting: s.restarting,
      outages: [...s.outages],
      lostAtMs: s.lostAtMs,
      configOutageMs: s.configOutageMs,
      leavings: [...s.leavings],
      burnt: [...s.burnt],
      told: { ...s.told },
    };
  }

  advance(state: WorldState, nowMs: number): void {
    state.nowMs = nowMs;
  }

  enabled(state: WorldState, alphabet: Alphabet<Action>): readonly Action[] {
    this.world.bind(state);
    const { pending, candidates } = alphabet;
    const found: Action[] = [];
    for (let slot = 0; slot < pending.length; slot++) if (pending[slot] === 1) found.push(this.finishes[slot]);
    let guards = this.guards.get(alphabet);
    if (guards === undefined) {
      guards = candidates.map((action) => this.guardOf(action));
      this.guards.set(alphabet, guards);
    }
    for (let i = 0; i < candidates.length; i++) if (guards[i]()) found.push(candidates[i]);
    return found;
  }

  /** One command runs at a time; faults fall whenever there is something to break or to put right. */
  private guardOf(action: Action): () => boolean {
    const { world } = this;
    return action.type === 'fault' ? faultGuard(world, action.fault) : () => !this.busy(world.state);
  }

  private at(state: WorldState): World {
    this.world.bind(state);
    return this.world;
  }

  private bind(state: WorldState, sink: Effects<Observation>): World {
    this.world.bind(state);
    const heard = this.options.reached?.over(sink) ?? sink;
    this.world.effects = this.world.moved?.over(heard) ?? heard;
    return this.world;
  }

  initial(sink: Effects<Observation>): WorldState {
    const { layout, controlLayout } = this.world;
    this.world.moved?.reset();
    const state: WorldState = {
      control: controlLayout.starts(),
      reconciled: new Int32Array(controlLayout.size).fill(NOT_LOOKED),
      logs: this.world.makeLogs(),
      nowMs: 0,
      files: filesAtStart(this.world.deployment, layout),
      amounts: new Float64Array(layout.pools.length * MODULES.length),
      backupSettings: null,
      repairedAtMs: -1,
      invokedAtMs: -1,
      restarting: new Map(),
      outages: new Array(layout.pools.length).fill(null),
      lostAtMs: layout.pools.map(({ servers }) => servers.map(() => -1)),
      configOutageMs: -1,
      leavings: this.world.moduleOfLog.map(() => []),
      burnt: this.world.moduleOfLog.map(() => null),
      told: {
        broken: new Set(),
        users: layout.pools.map(() => null),
        routes: new Array(this.world.variables.routes.size).fill(null),
        databases: layout.pools.map(() => null),
      },
    };
    const world = this.bind(state, sink);
    world.moved?.made();
    world.invalidateTransfers();
    // The start is no news: what the components find at time 0 is not told.
    const heard = world.effects;
    world.effects = silent(heard);
    this.reconciler.reconcile(world);
    world.allowCaching();
    world.effects = heard;
    startCycles(world);
    this.options.reached?.begun(machineInstancesOf(world));
    this.show();
    for (const p of layout.pools) points(world, p.index);
    return state;
  }

  busy(state: WorldState): boolean {
    return state.control[this.world.variables.command.at()] !== 0;
  }

  apply(state: WorldState, action: Action, sink: Effects<Observation>): void {
    const world = this.bind(state, sink);
    if (world.moved !== null) this.hear(world.moved, action);
    switch (action.type) {
      case 'finish':
        return this.finish(action.slot);
      case 'fault':
        // Told before what it costs.
        sink.observe({ kind: 'fault', text: describeFault(action.fault), fault: action.fault });
        this.noteFault(action.fault);
        if (action.fault.destroy) this.applyAndReconcile(() => destroyDisks(world, action.fault), true);
        return this.applyAndReconcile(() => {
          applyFault(world, action.fault);
          state.repairedAtMs = state.nowMs;
        });
      case 'command':
        return this.applyAndReconcile(() => this.begin(action.command));
      case 'publish':
        sink.observe({ kind: 'begun', command: null, change: action.change });
        return this.applyAndReconcile(() => this.change(action.change));
      case 'boot':
        return this.applyAndReconcile(() => backFromRestart(world, action.host, action.downAtMs));
      case 'close':
        judgeBurntAtEnd(world);
        return judgeEndOfRun(world);
    }
  }

  /** What is broken already is not broken by another fault. */
  private noteFault(fault: FaultAction): void {
    const { reached } = this.options;
    if (reached !== undefined && faultGuard(this.world, fault)()) reached.fault(fault, this.busy(this.world.state));
  }

  private hear(moved: MovedNumbers, action: Action): void {
    if (action.type !== 'finish') return moved.begin(-1, action.type === 'command' || action.type === 'publish', false);
    const { kind, pool, part } = this.world.pendingWork.subjects[action.slot];
    moved.begin(action.slot, false, kind === 'module' && isImporting(this.world, pool, part));
  }

  /** Makes `state` the present one after it was written anew, so that nothing remembered of it holds any more. */
  open(state: WorldState, sink: Effects<Observation>): void {
    const world = this.bind(state, sink);
    world.invalidateTransfers();
    world.allowCaching();
  }

  /** Keys of the properties of the control state that are broken in the present state, as `told.broken` has them. */
  brokenNow(): ReadonlySet<string> {
    const { state } = this.world;
    const broken = this.ofControl.filter((property) => property.violation(state) !== null);
    return broken.length === 0 ? NOTHING_BROKEN : new Set(broken.map((property) => property.key));
  }

  // Commands

  private begin(command: BoundCommand): void {
    const { world } = this;
    const { parameters } = command;
    const cmdlet = cmdletNamed(command.cmdlet);
    const shown = parameters.WhatIf === true ? shownByWhatIf(world, command) : null;
    if (shown !== null) return this.answer(shown);
    if (cmdlet === null) return this.answer(beyondModel(`${command.cmdlet} is not modelled`));
    world.effects.observe({ kind: 'begun', command, change: null });
    const no = cmdlet.refusal?.(world, parameters);
    world.moved?.settle();
    this.answer(no ?? cmdlet.begin(world, parameters), cmdlet.phases);
  }

  /** What is published, or set up on the servers of a pool. */
  private change(change: TopologyChange): void {
    if (isSetup(change)) this.answer(setUp(this.world, change), SERVER_UPDATE);
    else this.answer(publish(this.world, change), configurationChange);
  }

  private answer(answer: Ended | Running, phases?: Phases): void {
    if ('outcome' in answer) this.world.effects.observe({ kind: 'commandEnded', ...answer });
    else this.goOn(phases!, answer);
  }

  private goOn(phases: Phases, running: Running): void {
    noteRunning(this.world, phases, running);
    this.options.reached?.started();
  }

  // Pending work

  private finish(slot: number): void {
    const { world } = this;
    const { kind, pool, part } = world.pendingWork.subjects[slot];
    const done = (): void => WORK_BEHAVIOUR[kind].done(world, pool, part);
    if (kind !== 'cycle' && kind !== 'module') return this.applyAndReconcile(done);
    // The Backup Service's own progress decides nothing else, unless a command waits for it.
    if (runningPhases(world)?.watchesBackup?.(world) === true) return this.applyAndReconcile(done);
    // Only an import changes what a store holds.
    if (kind === 'module' && isImporting(world, pool, part)) return this.applyImport(pool, part);
    done();
  }

  /** A batch arrives while no command runs: touches only the logs of one pair. */
  private applyImport(p: number, m: number): void {
    const world = this.world;
    const [a, b] = m === CONFIG ? [world.layout.cmsHome, -1] : [p, world.partner(p)];
    const one = a < 0 ? -1 : world.logIndex[a][m];
    const two = b < 0 ? -1 : world.logIndex[b][m];
    if (one >= 0) this.servedBy(one, BEFORE[0]);
    if (two >= 0) this.servedBy(two, BEFORE[1]);
    moduleWorkDone(world, p, m);
    if (one >= 0) this.checkImport(one, BEFORE[0]);
    if (two >= 0) this.checkImport(two, BEFORE[1]);
    if (one >= 0 && !holdsAll(world, one)) this.account(one);
    if (two >= 0 && !holdsAll(world, two)) this.account(two);
  }

  private checkImport(i: number, before: readonly number[]): void {
    const world = this.world;
    const log = world.state.logs[i];
    const gone = log.departed(before, this.servedBy(i, AFTER));
    if (gone === null) return;
    world.effects.observe({
      kind: 'violation',
      invariant: 'I1',
      message: `${counted(gone.count, 'acknowledged change')} of ${world.name(log.owner)} (${log.module}) left the serving branch by an import of the Backup Service`,
      rules: ['D20', 'M39'],
      departure: gone,
    });
  }

  private servedBy(i: number, into: number[]): number[] {
    const world = this.world;
    const log = world.state.logs[i];
    return log.served(world.now, world.servingStore(log, world.moduleOfLog[i]), into);
  }

  /** Anything else: the components look at the result, the invariants are checked. */
  private applyAndReconcile(act: () => void, destroying = false): void {
    const world = this.world;
    const shows = this.options.quiet !== true;
    const { charted } = world;
    servedPositions(world, this.before);
    const kept = destroying ? keptPositions(world) : null;
    if (shows) {
      if (charted) this.curve.before(world);
      this.outages.take(world);
    }
    world.allowedDepartures.clear();
    world.cause = destroying ? DESTROYED : '';
    world.invalidateTransfers();
    act();
    this.reconciler.reconcile(world);
    world.allowCaching();
    if (shows) this.watchOutages();
    checkNoLoss(world, this.before, kept, this.outages);
    if (!destroying) judgeWhereServed(world);
    this.checkState();
    for (let i = 0; i < world.state.logs.length; i++)
      if (!holdsAll(world, i) || world.state.told.broken.size > 0) this.account(i);
    if (!shows) return;
    this.show();
    if (charted) this.bend();
  }

  private watchOutages(): void {
    const world = this.world;
    const { outages } = world.state;
    for (let p = 0; p < outages.length; p++) {
      if (!this.reconciler.isAffected(p) || !world.isNormal(p)) continue;
      const serves = world.canServe(p);
      if (!serves && outages[p] === null) this.outages.record(world, p, this.before);
      if (serves) outages[p] = null;
    }
  }

  // Invariants

  private checkState(): void {
    const world = this.world;
    for (const inv of STATE_INVARIANTS) {
      for (let p = 0; p < world.layout.pools.length; p++) {
        if (!this.reconciler.isAffected(p)) continue;
        const wrong = inv.check(world, p);
        // Nearly always nothing is wrong, and nothing was: no need to look it up.
        if (wrong !== null || world.state.told.broken.size > 0)
          this.tellOnce(inv.id, `${inv.id}/${p}`, wrong, inv.rules);
      }
    }
  }

  private account(i: number): void {
    this.tellOnce('I9', `I9/${i}`, checkAccounting(this.world, i), ['I9']);
  }

  private tellOnce(invariant: InvariantId, key: string, message: string | null, rules: readonly string[]): void {
    const { told } = this.world.state;
    if (told.broken.has(key) === (message !== null)) return;
    // Sets are replaced, not changed: copies of a state share them.
    const others = [...told.broken].filter((k) => k !== key);
    told.broken = new Set(message === null ? others : [...others, key]);
    if (message === null) return;
    this.world.effects.observe({ kind: 'violation', invariant, message, rules, departure: null });
  }

  // What is shown

  private show(): void {
    const world = this.world;
    const { told } = world.state;
    for (let p = 0; p < world.layout.pools.length; p++) {
      if (!this.reconciler.isAffected(p)) continue;
      showDatabase(world, p, this.before);
      const now = usersOf(world, p);
      const before = told.users[p];
      if (before !== null && isSameService(before, now)) continue;
      // What was told is replaced, not changed: copies of a state share it.
      told.users = told.users.with(p, now);
      world.effects.observe({ kind: 'users', pool: p, ...now });
    }
    if (world.layout.edges.length > 0) showRoutes(world);
  }

  private bend(): void {
    const world = this.world;
    const all = this.curve.bendsEverywhere(world);
    for (let p = 0; p < world.layout.pools.length; p++) this.curve.emitBends(world, p, all);
  }

  // Waits

  holds(state: WorldState, { condition, pool }: Condition): boolean {
    const world = this.at(state);
    switch (condition) {
      case 'replicated':
        return isReplicated(world, pool);
      case 'synchronized':
        return world.pool(pool).databases.every((db) => world.inStep(pool, db));
      case 'regular':
        return isServedRegular(world, pool);
      default: {
        const lags = (m: number): boolean => {
          const now = exportState(world, pool, m);
          return now !== 'FinalState' && (condition === 'final' || now !== 'SteadyState');
        };
        // What was in arrears at the last look mostly still is. Where what is read is noted, the order is that of the modules.
        const modules = exportedModulesOf(world, pool);
        if (world.moved === null && modules.includes(this.laggard) && lags(this.laggard)) return false;
        const laggard = modules.find(lags);
        if (laggard !== undefined) this.laggard = laggard;
        return modules.length > 0 && laggard === undefined;
      }
    }
  }

  /**
   * Of a condition that is false in a steady stretch. Control states repeat themselves, so what they alone decide
   * stays as it is; a backlog may end. A module in ErrorState, or with an invoked sync, has a fixed state until
   * its next cycle, whatever its backlog.
   */
  private staysFalse(state: WorldState, { condition, pool }: Condition): boolean {
    const world = this.at(state);
    if (condition !== 'steady' && condition !== 'final') return true;
    return exportedModulesOf(world, pool).some((m) => fixedState(world, pool, m) !== null);
  }
}

function silent(sink: Effects<Observation>): Effects<Observation> {
  return {
    start: (slot, min, max) => sink.start(slot, min, max),
    startPeriodic: (slot, minFirst, maxFirst, period) => sink.startPeriodic(slot, minFirst, maxFirst, period),
    cancel: (slot) => sink.cancel(slot),
    observe: () => {},
  };
}

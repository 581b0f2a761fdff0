/** The world: layout, facts and the present state, with the questions that every component asks of them. */
import type { Effects } from '../../core/model.js';
import type { MachineListener, MachineTable, Output } from '../../core/state-machine.js';
import { SETUP } from '../components/backup-service/state.js';
import type { NotedSettings, Settings } from '../components/facts.js';
import {
  type CONTROL_VARIABLES,
  type MachineIds,
  type Machines,
  machineIdsOf,
  type WORK,
} from '../components/tables.js';
import type { Deployment, Pool } from '../deployment.js';
import { type Load, loadByModule } from '../drill.js';
import { ChangeLog, HOME_SIDE, type Side } from '../ledger/change-log.js';
import { ratePerHour } from '../ledger/rate.js';
import { NO_FOLLOWERS } from '../ledger/stored-changes.js';
import type { Observation } from '../observation.js';
import type { UserState } from '../result.js';
import { MovedNumbers } from '../stepping/moved-numbers.js';
import { PeriodPoints } from '../stepping/period-points.js';
import { bindAll, type ControlLayout, type Variables } from './control-state.js';
import { indexDeployment } from './indexed-deployment.js';
import type { Layout, PoolLayout } from './layout.js';
import {
  CMS_DATABASE,
  DATABASE_OF_MODULE,
  DATABASE_TYPES,
  type DatabaseType,
  MODULES,
  SERVED_WITH,
  USER_DATA,
} from './modules.js';
import type { PendingWork } from './pending-work.js';
import { areInStep, followersAt, isPrimaryUsed, storeBeside } from './replicas-now.js';
import type { AllowedDeparture, Stream, WorldState } from './world-state.js';

/** How a world is made; `DeploymentModel` says what each option means. */
interface WorldOptions {
  readonly leftOut?: readonly number[];
  readonly quiet?: boolean;
  readonly numbersOnly?: boolean;
  readonly sizes?: Deployment;
  readonly reached?: MachineListener;
}

/**
 * A deployment in motion: layout, numbers and the present state, with the questions that every component
 * asks (who runs, who sees whom, who serves). The behaviour of each component is in its own folder; the
 * `Model` that drivers see is in `deployment-model.ts`.
 */
export class World {
  readonly layout: Layout;
  readonly controlLayout: ControlLayout<typeof CONTROL_VARIABLES>;
  readonly variables: Variables<typeof CONTROL_VARIABLES>;
  readonly pendingWork: PendingWork<typeof WORK>;
  readonly work: PendingWork<typeof WORK>['slots'];
  readonly settings: NotedSettings & Settings;
  /** D37: the sync cycles of all pools begin together; otherwise each pool has a phase of its own */
  readonly cyclesTogether: boolean;
  /** M15: what is not yet written to the Back End is on the disks of the FE servers */
  readonly tailOnDisk: boolean;
  /** logIndex[pool][module] = index into state.logs, -1 = none */
  readonly logIndex: number[][];
  readonly moduleOfLog: number[] = [];
  /** numbers of states that are asked for at every event, so that nothing is looked up by name then */
  readonly ids: MachineIds;
  state!: WorldState;
  control!: Int32Array;
  effects!: Effects<Observation>;
  /** set while one action is applied */
  allowedDepartures = new Map<number, AllowedDeparture>();
  cause = '';
  /** points since the last cycle was due, for steady stretches; kept only where somebody takes them */
  readonly periodPoints = new PeriodPoints();
  keepsPeriodPoints = false;
  private periodPointsTaken = false;
  /** what `streamOf` remembers, a pool and module each */
  readonly streams: (Stream | null)[];
  /** nobody reads ages or what users feel; `charted`: somebody reads the curves of what is at risk, and what moved the result */
  readonly quiet: boolean;
  /** nobody hears of changes now: what is told of them need not be put into words */
  unheard = false;
  readonly charted: boolean;
  /** the pools as durations are worked out from them */
  private readonly sizes: readonly Pool[];
  /** which of the numbers that were read moved one of the result; null = nobody asks */
  readonly moved: MovedNumbers | null;
  /** hears of the events of all machines; null = nobody asks what is reached */
  private readonly reached: MachineListener | null;
  /** nothing but the Backup Service's own progress has changed since `rest` */
  cachingAllowed = false;

  constructor(
    readonly deployment: Deployment,
    readonly load: Load,
    readonly machines: Machines,
    { leftOut, quiet, numbersOnly, sizes = deployment, reached }: WorldOptions = {},
  ) {
    const { layout, controlLayout, pendingWork, settings, cyclesTogether } = indexDeployment(deployment, leftOut);
    this.layout = layout;
    this.quiet = quiet === true;
    this.charted = !this.quiet && numbersOnly !== true;
    this.sizes = sizes.pools;
    this.reached = reached ?? null;
    this.controlLayout = controlLayout;
    this.variables = controlLayout.accessors();
    this.settings = settings.again();
    this.tailOnDisk = this.settings.consult('frontEndTailOnDisk');
    this.cyclesTogether = cyclesTogether;
    this.pendingWork = pendingWork;
    this.moved = this.charted ? new MovedNumbers(this.settings, pendingWork.count) : null;
    this.work = pendingWork.slots;
    this.ids = machineIdsOf(machines);
    this.logIndex = this.layout.pools.map(() => MODULES.map(() => -1));
    this.streams = new Array(this.layout.pools.length * MODULES.length).fill(null);
    let next = 0;
    for (const { index } of this.layout.pools) {
      for (const m of this.layout.modules.filter((module) => this.layout.hasLog(index, module))) {
        this.logIndex[index][m] = next++;
        this.moduleOfLog.push(m);
      }
    }
  }

  makeLogs(): ChangeLog[] {
    const lagMs = this.settings.lazyWriteSeconds * 1000;
    const onDisk = this.settings.frontEndTailOnDisk;
    const rates = loadByModule(this.load).map(ratePerHour);
    const logs: ChangeLog[] = [];
    for (const p of this.layout.pools) {
      for (const m of this.layout.modules.filter((module) => this.logIndex[p.index][module] >= 0)) {
        const sql = DATABASE_OF_MODULE[m] >= 0;
        const users = m === USER_DATA;
        const log = new ChangeLog(
          p.index,
          MODULES[m],
          rates[m],
          sql ? 2 * this.layout.storesPerSide : 2,
          users ? lagMs : 0,
          users,
          users && onDisk,
        );
        logs.push(log);
      }
    }
    return logs;
  }

  /** From now on `state` is the present one. What is remembered holds for one state object only. */
  bind(state: WorldState): void {
    if (state === this.state) return;
    this.state = state;
    this.control = state.control;
    bindAll(this.variables, state.control);
    this.invalidateTransfers();
    this.allowCaching();
  }

  /** Something is about to change that decides what the Backup Service can carry. */
  invalidateTransfers(): void {
    this.cachingAllowed = false;
    this.streams.fill(null);
  }

  /** What `invalidateTransfers` announced has changed. */
  allowCaching(): void {
    this.cachingAllowed = true;
  }

  /** A cycle was due: who reads its points gets those of the next period, too. */
  endPeriodPoints(): void {
    this.periodPoints.end();
    this.periodPointsTaken = true;
    this.keepsPeriodPoints = true;
  }

  /** A cycle is due: points are kept no longer where nobody took them since the one before. */
  forgetPeriodPoints(): void {
    if (!this.periodPointsTaken) {
      this.periodPoints.clear();
      this.keepsPeriodPoints = false;
    }
    this.periodPointsTaken = false;
  }

  get now(): number {
    return this.state.nowMs;
  }

  // Who is who

  pool(p: number): PoolLayout {
    return this.layout.pools[p];
  }

  /** A pool with the users and the capacity that durations are worked out from. */
  sized(p: number): Pool {
    return this.sizes[p];
  }

  name(p: number): string {
    return this.layout.pools[p].pool.fqdn;
  }

  partner(p: number): number {
    return this.variables.partner.get(p);
  }

  /** The pool of the partnership on `side` of `owner`'s log. */
  poolOnSide(owner: number, side: Side): number {
    return side === HOME_SIDE ? owner : this.partner(owner);
  }

  log(p: number, module: number): ChangeLog | null {
    const i = this.logIndex[p][module];
    return i < 0 ? null : this.state.logs[i];
  }

  // What runs, and who sees whom

  up(host: number): boolean {
    return host >= 0 && this.variables.hostUp.get(host) === 1;
  }

  linked(siteA: number, siteB: number): boolean {
    if (siteA === siteB) return true;
    const link = this.layout.linkOf[siteA][siteB];
    return link < 0 || this.variables.link.get(link) === this.machines.wan.initial;
  }

  see(a: number, b: number): boolean {
    return this.up(a) && this.up(b) && this.linked(this.layout.hosts[a].site, this.layout.hosts[b].site);
  }

  serverRuns(host: number): boolean {
    return this.up(host) && this.variables.hostStopped.get(host) === 0;
  }

  /** Its services are stopped and disabled by a failover of the server: nothing else starts them (D254). */
  isDisabled(host: number): boolean {
    const [p, place] = this.layout.serverOf[host];
    return p >= 0 && ((this.variables.disabled.get(p) >> place) & 1) === 1;
  }

  /** Running FE servers among the first `among` in topology order. */
  running(p: number, among = Number.POSITIVE_INFINITY): number {
    let n = 0;
    const { servers } = this.layout.pools[p];
    for (let i = 0; i < servers.length && i < among; i++) if (this.serverRuns(servers[i])) n++;
    return n;
  }

  frontEndRuns(p: number): boolean {
    return p >= 0 && this.variables.frontEnd.get(p) === this.ids.frontEnd.running;
  }

  shareUp(p: number): boolean {
    const share = this.layout.pools[p].share;
    return this.variables.shareUp.get(share) === 1 && this.up(this.layout.shares[share]);
  }

  session(p: number, db: number): number {
    return this.variables.session.get(p, db);
  }

  sessionName(p: number, db: number): string {
    return this.machines.session.states[this.session(p, db)];
  }

  principalSide(p: number, db: number): number {
    return this.variables.principalSide.get(p, db);
  }

  served(p: number, db: number): boolean {
    const { serves } = this.variables;
    if (this.layout.pools[p].group !== null) return isPrimaryUsed(this, p, db);
    return serves.get(p, db, 0) === 1 || serves.get(p, db, 1) === 1;
  }

  /** The mirror takes every commit with the principal (D20), or every secondary with the primary (D112). */
  inStep(p: number, db: number): boolean {
    if (this.layout.pools[p].group !== null) return areInStep(this, p);
    return this.ids.session.inStep[this.session(p, db)];
  }

  isBlank(p: number, db: number, side: number): boolean {
    return this.variables.blank.get(p, db, side) === 1;
  }

  canServe(p: number): boolean {
    return this.frontEndRuns(p) && this.served(p, 0);
  }

  /** Its failover stopped its services, all but the Backup Service, until its failback starts them (D43). */
  restsAway(p: number): boolean {
    const { frontEnd, failover, stoppedByBackEnd } = this.variables;
    if (frontEnd.get(p) !== this.ids.frontEnd.stopped || stoppedByBackEnd.get(p) === 1) return false;
    return this.ids.failover.away[failover.get(p)] && this.settings.failoverStopsServices;
  }

  /** Some FE server runs the Backup Service (D37). */
  backupRuns(p: number): boolean {
    if (p < 0 || !(this.frontEndRuns(p) || this.restsAway(p)) || this.variables.backupCrashed.get(p) === 1)
      return false;
    // D263: in its first version it crashes whenever it is started.
    if (this.variables.bootstrapped.get(p) === SETUP.firstVersion) return false;
    // M: a pool whose disaster failover is under way has its services stopped, where that reaches it (D45).
    const { failover, unaware } = this.variables;
    if (failover.get(p) === this.ids.failover.stopping && unaware.get(p) === 0) return false;
    for (const h of this.pool(p).servers) {
      if (this.serverRuns(h) && this.variables.backupStopped.get(h) === 0) return true;
    }
    return false;
  }

  /** One end of a direction is able to work: service, store and file store (D37). */
  backupEnd(p: number, module: number): boolean {
    if (!this.backupRuns(p) || !this.shareUp(p)) return false;
    return this.served(p, SERVED_WITH[module]);
  }

  backupPath(p: number): boolean {
    const q = this.partner(p);
    return q >= 0 && this.linked(this.pool(p).site, this.pool(q).site);
  }

  // Central Management

  /** The pool that Active Directory names as the active master, whether or not it runs or is reached; -1 = no CMS. */
  cmsMaster(): number {
    if (this.layout.cmsHome < 0) return -1;
    return this.ids.cms.masterAtHome[this.variables.cms.get()] ? this.layout.cmsHome : this.layout.cmsStandby;
  }

  /** D41, D62: a master is active and can be reached. */
  cmsFunctional(): boolean {
    const m = this.cmsMaster();
    return (
      m >= 0 && this.ids.cms.settled[this.variables.cms.get()] && this.frontEndRuns(m) && this.served(m, CMS_DATABASE)
    );
  }

  // Stores of the ledger

  /** Store of `log` at the pool on `side` that counts as its content there; -1 = none. */
  storeOn(log: ChangeLog, module: number, side: Side): number {
    const db = DATABASE_OF_MODULE[module];
    if (db < 0) return side;
    const p = this.poolOnSide(log.owner, side);
    if (p < 0) return -1;
    const principal = this.principalSide(p, db);
    const use = this.isBlank(p, db, principal) ? storeBeside(this, p, db, principal) : principal;
    return side * this.layout.storesPerSide + use;
  }

  /** The stores that follow `storeOn` synchronously, as a bit set. */
  followersOn(log: ChangeLog, module: number, side: Side): number {
    const db = DATABASE_OF_MODULE[module];
    const p = db < 0 ? -1 : this.poolOnSide(log.owner, side);
    return p < 0 ? NO_FOLLOWERS : followersAt(this, p, db) << (side * this.layout.storesPerSide);
  }

  servingStore(log: ChangeLog, module: number): number {
    return this.storeOn(log, module, log.side);
  }

  // State machines

  is(what: 'frontEnd' | 'failover' | 'users', p: number, state: string): boolean {
    return this.variables[what].get(p) === this.machines[what].id(state);
  }

  /** No failover of pool `p` was begun that is not undone. */
  isNormal(p: number): boolean {
    return this.variables.failover.get(p) === this.ids.failover.normal;
  }

  /** What the users of pool `p` feel, those in routing groups without quorum left aside. */
  serviceStateOf(p: number): UserState {
    return this.ids.users.feel[this.variables.users.get(p)];
  }

  stateName(what: 'frontEnd' | 'failover' | 'users', p: number): string {
    return this.machines[what].states[this.variables[what].get(p)];
  }

  /** Sends an event to the machine whose state lies in `slot`; answers its signals. */
  send(component: MachineTable, slot: number, event: number): readonly Output[] {
    const from = this.control[slot];
    if (this.reached !== null) this.reached.sent(component, from, event);
    this.control[slot] = component.to(from, event);
    return component.out(from, event);
  }

  // What is shown

  tell(actor: string, text: string): void {
    this.effects.observe({ kind: 'change', actor, text });
  }

  /** `instead`: the line to type, where one line does it. */
  finding(severity: 'error' | 'warning' | 'note', rule: string, message: string, instead: string | null = null): void {
    this.effects.observe({ kind: 'finding', severity, rule, message, instead });
  }

  databaseName(db: number): DatabaseType {
    return DATABASE_TYPES[db];
  }
}

/**
 * Observer of a run: folds its stream of observations into the series, intervals and lists that its result is made of.
 */
import { count } from '../core/format.js';
import type { ComponentResult } from '../domain/component-result.js';
import { poolsWithoutEarlierStore } from '../domain/components/backup-service/earlier-store.js';
import { STATE_IN_WORDS } from '../domain/components/users/behaviour.js';
import type { Condition } from '../domain/deployment-model.js';
import type { FaultResult } from '../domain/drill-input.js';
import { classes } from '../domain/invariants/no-loss.js';
import { oldestAgeMs } from '../domain/ledger/outages.js';
import type { Observation } from '../domain/observation.js';
import { Procedure, type StepFinding } from '../domain/procedure/index.js';
import type { DatabaseOutageResult, RecoveryRecord } from '../domain/recovery-results.js';
import type {
  LossResult,
  ModuleLoss,
  RouteResult,
  TimelineEntry,
  UserInterval,
  ViolationResult,
} from '../domain/result.js';
import type { World } from '../domain/state/world.js';
import { ComponentLanes } from './component-lanes.js';
import { ControlWatch } from './control-watch.js';
import { databaseRecord } from './database-record.js';
import { type FailoverStarted, failoverRecord } from './failover-record.js';
import { MasterMoves } from './master-moves.js';
import type { RecordedStep } from './recorded-step.js';
import { ReplicationSeries } from './replication-series.js';
import { ScriptTexts } from './script-texts.js';
import { UserIntervals } from './user-intervals.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type RouteRecord = Omit<RouteResult, 'intervals'> & { readonly intervals: Mutable<RouteResult['intervals'][number]>[] };

/** What was observed in one run. The simulator calls it, in the order of virtual time. */
export class RunRecorder {
  readonly steps: RecordedStep[] = [];
  readonly timeline: TimelineEntry[] = [];
  readonly texts = new ScriptTexts(this.timeline);
  readonly violations: Omit<ViolationResult, 'declared'>[] = [];
  readonly findings: StepFinding[] = [];
  readonly recovery: Mutable<RecoveryRecord>[] = [];
  readonly faults: FaultResult[] = [];
  private readonly users: UserIntervals;
  readonly series: ReplicationSeries;
  /** by route and pool */
  private readonly routes = new Map<string, RouteRecord>();
  readonly moves = new MasterMoves();
  readonly databases: DatabaseOutageResult[] = [];
  readonly lanes: ComponentLanes;
  private step: number | null = null;
  private endMs = 0;
  private readonly procedure: Procedure;
  private readonly control: ControlWatch;

  /** `numbersOnly`: of the components only what the account of an outage asks for */
  constructor(
    private readonly world: World,
    private readonly numbersOnly = false,
  ) {
    this.procedure = new Procedure(world, (finding) => this.findings.push(finding));
    this.lanes = new ComponentLanes(world, numbersOnly);
    this.users = new UserIntervals(world, numbersOnly);
    this.control = new ControlWatch(world);
    this.series = new ReplicationSeries(world);
  }

  /** `condition`: what the step waits for */
  stepStarted(index: number, atMs: number, condition: Condition | null): void {
    this.world.moved?.stepBegan(atMs > (this.steps[index - 1]?.endedAtMs ?? 0), condition !== null);
    this.step = index;
    this.procedure.stepStarted(index, condition);
    this.steps[index] = { startedAtMs: atMs, endedAtMs: atMs, timedOut: false, answer: null };
    this.timeline.push({ atMs, actor: 'administrator', text: '', step: index, kind: 'step' });
  }

  stepEnded(index: number, atMs: number, timedOut: boolean): void {
    this.steps[index].endedAtMs = atMs;
    this.steps[index].timedOut = timedOut;
    this.world.moved?.stepEnded(this.steps[index].answer !== null, timedOut);
    this.step = null;
  }

  /** An event has been applied. */
  applied(atMs: number): void {
    if (!this.numbersOnly && !this.control.hasChanged()) return;
    this.lanes.look(atMs);
    this.users.look(atMs);
  }

  observe(atMs: number, o: Observation): void {
    switch (o.kind) {
      case 'change':
        this.timeline.push({ atMs, actor: o.actor, text: o.text, step: this.step, kind: 'change' });
        break;
      case 'fault':
        this.timeline.push({ atMs, actor: 'fault', text: o.text, step: this.step, kind: 'fault' });
        this.faults.push({ atMs, ...o.fault });
        break;
      case 'users':
        this.usersChanged(atMs, o);
        break;
      case 'point':
        this.series.add(o.atMs ?? atMs, o);
        break;
      case 'route':
        this.routeChanged(atMs, o);
        break;
      case 'commandEnded':
        if (this.step !== null) this.steps[this.step].answer = { ...o };
        this.procedure.ended(atMs, o.outcome, o.rule);
        break;
      case 'masterMoved': {
        const missed = this.moves.moved(atMs, this.world.name(o.pool), o);
        if (missed !== null) this.find(atMs, missed);
        break;
      }
      case 'databaseOutage':
        this.databases.push(databaseRecord(this.world.name(o.pool), o));
        break;
      case 'begun':
        this.moves.begun(atMs);
        this.procedure.begun(atMs, o.command, o.change);
        break;
      case 'failoverStarted':
        this.failoverStarted(atMs, o);
        break;
      case 'takenOver':
        this.lastRecovery(o.pool).rpoMs = o.rpoMs;
        break;
      case 'finding':
        this.find(atMs, o);
        break;
      case 'violation': {
        const { invariant, message, rules } = o;
        this.violations.push({ invariant, atMs, message, rules });
        this.timeline.push({ atMs, actor: invariant, text: message, step: this.step, kind: 'violation' });
        break;
      }
    }
  }

  private find(atMs: number, o: Extract<Observation, { kind: 'finding' }>): void {
    const { severity, rule, message, instead } = o;
    this.findings.push({ severity, rule, message, step: this.step, atMs, instead, place: null, refused: false });
  }

  private usersChanged(atMs: number, o: Extract<Observation, { kind: 'users' }>): void {
    const { pool, state } = o;
    if (!this.users.changed(atMs, o)) return;
    if (!this.numbersOnly) this.tellUsers(atMs, o);
    if (state === 'regularPartner') this.served(atMs, pool);
  }

  private tellUsers(atMs: number, o: Extract<Observation, { kind: 'users' }>): void {
    const { pool, state, affected, regular } = o;
    const others = this.world.pool(pool).pool.users - affected - regular;
    const more = others > 0 ? `, ${count(others)} more without regular service` : '';
    const text = `${count(affected)} of ${this.world.name(pool)}: ${STATE_IN_WORDS[state]}${more}`;
    this.timeline.push({ atMs, actor: 'users', text, step: this.step, kind: 'change' });
  }

  private routeChanged(atMs: number, o: Extract<Observation, { kind: 'route' }>): void {
    const key = `${o.route} ${o.pool}`;
    const record = this.routes.get(key) ?? { route: o.route, pool: o.pool, intervals: [] };
    this.routes.set(key, record);
    const list = record.intervals;
    const last = list[list.length - 1];
    if (last !== undefined) last.toMs = atMs;
    if (last !== undefined && last.fromMs === atMs) list.pop();
    list.push({ up: o.up, via: o.via, fromMs: atMs, toMs: atMs });
  }

  // Recovery

  private failoverStarted(atMs: number, o: FailoverStarted): void {
    this.recovery.push(failoverRecord(this.world, atMs, o));
  }

  private lastRecovery(pool: number): Mutable<RecoveryRecord> {
    const name = this.world.name(pool);
    return this.recovery.findLast((r) => r.pool === name)!;
  }

  /** All users are regular on the partner: when the command ends, or later when the partner returned. */
  private served(atMs: number, pool: number): void {
    const r = this.recovery.findLast((x) => x.pool === this.world.name(pool));
    if (r === undefined || r.servedAtMs !== null || r.rpoMs === null) return;
    r.servedAtMs = atMs;
    r.rtoMs = atMs - r.failoverStartedAtMs;
  }

  // What the result takes

  /** Ends every open interval at `endMs`, and judges what was left undone. */
  finish(endMs: number): void {
    this.procedure.closed();
    this.lanes.finish(endMs);
    this.endMs = endMs;
    this.users.finish(endMs);
    for (const { intervals } of this.routeResults()) {
      const last = intervals[intervals.length - 1];
      if (last !== undefined) last.toMs = endMs;
    }
  }

  userIntervals(pool: number): readonly UserInterval[] {
    return this.users.of(pool);
  }

  routeResults(): RouteRecord[] {
    return [...this.routes.values()];
  }

  /** FQDN of the pool's partner. */
  partnerOf(pool: string): string {
    const { layout } = this.world;
    return this.world.name(this.world.partner(layout.pool(pool)));
  }

  components(): ComponentResult[] {
    return [...this.lanes.results(), ...this.series.directions(this.endMs)];
  }

  /** Pools whose users lost all that they had saved before the drill, which no count has (M281). */
  wholeStoresLost(): readonly string[] {
    return poolsWithoutEarlierStore(this.world);
  }

  loss(): LossResult {
    const world = this.world;
    const byModule: ModuleLoss[] = world.state.logs.map((log, i) => {
      const { served, stranded, lost, oldestMs } = classes(world, i);
      return {
        pool: world.name(log.owner),
        module: log.module,
        acknowledged: served + stranded + lost,
        lost,
        stranded,
        oldestLostAgeMs: oldestMs === null ? null : oldestAgeMs(world, i),
      };
    });
    const sum = (f: (m: ModuleLoss) => number): number => byModule.reduce((n, m) => n + f(m), 0);
    return {
      acknowledged: sum((m) => m.acknowledged),
      lost: sum((m) => m.lost),
      stranded: sum((m) => m.stranded),
      byModule,
    };
  }
}

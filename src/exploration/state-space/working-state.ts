/**
 * The one unpacked state of a search: a deployment whose times, counts and sizes are fixed so that they decide
 * nothing, the work under way, and the script. Packed states are unpacked into it, moved on and packed again.
 */
import type { Effects } from '../../core/model.js';
import { MACHINES } from '../../domain/components/tables.js';
import type { Deployment, Pool } from '../../domain/deployment.js';
import { type Action, DeploymentModel } from '../../domain/deployment-model.js';
import { loadByModule } from '../../domain/drill.js';
import { ChangeLog } from '../../domain/ledger/change-log.js';
import type { Observation } from '../../domain/observation.js';
import type { World } from '../../domain/state/world.js';
import type { WorldState } from '../../domain/state/world-state.js';
import type { StepOutcome } from '../../domain/step-answer.js';
import { restoreSilent } from './log-abstraction.js';
import { PRESENT_MS, TICK_MS, USERS_PER_POOL } from './log-packing.js';
import type { ExplorationPlan } from './plan.js';
import { freshScript, type ScriptState } from './script-state.js';
import type { BrokenInvariant } from './violation.js';

/** Changes come so fast that every stretch between two moves has one of each kind. */
const LOAD = {
  changesPerUserPerHour: 3600,
  conferenceUploadsPerUserPerHour: 3600,
  configChangesPerHour: 3600,
  responseGroupChangesPerHour: 3600,
};

/** Sizes and phases decide nothing without time: one batch always carries all there is, cycles begin together. */
function withoutSizes(d: Deployment): Deployment {
  return {
    ...d,
    pools: d.pools.map((p) => ({
      ...p,
      users: p.users === 0 ? 0 : USERS_PER_POOL,
      capacity: capacityOf(p),
      storedContentKB: null,
    })),
    assumptions: { ...d.assumptions, backupBatchChanges: 1e12, maxDataConfPackageSizeKB: 1e15, syncPhaseSeconds: 0 },
  };
}

/** In the ratio that the pool has: whether the other servers can carry one that is drained is asked for (D3). */
const capacityOf = ({ users, capacity }: Pool): number =>
  users === 0 ? 2 * USERS_PER_POOL : (USERS_PER_POOL * capacity) / users;

const APPLICATION = 1;

/**
 * The Application database decides only about Response Groups in the Backup Service: without them, and unless the
 * drill names it, its session is the User database's like and nothing hangs on it.
 */
function leftOut({ deployment, steps, request }: ExplorationPlan): readonly number[] {
  const named = /"DatabaseType":"Application"|\b(rgsconfig|rgsdyn|cpsdyn)\b/i.test(JSON.stringify(steps));
  return request.reduce && !deployment.backupService.enableRgsBackupService && !named ? [APPLICATION] : [];
}

export class WorkingState {
  readonly model: DeploymentModel;
  readonly world: World;
  readonly state: WorldState;
  /** One flag a slot: its work is under way. */
  readonly work: Uint8Array;
  readonly script: ScriptState = freshScript();
  readonly effects: Effects<Observation>;
  /** How a command ended in this move; null = none did. */
  ended: { readonly outcome: StepOutcome; readonly rule: string | null } | null = null;
  /** What this move broke, I1 with its cause. */
  broken: BrokenInvariant[] = [];
  private listener: Pick<Effects<Observation>, 'observe' | 'start'> | null = null;

  constructor(private readonly plan: ExplorationPlan) {
    this.model = new DeploymentModel(withoutSizes(plan.deployment), LOAD, MACHINES, {
      quiet: true,
      // What was looked at is no part of a packed state.
      lookAlways: true,
      leftOut: leftOut(plan),
      sizes: plan.deployment,
    });
    this.world = this.model.world;
    this.work = new Uint8Array(this.world.pendingWork.count);
    this.effects = {
      start: (slot, minMs, maxMs) => {
        this.work[slot] = 1;
        this.listener?.start(slot, minMs, maxMs);
      },
      startPeriodic: (slot) => {
        this.work[slot] = 1;
      },
      cancel: (slot) => {
        this.work[slot] = 0;
      },
      observe: (o) => this.note(o),
    };
    this.world.unheard = true;
    this.state = this.model.initial(this.effects);
    for (let i = 0; i < this.state.logs.length; i++) this.state.logs[i] = this.logAtStart(i);
  }

  /** A log whose changes are not followed takes none: it decides nothing about the others. */
  private logAtStart(i: number): ChangeLog {
    const log = this.state.logs[i];
    const { log: only, load } = this.plan;
    const loads = loadByModule(load);
    const followed = (only === null || only === i) && loads[this.world.moduleOfLog[i]] > 0;
    if (followed) return log;
    const silent = new ChangeLog(
      log.owner,
      log.module,
      { numerator: 0, denominator: 1 },
      log.stores,
      log.lagMs,
      log.hasTail,
      log.tailOnDisk,
    );
    restoreSilent(silent, log.side, log.withoutQuorum, log.writer, log.followers, 0);
    return silent;
  }

  private note(o: Observation): void {
    if (o.kind === 'commandEnded') this.ended = { outcome: o.outcome, rule: o.rule };
    else if (o.kind === 'violation') {
      const cause = o.invariant === 'I1' && this.world.cause !== '' ? this.world.cause : null;
      this.broken.push({ invariant: o.invariant, cause });
    }
    this.listener?.observe(o);
  }

  /** Who hears what happens, too: a replay does; null = nobody. */
  listenWith(listener: Pick<Effects<Observation>, 'observe' | 'start'> | null): void {
    this.listener = listener;
    this.world.unheard = listener === null;
  }

  /** Forgets what the move before has shown. */
  begin(): void {
    this.ended = null;
    this.broken = [];
    this.world.cause = '';
  }

  /** Lets time pass, then applies the action. */
  apply(action: Action): void {
    this.model.advance(this.state, PRESENT_MS + TICK_MS);
    this.model.apply(this.state, action, this.effects);
  }

  busy(): boolean {
    return this.model.busy(this.state);
  }
}

import { modulesOf } from '../../domain/components/backup-service/transfers.js';
import { MODULES } from '../../domain/state/layout.js';
import { USER_DATA, type World } from '../../domain/state/world.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import type { ScriptState } from './script-state.js';

/** What a script still asks of the deployment, from one of its steps on. */
interface Questions {
  /** some step waits until the replicas of the CMS are up to date (D63) */
  readonly replicated: boolean;
  /** some step waits for the Backup Service of this pool (D33); one flag a pool */
  readonly exports: readonly boolean[];
  /** some command syncs this module, and perhaps not all of its pool (D35); one flag a module */
  readonly synced: readonly boolean[];
  /** some command may be a failover, which reads the next hops (D42) */
  readonly failover: boolean;
}

/** What a cycle can find, as bits: see `BACKUP_MODULE`. */
const ALL_CYCLES = 16;

/**
 * Values of the control state that nothing reads any more become one: states that differ in nothing else have the
 * same futures, and break the same. Each such value is written in one place and read in one or two, which are named
 * here; whoever adds a reader adds it here, too. A test explores small deployments with and without.
 */
export class Unasked {
  private readonly questions: Questions[] = [];
  /** numbers of questions: by step without commands to come (`--free`), then with */
  private readonly byStep: number[][];
  /** the number of all that is asked at some step */
  readonly always: number;
  /** states of the CMS, by number, in which an end of replication is news (D64) */
  private readonly awaited: readonly boolean[];
  /** a cycle goes the same way after one that failed */
  private readonly retries: boolean;

  constructor(
    private readonly w: World,
    { steps }: ExplorationPlan,
  ) {
    this.byStep = [...steps, null].map((_, i) =>
      [false, true].map((commands) => this.add(questionsOf(w, steps.slice(i), commands))),
    );
    this.always = this.add(this.questions.reduce(both));
    const { cms, module } = w.machines;
    const replicated = cms.event('replicated');
    this.awaited = cms.states.map((_, state) => cms.to(state, replicated) !== state);
    const { idle, error, cycle } = w.known.module;
    const same = (event: number): boolean =>
      module.to(idle, event) === module.to(error, event) &&
      JSON.stringify(module.out(idle, event)) === JSON.stringify(module.out(error, event));
    this.retries = Array.from({ length: ALL_CYCLES }, (_, i) => cycle + i).every(same);
  }

  private add(asked: Questions): number {
    const known = this.questions.findIndex((q) => JSON.stringify(q) === JSON.stringify(asked));
    return known >= 0 ? known : this.questions.push(asked) - 1;
  }

  /** How many numbers `asked` can answer. */
  get count(): number {
    return this.questions.length;
  }

  /** The number of what a script still asks. A step that was swapped with the next one is still to come. */
  asked({ step, commands }: ScriptState): number {
    return this.byStep[Math.min(step, this.byStep.length - 1)][commands > 0 ? 1 : 0];
  }

  /** Forgets what is not asked by the number of `asked`. */
  forget(c: Int32Array, work: Uint8Array, asked: number): void {
    const questions = this.questions[asked];
    this.forgetReplication(c, work, questions);
    for (const { index } of this.w.layout.pools) this.forgetErrors(c, index, questions);
    this.forgetRoutes(c, questions);
  }

  /**
   * What replication changes (`replicationDone`): the replicas, which `until: replicated` and the start of the next
   * replication read; `switched`, which only findings read; and a stale master (D64), whose return begins it anew. It
   * waits for nothing and nothing else waits for it, so it always ends.
   */
  private forgetReplication(c: Int32Array, work: Uint8Array, asks: Questions): void {
    const { s, layout } = this.w;
    c[s.switched] = 0;
    if (asks.replicated || this.awaited[c[s.cms]]) return;
    for (const h of layout.replicaHosts) c[s.replica + h] = 1;
    c[s.replicating] = 0;
    work[this.w.work.replication] = 0;
  }

  /**
   * Whether the last cycle of a module failed: its next cycle does the same if it did or not (`retries`). It is read
   * as the export state, of all modules of a pool together, by a wait for the Backup Service; by the final sync of a
   * planned failover (D43) and the queue of a failback (D51), which begin with cycles of their own; ends and I10 are
   * judged after cycles of their own. Without a wait to come it is no matter. With one it is no matter which modules
   * are in error, as long as nothing but a cycle of all can change that.
   */
  private forgetErrors(c: Int32Array, p: number, asks: Questions): void {
    const { w } = this;
    const { syncing, queueing } = w.known.failover;
    const { error, idle } = w.known.module;
    if (!this.retries || c[w.s.failover + p] === syncing) return;
    const q = c[w.s.partner + p];
    const queues = q >= 0 && c[w.s.failover + q] === queueing;
    const slots = modulesOf(w, p)
      .filter((m) => !(queues && m === USER_DATA) && !(asks.exports[p] && asks.synced[m]))
      .map((m) => w.s.module + p * MODULES.length + m)
      .filter((slot) => c[slot] === idle || c[slot] === error);
    const worst = asks.exports[p] && slots.some((slot) => c[slot] === error) ? error : idle;
    for (const slot of slots) c[slot] = worst;
  }

  /** The next hop of an Edge pool stops a failover (D42), and decides what outsiders feel: no claim is about that. */
  private forgetRoutes(c: Int32Array, asks: Questions): void {
    const { s, layout, machines } = this.w;
    c.fill(machines.route.initial, s.routes, s.routes + 3);
    c[s.federationEdge] = -1;
    c[s.xmppEdge] = -1;
    if (!asks.failover) c.fill(-1, s.nextHop, s.nextHop + layout.edges.length);
  }
}

/** What the one or the other asks. */
function both(a: Questions, b: Questions): Questions {
  return {
    replicated: a.replicated || b.replicated,
    exports: a.exports.map((asked, p) => asked || b.exports[p]),
    synced: a.synced.map((asked, m) => asked || b.synced[m]),
    failover: a.failover || b.failover,
  };
}

function questionsOf(w: World, steps: readonly PlannedStep[], commands: boolean): Questions {
  const waits = steps.flatMap((step) => (step.kind === 'until' ? [step] : []));
  const exported = waits.filter(({ condition }) => condition === 'steady' || condition === 'final');
  const typed = steps.flatMap((step) => (step.kind === 'command' ? [step.command] : []));
  const syncs = typed.filter(({ cmdlet }) => cmdlet === 'Invoke-CsBackupServiceSync');
  const modules = syncs.map(({ parameters }) => String(parameters.BackupModule ?? 'All'));
  return {
    replicated: waits.some(({ condition }) => condition === 'replicated'),
    exports: w.layout.pools.map(({ index }) => exported.some(({ pool }) => pool < 0 || pool === index)),
    synced: MODULES.map((name) => modules.some((m) => m === name || m === 'All')),
    failover: commands || typed.some(({ cmdlet }) => cmdlet === 'Invoke-CsPoolFailOver'),
  };
}

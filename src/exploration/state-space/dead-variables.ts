import { modulesOf } from '../../domain/components/backup-service/transfers.js';
import { MODULES } from '../../domain/state/layout.js';
import { USER_DATA, type World } from '../../domain/state/world.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import type { ScriptState } from './script-state.js';

/** What a script still asks of the deployment, from one of its steps on. */
interface LiveVariables {
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
export class DeadVariables {
  private readonly questions: LiveVariables[] = [];
  /** numbers of questions: by step without commands to come (`--free`), then with */
  private readonly byStep: number[][];
  /** the number of all that is asked at some step */
  readonly always: number;
  /** states of the CMS, by number, in which an end of replication is news (D64) */
  private readonly awaited: readonly boolean[];
  /** a cycle goes the same way after one that failed */
  private readonly retries: boolean;

  constructor(
    private readonly world: World,
    { steps }: ExplorationPlan,
  ) {
    this.byStep = [...steps, null].map((_, i) =>
      [false, true].map((commands) => this.add(questionsOf(world, steps.slice(i), commands))),
    );
    this.always = this.add(this.questions.reduce(both));
    const { cms, module } = world.machines;
    const replicated = cms.event('replicated');
    this.awaited = cms.states.map((_, state) => cms.to(state, replicated) !== state);
    const { idle, error, cycle } = world.ids.module;
    const same = (event: number): boolean =>
      module.to(idle, event) === module.to(error, event) &&
      JSON.stringify(module.out(idle, event)) === JSON.stringify(module.out(error, event));
    this.retries = Array.from({ length: ALL_CYCLES }, (_, i) => cycle + i).every(same);
  }

  private add(asked: LiveVariables): number {
    const known = this.questions.findIndex((q) => JSON.stringify(q) === JSON.stringify(asked));
    return known >= 0 ? known : this.questions.push(asked) - 1;
  }

  /** How many numbers `asked` can answer. */
  get count(): number {
    return this.questions.length;
  }

  /** The number of what a script still asks. A step that was swapped with the next one is still to come. */
  liveAt({ step, commands }: ScriptState): number {
    return this.byStep[Math.min(step, this.byStep.length - 1)][commands > 0 ? 1 : 0];
  }

  /** Forgets what is not asked by the number of `asked`. */
  clear(c: Int32Array, work: Uint8Array, asked: number): void {
    const questions = this.questions[asked];
    this.forgetReplication(c, work, questions);
    for (const { index } of this.world.layout.pools) this.forgetErrors(c, index, questions);
    this.forgetRoutes(c, questions);
  }

  /**
   * What replication changes (`replicationDone`): the replicas, which `until: replicated` and the start of the next
   * replication read; `switched`, which only findings read; and a stale master (D64), whose return begins it anew. It
   * waits for nothing and nothing else waits for it, so it always ends.
   */
  private forgetReplication(c: Int32Array, work: Uint8Array, asks: LiveVariables): void {
    const { variables, layout } = this.world;
    c[variables.switched] = 0;
    if (asks.replicated || this.awaited[c[variables.cms]]) return;
    for (const h of layout.replicaHosts) c[variables.replica + h] = 1;
    c[variables.replicating] = 0;
    work[this.world.work.replication] = 0;
  }

  /**
   * Whether the last cycle of a module failed: its next cycle does the same if it did or not (`retries`). It is read
   * as the export state, of all modules of a pool together, by a wait for the Backup Service; by the final sync of a
   * planned failover (D43) and the queue of a failback (D51), which begin with cycles of their own; ends and I10 are
   * judged after cycles of their own. Without a wait to come it is no matter. With one it is no matter which modules
   * are in error, as long as nothing but a cycle of all can change that.
   */
  private forgetErrors(c: Int32Array, p: number, asks: LiveVariables): void {
    const { world } = this;
    const { syncing, queueing } = world.ids.failover;
    const { error, idle } = world.ids.module;
    if (!this.retries || c[world.variables.failover + p] === syncing) return;
    const q = c[world.variables.partner + p];
    const queues = q >= 0 && c[world.variables.failover + q] === queueing;
    const slots = modulesOf(world, p)
      .filter((m) => !(queues && m === USER_DATA) && !(asks.exports[p] && asks.synced[m]))
      .map((m) => world.variables.module + p * MODULES.length + m)
      .filter((slot) => c[slot] === idle || c[slot] === error);
    const worst = asks.exports[p] && slots.some((slot) => c[slot] === error) ? error : idle;
    for (const slot of slots) c[slot] = worst;
  }

  /** The next hop of an Edge pool stops a failover (D42), and decides what outsiders feel: no claim is about that. */
  private forgetRoutes(c: Int32Array, asks: LiveVariables): void {
    const { variables, layout, machines } = this.world;
    c.fill(machines.route.initial, variables.routes, variables.routes + 3);
    c[variables.federationEdge] = -1;
    c[variables.xmppEdge] = -1;
    if (!asks.failover) c.fill(-1, variables.nextHop, variables.nextHop + layout.edges.length);
  }
}

/** What the one or the other asks. */
function both(a: LiveVariables, b: LiveVariables): LiveVariables {
  return {
    replicated: a.replicated || b.replicated,
    exports: a.exports.map((asked, p) => asked || b.exports[p]),
    synced: a.synced.map((asked, m) => asked || b.synced[m]),
    failover: a.failover || b.failover,
  };
}

function questionsOf(world: World, steps: readonly PlannedStep[], commands: boolean): LiveVariables {
  const waits = steps.flatMap((step) => (step.kind === 'until' ? [step] : []));
  const exported = waits.filter(({ condition }) => condition === 'steady' || condition === 'final');
  const typed = steps.flatMap((step) => (step.kind === 'command' ? [step.command] : []));
  const syncs = typed.filter(({ cmdlet }) => cmdlet === 'Invoke-CsBackupServiceSync');
  const modules = syncs.map(({ parameters }) => String(parameters.BackupModule ?? 'All'));
  return {
    replicated: waits.some(({ condition }) => condition === 'replicated'),
    exports: world.layout.pools.map(({ index }) => exported.some(({ pool }) => pool < 0 || pool === index)),
    synced: MODULES.map((name) => modules.some((m) => m === name || m === 'All')),
    failover: commands || typed.some(({ cmdlet }) => cmdlet === 'Invoke-CsPoolFailOver'),
  };
}

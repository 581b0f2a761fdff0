/** Does one share of an exploration after another: reads the drill, plans its searches once, and makes that of the share. */
import type { InputError } from '../core/input-error.js';
import { type Partition, partitionOf, partOf } from '../exploration/exploration-parts.js';
import { type LogPlan, plansOf } from '../exploration/log-plans.js';
import { requestProblem } from '../exploration/request-problem.js';
import { searchLogs } from '../exploration/search-logs.js';
import { drillIn } from '../input/drill/read-drill.js';
import type { InputFiles } from '../input/input-files.js';
import type { SearchTask, SearchTaskResult } from './search-task.js';

/** What is planned for all shares of one exploration. */
interface Planned {
  readonly key: string;
  readonly plans: readonly LogPlan[];
  /** by the number of parts */
  readonly partitions: Map<number, Partition>;
}

/** What one thread of a worker keeps between the shares of an exploration. */
export class SearchPlayer {
  private planned: Planned | null = null;

  /** `files`: where the paths of the tasks lead. */
  constructor(private readonly files: InputFiles) {}

  /** Searches a share in this thread; what cannot be read is an error. Throws where the drill has no such share. */
  async play(task: SearchTask): Promise<SearchTaskResult | InputError[]> {
    const planned = await this.plan(task);
    if (Array.isArray(planned)) return planned;
    const { request, log, part, maxStates } = task;
    const { plans, partitions } = planned;
    const partition = partitions.get(part.count) ?? partitionOf(plans, part.count);
    partitions.set(part.count, partition);
    const share = partition.plans[plans.findIndex(({ name }) => name === log)]?.[part.index - 1] ?? null;
    if (share === null) throw new Error(`part ${part.index} of ${part.count} has no share of ${log}`);
    const searches = await searchLogs([share], request, { maxStates, timeLimitMs: null });
    return { kind: 'search', result: partOf(part, searches).logs[0].result };
  }

  private async plan({ path, topology, overlay, seed, request }: SearchTask): Promise<Planned | InputError[]> {
    const key = JSON.stringify([path, topology, overlay, seed, request]);
    if (this.planned?.key === key) return this.planned;
    const drill = await drillIn(this.files, path, {
      ...(topology !== null && { topology }),
      ...(overlay !== null && { overlay }),
      ...(seed !== null && { seed }),
    });
    if (Array.isArray(drill)) return drill;
    const problem = requestProblem(drill, request);
    if (problem !== null) throw new Error(problem);
    this.planned = { key, plans: plansOf(drill, request), partitions: new Map() };
    return this.planned;
  }
}

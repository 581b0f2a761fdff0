/** The tasks of a check that are still to be done, handed out in their order; what nobody will ask for is left out. */
import type { FileFact } from '../input/recorded-files.js';
import { USUAL_SEEDS } from '../run/seeds.js';
import { sinceBaseline } from './baseline.js';
import type { OpenPart } from './check-part.js';
import type { CheckRequest } from './check-request.js';
import { joinedDrill, placesOfDrill } from './joined-drills.js';
import { failsCheck, type Task, type TaskResult, weightOf } from './task.js';
import type { TaskQueue } from './task-threads.js';

/** Hands out tasks and takes their results. */
export class TasksLeft implements TaskQueue {
  /** by topology, the place of the first task that broke something */
  private readonly brokenAt = new Map<string, number>();
  /** with `--bail`, the place of the first task of all that failed */
  private stopAt = Number.POSITIVE_INFINITY;
  private at = 0;
  private readonly all: number;
  private finished = 0;
  /** runs of tasks that are not through yet */
  private ticks = 0;

  constructor(
    readonly tasks: readonly Task[],
    /** the places of the tasks that are done here */
    private readonly places: readonly number[],
    private readonly log: {
      readonly results: Map<number, TaskResult>;
      readonly add: OpenPart['add'];
    },
    private readonly request: Pick<CheckRequest, 'bail' | 'baseline' | 'update' | 'progress' | 'cache'>,
  ) {
    this.all = places.reduce((sum, place) => sum + this.weight(place), 0);
    for (const [place, result] of log.results) this.note(place, result);
  }

  next(): number | null {
    const { places, log } = this;
    while (this.at < places.length && (log.results.has(places[this.at]) || !this.isWanted(places[this.at]))) this.at++;
    if (this.at === places.length) return null;
    this.tell(places[this.at]);
    return places[this.at++];
  }

  done(place: number, result: TaskResult, read: readonly FileFact[] | null): void {
    this.request.cache?.keep(this.tasks[place], read, result);
    this.log.results.set(place, result);
    this.log.add({ place, result });
    this.note(place, result);
  }

  tick(runs: number): void {
    if (runs === 0) return;
    this.ticks += runs;
    this.tell(this.places[Math.max(0, this.at - 1)]);
  }

  private note(place: number, result: TaskResult): void {
    const task = this.tasks[place];
    this.finished += this.weight(place);
    if (result.kind === 'sequences') this.ticks -= Math.min(this.ticks, result.played);
    if (task.kind === 'sequences') {
      if (result.kind !== 'sequences' || result.broken === null) return;
      this.brokenAt.set(task.path, Math.min(place, this.brokenAt.get(task.path) ?? place));
      if (this.request.bail) this.stopAt = Math.min(this.stopAt, place);
    } else if (this.request.bail) this.bailAfter(place);
  }

  /** Of a drill that fails all seeds are played: they are told together. */
  private bailAfter(place: number): void {
    const places = placesOfDrill(this.tasks, place);
    const joined = joinedDrill(this.tasks, this.log.results, places);
    if (joined === null) return;
    const { checked, isWhole } = joined;
    const since = isWhole ? sinceBaseline(this.request.baseline, checked) : null;
    if (failsCheck({ ...checked, since }, this.request.update)) this.stopAt = Math.min(this.stopAt, places.last);
  }

  private isWanted(place: number): boolean {
    return place <= this.stopAt && place <= (this.brokenAt.get(this.tasks[place].path) ?? Number.POSITIVE_INFINITY);
  }

  private weight(place: number): number {
    return weightOf(this.tasks[place], USUAL_SEEDS);
  }

  private tell(place: number): void {
    this.request.progress(Math.min(this.all, this.finished + this.ticks), this.all, this.tasks[place].path);
  }
}

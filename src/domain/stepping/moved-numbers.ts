/**
 * Which numbers of the model moved a number of the result: provenance of durations, folded over one run. A duration
 * carries the facts that it was worked out from, and those of the work or step that began it; where its end changes what
 * users feel, a route, a master or a database, these facts moved that. What is lost or stranded, they share with what was
 * imported before, and with how the logs are kept.
 */
import type { Effects } from '../../core/model.js';
import { FACT_WORDS, type NotedSettings } from '../components/facts.js';
import type { Observation } from '../observation.js';

/** Observations that become numbers of the result. */
const NUMBERS: ReadonlySet<Observation['kind']> = new Set([
  'users',
  'route',
  'failoverStarted',
  'takenOver',
  'masterMoved',
  'databaseOutage',
]);

const none = (): Int32Array => new Int32Array(FACT_WORDS);

function add(into: Int32Array, from: Int32Array): void {
  for (let w = 0; w < FACT_WORDS; w++) into[w] |= from[w];
}

/** Stands between a model and the effects of its driver, and hears what is read, started, ended and shown. */
export class MovedNumbers implements Effects<Observation> {
  private sink!: Effects<Observation>;
  private readonly ofSlot: readonly Int32Array[];
  /** of the work that ends now, or of the step that begins now */
  private readonly current = none();
  /** choices that were read in this action */
  private readonly acting = none();
  /** of the step that ended last, and so of when the next one begins */
  private readonly ofStep = none();
  /** of everything that was imported until now */
  private readonly carried = none();
  /** how the logs are kept */
  private readonly kept = none();
  private readonly moved = none();
  private readonly durations = none();
  private readonly unused = none();
  private slot = -1;
  private readonly slotsMoved = new Set<number>();
  private under = false;
  /** the step under way waits for a condition; something has happened since it began */
  private awaits = false;
  private acted = false;

  constructor(
    private readonly settings: NotedSettings,
    slots: number,
  ) {
    this.ofSlot = Array.from({ length: slots }, none);
  }

  /** The same effects, heard. */
  over(sink: Effects<Observation>): this {
    this.sink = sink;
    return this;
  }

  /** A run begins: nothing of one before it counts. */
  reset(): void {
    for (const bits of [this.current, this.acting, this.ofStep, this.carried, this.kept, this.moved]) bits.fill(0);
    for (const bits of this.ofSlot) bits.fill(0);
    this.slotsMoved.clear();
    this.under = false;
    this.settings.take(this.unused, this.unused);
  }

  /** Its logs are made, and nothing else has happened. */
  made(): void {
    this.settings.take(this.kept, this.kept);
  }

  /** An action begins: the end of the work in `slot` (-1 = none), by a step of the script or not. */
  begin(slot: number, byStep: boolean, imports: boolean): void {
    this.under = true;
    this.acted = true;
    this.settle();
    this.acting.fill(0);
    this.current.fill(0);
    this.slot = slot;
    if (slot >= 0) this.current.set(this.ofSlot[slot]);
    else if (byStep) this.current.set(this.ofStep);
    if (imports) add(this.carried, this.current);
  }

  /** Choices that were read until now are this action's; numbers that no duration was worked out from are nobody's. */
  settle(): void {
    this.settings.take(this.unused, this.acting);
  }

  /** A step of the script begins. Where it waited for a time of its own, what came before does not decide when. */
  stepBegan(atOwnTime: boolean, awaitsCondition: boolean): void {
    if (atOwnTime) this.ofStep.fill(0);
    this.awaits = awaitsCondition;
    this.acted = false;
  }

  /** A step has ended: what happened last ended its command, or made true what it waited for. */
  stepEnded(answered: boolean, timedOut: boolean): void {
    if (answered || (this.awaits && this.acted && !timedOut)) add(this.ofStep, this.current);
  }

  /** Changes are lost or stranded: what was imported, and how the logs are kept, has a part in how many. */
  lossShown(): void {
    add(this.moved, this.carried);
    add(this.moved, this.kept);
  }

  has(fact: number): boolean {
    return ((this.moved[fact >> 5] >> (fact & 31)) & 1) === 1;
  }

  /** The end of the work in one of these slots changed a number. */
  endOf(slot: number): boolean {
    return this.slotsMoved.has(slot);
  }

  // Effects

  start(slot: number, minMs: number, maxMs: number): void {
    this.began(slot);
    this.sink.start(slot, minMs, maxMs);
  }

  startPeriodic(slot: number, minFirstMs: number, maxFirstMs: number, periodMs: number): void {
    this.began(slot);
    this.sink.startPeriodic(slot, minFirstMs, maxFirstMs, periodMs);
  }

  cancel(slot: number): void {
    this.sink.cancel(slot);
  }

  observe(event: Observation): void {
    if (this.under && NUMBERS.has(event.kind)) {
      this.settle();
      add(this.moved, this.current);
      add(this.moved, this.acting);
      if (this.slot >= 0) this.slotsMoved.add(this.slot);
      if (event.kind === 'takenOver' && event.rpoMs > 0) this.lossShown();
    }
    this.sink.observe(event);
  }

  /** Of what was just read, numbers are of this duration; choices are of the action. */
  private began(slot: number): void {
    this.durations.set(this.current);
    this.settings.take(this.durations, this.acting);
    this.ofSlot[slot].set(this.durations);
  }
}

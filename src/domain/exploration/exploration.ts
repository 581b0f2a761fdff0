import { Fields } from '../../core/fields.js';
import type { Sink } from '../../core/model.js';
import { Names } from '../../core/names.js';
import type { PackedModel, Successors } from '../../core/packed.js';
import type { FaultAction } from '../drill.js';
import type { Observation } from '../observation.js';
import { StatePacking } from '../packing/state-packing.js';
import type { World } from '../world.js';
import { type Breakable, breakables, type FreeCommand, freeCommands, interchangeable } from './alphabet.js';
import { HAZARDS } from './hazard.js';
import { allMoves, type Move } from './moves.js';
import { outcomeOf } from './outcome.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import { Present } from './present.js';
import { Readiness } from './readiness.js';
import { notReturned } from './recovery.js';
import { freshScript, ScriptPacking } from './script.js';
import { foldHosts, Shortcuts } from './shortcuts.js';
import { Taking } from './taking.js';

/**
 * The futures of a deployment under a plan, without time: pending work may end in any order, a fault may come
 * between any two events. Packed for the explorer, which knows none of this; the same model, actions and
 * invariants as in `run`.
 */
export class Exploration implements PackedModel {
  readonly w: World;
  readonly moves: readonly Move[];
  readonly breakables: readonly Breakable[];
  readonly commands: readonly FreeCommand[];
  private readonly present: Present;
  private readonly folded: readonly (readonly number[])[];
  private readonly fields = new Fields();
  private readonly packing: StatePacking;
  private readonly scriptPacking: ScriptPacking;
  private readonly start: Uint32Array;
  private readonly ways = new Names();
  private readonly outcomes = new Names();
  private readonly shortcuts: Shortcuts;
  private readonly ready: Readiness;
  private readonly taking: Taking;

  constructor(readonly plan: ExplorationPlan) {
    this.present = new Present(plan);
    const { w, state } = this.present;
    this.w = w;
    this.folded = plan.fold ? interchangeable(w, this.namedHosts()) : [];
    this.breakables = plan.extraFaults > 0 ? breakables(w, plan.choice, this.folded) : [];
    this.commands = plan.free > 0 ? freeCommands(w) : [];
    this.packing = new StatePacking(w, this.fields, state.logs, {
      destroys: !plan.reduce || this.destroys(),
    });
    this.scriptPacking = new ScriptPacking(this.fields, plan, this.breakables);
    this.shortcuts = new Shortcuts(w);
    this.ready = new Readiness(plan, this.present, this.breakables, this.commands);
    this.taking = new Taking(plan, this.present, this.ready, this.breakables, this.commands);
    this.moves = allMoves(w.work.count, this.breakables.length, this.commands.length);
    this.start = this.packedStart();
  }

  get words(): number {
    return this.fields.words;
  }

  /** Machines that the drill itself names are not interchangeable with others. */
  private namedHosts(): Set<string> {
    const { steps, faults } = this.plan;
    const text = JSON.stringify([steps, faults]).toLowerCase();
    return new Set(this.w.layout.hosts.map((h) => h.fqdn.toLowerCase()).filter((h) => text.includes(h)));
  }

  /** What every store holds can still be lost, or is held by one pool only and not yet by its partner. */
  private destroys(): boolean {
    const { steps, faults } = this.plan;
    return (
      faults.some((f) => f.fault.destroy) ||
      steps.some(
        (s) => (s.kind === 'fault' && s.fault.destroy) || (s.kind === 'publish' && s.change.kind === 'pair'),
      )
    );
  }

  // Packed states

  initial(out: Uint32Array, at: number): void {
    out.set(this.start, at);
  }

  /** Everything in order, nothing used up. */
  private packedStart(): Uint32Array {
    const { work, script } = this.present;
    work.fill(0);
    work[this.w.work.cycle] = 1;
    const { extraFaults, mistakes, free } = this.plan;
    const none = this.breakables.map(() => 0);
    const unused = { extraFaults, mistakes, commands: free, broken: none, open: [...none] };
    Object.assign(script, freshScript(), unused);
    const start = new Uint32Array(this.words);
    this.pack(start, 0);
    return start;
  }

  private pack(out: Uint32Array, at: number): void {
    out.fill(0, at, at + this.words);
    const { state, work, script } = this.present;
    foldHosts(this.w, state.control, this.folded);
    if (this.plan.reduce) this.shortcuts.forgetDue(state.control);
    this.packing.pack(state, work, out, at);
    this.scriptPacking.pack(script, out, at);
  }

  private unpack(words: Uint32Array, at: number): void {
    const { state, work, script, model, sink } = this.present;
    this.packing.unpack(words, at, state, work);
    this.scriptPacking.unpack(words, at, script);
    model.open(state, sink);
  }

  /** I10, the one claim about a state that nothing will change any more. */
  broken(states: Uint32Array, at: number): number {
    this.unpack(states, at);
    if (this.plan.free === 0 && !this.ready.isOver()) return 0;
    const missing = notReturned(this.present);
    if (missing.length === 0) return 0;
    // Without counts: an exploration has none.
    const what = [...new Set(missing.map((m) => m.replace(/ \(.*\)$/, '')))].join('; ');
    return this.wayOf([`I10 ${what}`]);
  }

  wayName(way: number): string {
    return this.ways.name(way);
  }

  /** How the script ended, once it is over and nothing that is under way can change that. */
  outcome(states: Uint32Array, at: number): number {
    if (this.plan.free > 0 || this.scriptPacking.step(states, at) < this.plan.steps.length) return 0;
    this.unpack(states, at);
    if (!this.ready.isOver()) return 0;
    const name = outcomeOf(this.w, this.present.script, this.present.work, this.breakables);
    return name === null ? 0 : this.outcomes.id(name);
  }

  /** The drill has come to an end: what a search for futures that never end asks. */
  recovered(states: Uint32Array, at: number): boolean {
    return this.outcome(states, at) !== 0;
  }

  outcomeName(outcome: number): string {
    return this.outcomes.name(outcome);
  }

  expand(states: Uint32Array, at: number, next: Successors): void {
    this.expandUnless(states, at, next, null);
  }

  /** As `expand`, leaving out what `unless` says; for questions about a part of the futures. */
  expandUnless(
    states: Uint32Array,
    at: number,
    next: Successors,
    unless: ((move: number, way: number) => boolean) | null,
  ): void {
    this.unpack(states, at);
    const { model, state } = this.present;
    const broken = model.brokenNow();
    const enabled = this.ready.enabled(this.moves);
    for (let i = 0; i < enabled.length; i++) {
      if (i > 0) this.unpack(states, at);
      state.told.broken = broken;
      if (!this.take(enabled[i])) continue;
      const way = this.way();
      if (unless?.(enabled[i], way)) continue;
      this.pack(next.buffer, next.at);
      next.emit(enabled[i], way);
    }
  }

  /** Makes a packed state the present one of `w`, for reports: where its script stands. */
  look(states: Uint32Array, at: number): { readonly step: number; readonly busy: boolean } {
    this.unpack(states, at);
    const { script } = this.present;
    const { step, order } = script;
    return { step: order === 1 ? step + 1 : step, busy: this.present.busy() };
  }

  /** Takes one move from a packed state, telling what it shows and starts; for reports. Answers what it broke. */
  tell(
    states: Uint32Array,
    at: number,
    move: number,
    next: Uint32Array,
    listener: Pick<Sink<Observation>, 'observe' | 'start'>,
  ): string {
    this.unpack(states, at);
    const { present } = this;
    present.state.told.broken = present.model.brokenNow();
    present.listener = listener;
    this.take(move);
    present.listener = null;
    const way = this.ways.name(this.way());
    this.pack(next, 0);
    return way;
  }

  /** The fault of the drill itself that comes next; null = all have come. */
  nextFault(): FaultAction | null {
    return this.plan.faults[this.present.script.faults]?.fault ?? null;
  }

  /** The step that is next or under way; null = the script is over. */
  current(): PlannedStep | null {
    return this.ready.current();
  }

  private take(move: number): boolean {
    const { present } = this;
    const taken = this.taking.take(this.moves[move]);
    if (taken && this.plan.reduce) this.shortcuts.hurryBatches(present.work, (a) => present.apply(a));
    return taken;
  }

  /** The number of what the last move broke: invariants with their causes, and the hazards taken before. */
  private way(): number {
    const { found } = this.present;
    return found.length === 0 ? 0 : this.wayOf(found);
  }

  private wayOf(found: readonly string[]): number {
    const { script } = this.present;
    const hazards = HAZARDS.filter((_, i) => script.hazards & (1 << i)).join(',');
    return this.ways.id(`${[...new Set(found)].sort().join(' + ')}|${hazards}`);
  }
}

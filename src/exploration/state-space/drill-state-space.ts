/**
 * A drill as a transition system for the explicit-state checker: the same model, actions and invariants as in a run,
 * but without time. Pending work ends in any order, and what the search may add comes between any two events. A state
 * is the product of a deployment and a script; each half is memoised, and a move is made on both.
 */
import type { InternedRecords } from '../../core/intern-table.js';
import type { Effects } from '../../core/model.js';
import type { PackedModel, RatedEnds, Successors } from '../../core/packed-model.js';
import { CONSEQUENCES } from '../../domain/consequence.js';
import type { FaultAction } from '../../domain/drill.js';
import type { Observation } from '../../domain/observation.js';
import type { World } from '../../domain/state/world.js';
import type { Breakable, FreeCommand } from './alphabet.js';
import { causeOf, type EndState, kindOf } from './end-state.js';
import { InternedStates, type WordStates } from './interned-states.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import { type PairListener, ProductStates } from './product-states.js';
import { freshScript } from './script-state.js';
import { severityOf } from './severity.js';
import { StateSpaceContext } from './state-space-context.js';
import type { Violation, ViolationTable } from './violation.js';

/** Deployments and scripts kept at a time, a few hundred bytes each with the answers about them. */
const PARTS_MAX = 1 << 20;

/** The state space of a plan. */
export class DrillStateSpace implements PackedModel<Violation, EndState>, WordStates, PairListener {
  readonly words: number;
  readonly world: World;
  readonly moves: readonly Move[];
  readonly breakables: readonly Breakable[];
  readonly commands: readonly FreeCommand[];
  readonly violations: ViolationTable;
  readonly endStates: InternedRecords<EndState>;
  private readonly context: StateSpaceContext;
  private readonly product: ProductStates;
  private readonly start: Uint32Array;
  /** where the successors of the state that is expanded go, and which of them are left out */
  private next: Successors | null = null;
  private unless: ((move: number, violation: number) => boolean) | null = null;

  /**
   * `partsMax` = deployments, and scripts, whose answers are kept (0 = none); `byGroup` = what is local to pairs is found
   * once for each of them. The search is the same with any.
   */
  constructor(
    readonly plan: ExplorationPlan,
    partsMax = PARTS_MAX,
    byGroup = true,
  ) {
    const context = new StateSpaceContext(plan, partsMax, byGroup);
    this.context = context;
    this.words = context.fields.words;
    this.world = context.working.world;
    this.moves = context.moves;
    this.breakables = context.breakables;
    this.commands = context.commands;
    this.violations = context.violations;
    this.product = new ProductStates(context);
    this.endStates = this.product.endStates;
    this.start = this.packedStart();
  }

  /** The same state space by numbers of deployments and scripts. */
  interned(): InternedStates {
    return new InternedStates(this, this.product);
  }

  // Packed states

  initial(out: Uint32Array, at: number): void {
    out.set(this.start, at);
  }

  /** The initial state: everything in order, nothing used up. */
  private packedStart(): Uint32Array {
    const { work, script } = this.context.working;
    work.fill(0);
    work[this.world.work.cycle.at()] = 1;
    const { faults, mistakes, free } = this.plan.request;
    const none = this.breakables.map(() => 0);
    const unused = { extraFaults: faults, mistakes, commands: free, broken: none, open: [...none] };
    Object.assign(script, freshScript(), unused);
    const start = new Uint32Array(this.words);
    this.pack(start, 0);
    const { deployments, scripts } = this.product;
    const s = scripts.number(start, 0);
    const d = deployments.withoutDead(deployments.number(start, 0), scripts.live(s));
    start.fill(0);
    deployments.write(d, start, 0);
    scripts.add(s, start, 0);
    return start;
  }

  private pack(out: Uint32Array, at: number): void {
    out.fill(0, at, at + this.words);
    this.product.deployments.pack(out, at);
    this.context.scriptPacking.pack(this.context.working.script, out, at);
  }

  private unpack(words: Uint32Array, at: number): void {
    this.product.deployments.unpack(words, at);
    this.context.scriptPacking.unpack(words, at, this.context.working.script);
  }

  /** I10, and what of I1 the end decides: claims about a state that nothing will change any more. */
  violationOf(states: Uint32Array, at: number): number {
    return this.mayBeOver(states, at)
      ? this.product.violationOf(this.deploymentOf(states, at), this.scriptOf(states, at))
      : 0;
  }

  /** How the script ended, once it is over and nothing that is under way can change that. */
  endStateOf(states: Uint32Array, at: number): number {
    return this.mayBeOver(states, at)
      ? this.product.endStateOf(this.deploymentOf(states, at), this.scriptOf(states, at))
      : 0;
  }

  /** False: the script is not over yet. Most states are like that, and their halves are not looked up. */
  private mayBeOver(states: Uint32Array, at: number): boolean {
    return this.context.scriptPacking.only('step', states, at) >= this.plan.steps.length;
  }

  /** The number of the deployment of a state. It makes room first, so that the number of the script is asked for after it. */
  private deploymentOf(states: Uint32Array, at: number): number {
    this.product.makeRoom();
    return this.product.deployments.number(states, at);
  }

  private scriptOf(states: Uint32Array, at: number): number {
    return this.product.scripts.number(states, at);
  }

  /** Whether the drill has ended. */
  isGoal(states: Uint32Array, at: number): boolean {
    return this.endStateOf(states, at) !== 0;
  }

  /** An example for each line of the table of ends, and for each cause of each consequence. */
  endStateKinds(endState: EndState): string[] {
    return [kindOf(endState), `${severityOf(endState)} ${causeOf(endState)}`];
  }

  /** How bad the end is that a further fault can lead to, by what it hits and the step in which it falls. */
  get ratedEnds(): RatedEnds | undefined {
    const { scriptPacking } = this.context;
    return this.ratedEndsOf(
      (states, at) => this.endStateOf(states, at),
      (what, states, at) => scriptPacking.only(what, states, at),
    );
  }

  /** As `ratedEnds`, of states of any kind: how the drill has ended in one, and how far its script is. */
  ratedEndsOf(...[endStateOf, only]: Parameters<WordStates['ratedEndsOf']>): RatedEnds | undefined {
    const { plan, breakables, moves, endStates } = this;
    if (plan.request.free > 0 || plan.request.faults === 0) return undefined;
    const columns = plan.steps.length + 1;
    return {
      most: CONSEQUENCES.length,
      cells: breakables.length * columns,
      severityOf(states, at) {
        const end = endStateOf(states, at);
        return end === 0 ? 0 : severityOf(endStates.record(end));
      },
      hasCells: (states, at) => only('extraFaults', states, at) > 0,
      cellOf(states, at, action) {
        const move = moves[action];
        return move.kind === 'break' ? move.what * columns + only('step', states, at) : -1;
      },
    };
  }

  expand(states: Uint32Array, at: number, next: Successors): void {
    this.expandUnless(states, at, next, null);
  }

  /** As `expand`, without the moves of which `unless` says so; for searches of a part of the state space. */
  expandUnless(
    states: Uint32Array,
    at: number,
    next: Successors,
    unless: ((move: number, violation: number) => boolean) | null,
  ): void {
    this.next = next;
    this.unless = unless;
    this.product.expand(this.deploymentOf(states, at), this.scriptOf(states, at), this);
  }

  /** Writes a successor to where they go, unless its move is left out. */
  onSuccessor(d: number, s: number, move: number, violation: number): void {
    if (this.unless?.(move, violation)) return;
    const { deployments, scripts } = this.product;
    const next = this.next!;
    const { buffer, at } = next;
    for (let i = at + deployments.words; i < at + this.words; i++) buffer[i] = 0;
    deployments.write(d, buffer, at);
    scripts.add(s, buffer, at);
    if (scripts.isForeign(s)) next.foreign++;
    next.emit(move, violation);
  }

  /** Whether the search of another share of the faults counts the state. */
  isForeign(states: Uint32Array, at: number): boolean {
    if (this.context.share === null) return false;
    this.product.makeRoom();
    return this.product.scripts.isForeign(this.scriptOf(states, at));
  }

  /** Unpacks a state into the working state, and answers where its script stands; for replays. */
  load(states: Uint32Array, at: number): { readonly step: number; readonly busy: boolean } {
    this.unpack(states, at);
    const { script } = this.context.working;
    const { step, order } = script;
    return { step: order === 1 ? step + 1 : step, busy: this.context.working.busy() };
  }

  /** Makes one move from a packed state, past all memoisation, and lets `listener` hear what it shows and starts. */
  replay(
    states: Uint32Array,
    at: number,
    move: number,
    next: Uint32Array,
    listener: Pick<Effects<Observation>, 'observe' | 'start'>,
  ): void {
    this.unpack(states, at);
    const { working, effects, progress } = this.context;
    const busy = working.busy();
    working.listenWith(listener);
    const result = effects.apply(effects.of(move, working.script));
    working.listenWith(null);
    if (result.taken) progress.after(this.moves[move], result, busy);
    this.pack(next, 0);
  }

  /** The number of the move that one of a search is in the working state: see `EnabledMoves.asTaken`. */
  asTaken(move: number): number {
    return this.context.enabled.asTaken(move);
  }

  /** The slots of the work that is under way in the working state. */
  pendingSlots(): number[] {
    return [...this.context.working.work.keys()].filter((slot) => this.context.working.work[slot] === 1);
  }

  /** The fault of the drill itself that comes next in the working state; null = all have come. */
  nextFault(): FaultAction | null {
    return this.plan.faults[this.context.working.script.faults]?.fault ?? null;
  }

  /** The step that is next or under way in the working state; null = the script is over. */
  currentStep(): PlannedStep | null {
    return this.context.enabled.currentStep();
  }
}

/** Makes the state space of a plan, for a `ModelSource`. */
export const drillStateSpaceOf = (plan: unknown): DrillStateSpace => new DrillStateSpace(plan as ExplorationPlan);

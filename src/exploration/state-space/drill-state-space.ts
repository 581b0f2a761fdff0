/**
 * A drill as a transition system for the explicit-state checker: the same model, actions and invariants as in a run,
 * but without time. Pending work ends in any order, and what the search may add comes between any two events. A state
 * is the product of a deployment and a script; each half is memoised, and a move is made on both.
 */
import { InternedRecords } from '../../core/intern-table.js';
import type { Effects } from '../../core/model.js';
import type { PackedModel, RatedEnds, Successors } from '../../core/packed-model.js';
import { CONSEQUENCES } from '../../domain/consequence.js';
import type { FaultAction } from '../../domain/drill.js';
import type { Observation } from '../../domain/observation.js';
import type { World } from '../../domain/state/world.js';
import type { Breakable, FreeCommand } from './alphabet.js';
import { DeploymentPart } from './deployment-part.js';
import { EFFECT_RESULTS } from './effects.js';
import { causeOf, type EndState, endStateKey, kindOf } from './end-state.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import { ScriptPart } from './script-part.js';
import { freshScript } from './script-state.js';
import { severityOf } from './severity.js';
import { StateSpaceContext } from './state-space-context.js';
import type { Violation, ViolationTable } from './violation.js';

/** Deployments and scripts kept at a time, a few hundred bytes each with the answers about them. */
const PARTS_MAX = 1 << 20;

/** The state space of a plan. */
export class DrillStateSpace implements PackedModel<Violation, EndState> {
  readonly words: number;
  readonly world: World;
  readonly moves: readonly Move[];
  readonly breakables: readonly Breakable[];
  readonly commands: readonly FreeCommand[];
  readonly violations: ViolationTable;
  readonly endStates = new InternedRecords<EndState>(endStateKey);
  private readonly context: StateSpaceContext;
  private readonly deployments: DeploymentPart;
  private readonly scripts: ScriptPart;
  private readonly start: Uint32Array;

  /** `partsMax` = deployments, and scripts, whose answers are kept (0 = none); the search is the same with any. */
  constructor(
    readonly plan: ExplorationPlan,
    partsMax = PARTS_MAX,
  ) {
    const context = new StateSpaceContext(plan, partsMax);
    this.context = context;
    this.words = context.fields.words;
    this.world = context.working.world;
    this.moves = context.moves;
    this.breakables = context.breakables;
    this.commands = context.commands;
    this.violations = context.violations;
    this.deployments = new DeploymentPart(context);
    this.scripts = new ScriptPart(context);
    this.start = this.packedStart();
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
    const s = this.scripts.number(start, 0);
    const d = this.deployments.withoutDead(this.deployments.number(start, 0), this.scripts.live(s));
    start.fill(0);
    this.deployments.write(d, start, 0);
    this.scripts.add(s, start, 0);
    return start;
  }

  private pack(out: Uint32Array, at: number): void {
    out.fill(0, at, at + this.words);
    this.deployments.pack(out, at);
    this.context.scriptPacking.pack(this.context.working.script, out, at);
  }

  private unpack(words: Uint32Array, at: number): void {
    this.deployments.unpack(words, at);
    this.context.scriptPacking.unpack(words, at, this.context.working.script);
  }

  /** Makes room for the parts that follow from one state; numbers given before may become invalid. */
  private makeRoom(): void {
    this.deployments.makeRoom();
    this.scripts.makeRoom();
  }

  /** Whether the script of a state is over, and no command runs. */
  private isOver(states: Uint32Array, at: number): boolean {
    if (this.context.scriptPacking.only('step', states, at) < this.plan.steps.length) return false;
    return (
      this.scripts.isOver(this.scripts.number(states, at)) &&
      !this.deployments.isBusy(this.deployments.number(states, at))
    );
  }

  /** I10, and what of I1 the end decides: claims about a state that nothing will change any more. */
  violationOf(states: Uint32Array, at: number): number {
    this.makeRoom();
    const judgesEnd = this.plan.request.free === 0;
    if (judgesEnd && !this.isOver(states, at)) return 0;
    const d = this.deployments.number(states, at);
    const broken = judgesEnd ? this.deployments.brokenAtEnd(d) : this.deployments.notReturned(d);
    return broken === 0 ? 0 : this.violations.number(broken, this.scripts.hazards(this.scripts.number(states, at)));
  }

  /** How the script ended, once it is over and nothing that is under way can change that. */
  endStateOf(states: Uint32Array, at: number): number {
    this.makeRoom();
    if (this.plan.request.free > 0 || !this.isOver(states, at)) return 0;
    const end = this.deployments.endOf(this.deployments.number(states, at));
    if (end === 0) return 0;
    return this.scripts.endState(this.scripts.number(states, at), end, this.endStates);
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
    const { plan, breakables, moves, endStates } = this;
    if (plan.request.free > 0 || plan.request.faults === 0) return undefined;
    const { scriptPacking } = this.context;
    const columns = plan.steps.length + 1;
    return {
      most: CONSEQUENCES.length,
      cells: breakables.length * columns,
      severityOf: (states, at) => {
        const end = this.endStateOf(states, at);
        return end === 0 ? 0 : severityOf(endStates.record(end));
      },
      hasCells: (states, at) => scriptPacking.only('extraFaults', states, at) > 0,
      cellOf(states, at, action) {
        const move = moves[action];
        return move.kind === 'break' ? move.what * columns + scriptPacking.only('step', states, at) : -1;
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
    this.makeRoom();
    const { deployments, scripts } = this;
    const { effects } = this.context;
    const [d, s] = [deployments.number(states, at), scripts.number(states, at)];
    const busy = deployments.isBusy(d);
    const end = this.world.pendingWork.count;
    for (let m = deployments.nextEnabled(d, 0, end); m < end; m = deployments.nextEnabled(d, m + 1, end)) {
      this.makeMove(d, s, m, effects.ofMove[m], busy, next, unless);
    }
    const { moves, step } = scripts.calledForAt(s, busy);
    for (let i = 0; i < moves.length; i += 3) {
      if (!deployments.isEnabled(d, moves[i]) || !deployments.satisfies(d, moves[i + 2], step)) continue;
      this.makeMove(d, s, moves[i], moves[i + 1], busy, next, unless);
    }
  }

  /** Writes the successor by one move to `next`, unless it is no move there. */
  private makeMove(
    d: number,
    s: number,
    move: number,
    effect: number,
    busy: boolean,
    next: Successors,
    unless: ((move: number, violation: number) => boolean) | null,
  ): void {
    const { deployments, scripts } = this;
    const after = deployments.after(d, effect);
    if (after < 2) return;
    const result = after & 1 ? deployments.resultOf(d, effect) : 0;
    const broken = Math.floor(result / EFFECT_RESULTS);
    const script = scripts.after(s, move, result % EFFECT_RESULTS, busy);
    const violation = broken === 0 ? 0 : this.violations.number(broken, scripts.hazards(script));
    if (unless?.(move, violation)) return;
    const { buffer, at } = next;
    for (let i = at + deployments.words; i < at + this.words; i++) buffer[i] = 0;
    deployments.write(deployments.withoutDead((after >> 1) - 1, scripts.live(script)), buffer, at);
    scripts.add(script, buffer, at);
    next.emit(move, violation);
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
    working.listener = listener;
    const result = effects.apply(effects.of(move, working.script));
    working.listener = null;
    if (result.taken) progress.after(this.moves[move], result, busy);
    this.pack(next, 0);
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

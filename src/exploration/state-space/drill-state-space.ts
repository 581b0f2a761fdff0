/**
 * A drill as a transition system for the explicit-state checker: the same model, actions and invariants as in a run,
 * but without time. Pending work ends in any order, and what the search may add comes between any two events. A state
 * is the product of a deployment and a script; each half is memoised, and a move is made on both.
 */
import { BitFields } from '../../core/bit-fields.js';
import { InternedRecords } from '../../core/intern-table.js';
import type { Effects } from '../../core/model.js';
import type { PackedModel, Successors } from '../../core/packed-model.js';
import type { FaultAction } from '../../domain/drill.js';
import type { Observation } from '../../domain/observation.js';
import type { World } from '../../domain/state/world.js';
import { type Breakable, breakables, type FreeCommand, freeCommands } from './alphabet.js';
import { DeadVariables } from './dead-variables.js';
import { DeploymentPart } from './deployment-part.js';
import { MoveEffects } from './effects.js';
import { EnabledMoves } from './enabled-moves.js';
import { type EndState, endStateKey, kindOf } from './end-state.js';
import { allMoves, type Move } from './moves.js';
import { destroys, type ExplorationPlan, interchangeableHosts, type PlannedStep } from './plan.js';
import { ScriptPart } from './script-part.js';
import { ScriptProgress } from './script-progress.js';
import { freshScript, ScriptPacking } from './script-state.js';
import { StatePacking } from './state-packing.js';
import { TransitionCompression } from './transition-compression.js';
import { type Violation, ViolationTable } from './violation.js';
import { WorkingState } from './working-state.js';

/** Deployments and scripts kept at a time, a few hundred bytes each with the answers about them. */
const PARTS_MAX = 1 << 20;

/** The state space of a plan. */
export class DrillStateSpace implements PackedModel<Violation, EndState> {
  readonly world: World;
  readonly moves: readonly Move[];
  readonly breakables: readonly Breakable[];
  readonly commands: readonly FreeCommand[];
  private readonly working: WorkingState;
  private readonly fields = new BitFields();
  private readonly scriptPacking: ScriptPacking;
  private readonly start: Uint32Array;
  readonly violations = new ViolationTable();
  readonly endStates = new InternedRecords<EndState>(endStateKey);
  private readonly enabled: EnabledMoves;
  private readonly progress: ScriptProgress;
  private readonly effects: MoveEffects;
  private readonly deployments: DeploymentPart;
  private readonly scripts: ScriptPart;

  /** `partsMax` = deployments, and scripts, whose answers are kept (0 = none); the search is the same with any. */
  constructor(
    readonly plan: ExplorationPlan,
    partsMax = PARTS_MAX,
  ) {
    const { request } = plan;
    const working = new WorkingState(plan);
    const { world, state, script } = working;
    this.working = working;
    this.world = world;
    const interchangeable = interchangeableHosts(plan, world);
    this.breakables = request.faults > 0 ? breakables(world, request, interchangeable) : [];
    this.commands = request.free > 0 ? freeCommands(world) : [];
    const members = this.breakables.map((b) => b.members.length);
    this.moves = allMoves(world.pendingWork.count, members, this.commands.length);
    const { fields, moves } = this;
    const packing = new StatePacking(world, fields, state.logs, {
      destroys: !request.reduce || destroys(plan),
    });
    this.scriptPacking = new ScriptPacking(fields, plan, this.breakables);
    const compression = new TransitionCompression(world);
    const dead = new DeadVariables(world, plan);
    this.enabled = new EnabledMoves(plan, working, this.breakables, this.commands, moves);
    this.progress = new ScriptProgress(plan, script, this.enabled, this.commands);
    this.effects = new MoveEffects(plan, working, compression, moves, this.breakables, this.commands);
    const { enabled, effects } = this;
    const shared = { plan, working, fields, moves, enabled, effects, dead, partsMax };
    const { broken } = this.violations;
    this.deployments = new DeploymentPart({ ...shared, packing, compression, interchangeable, broken });
    this.scripts = new ScriptPart({
      ...shared,
      packing: this.scriptPacking,
      progress: this.progress,
      breakables: this.breakables,
    });
    this.start = this.packedStart();
  }

  get words(): number {
    return this.fields.words;
  }

  // Packed states

  initial(out: Uint32Array, at: number): void {
    out.set(this.start, at);
  }

  /** The initial state: everything in order, nothing used up. */
  private packedStart(): Uint32Array {
    const { work, script } = this.working;
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
    this.scriptPacking.pack(this.working.script, out, at);
  }

  private unpack(words: Uint32Array, at: number): void {
    this.deployments.unpack(words, at);
    this.scriptPacking.unpack(words, at, this.working.script);
  }

  /** Makes room for the parts that follow from one state; numbers given before may become invalid. */
  private makeRoom(): void {
    this.deployments.makeRoom();
    this.scripts.makeRoom();
  }

  /** Whether the script of a state is over, and no command runs. */
  private isOver(states: Uint32Array, at: number): boolean {
    if (this.scriptPacking.step(states, at) < this.plan.steps.length) return false;
    return (
      this.scripts.isOver(this.scripts.number(states, at)) &&
      !this.deployments.isBusy(this.deployments.number(states, at))
    );
  }

  /** I10, the one claim about a state instead of a transition: about a state that nothing will change any more. */
  violationOf(states: Uint32Array, at: number): number {
    this.makeRoom();
    if (this.plan.request.free === 0 && !this.isOver(states, at)) return 0;
    const broken = this.deployments.notReturned(this.deployments.number(states, at));
    return broken === 0
      ? 0
      : this.violations.number(broken, this.scripts.hazards(this.scripts.number(states, at)));
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

  endStateKind(endState: EndState): string {
    return kindOf(endState);
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
    const { deployments, scripts, effects } = this;
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
    const script = scripts.after(s, move, result & 63, busy);
    const violation = result < 64 ? 0 : this.violations.number(result >> 6, scripts.hazards(script));
    if (unless?.(move, violation)) return;
    const { buffer, at } = next;
    for (let i = at + deployments.words; i < at + this.fields.words; i++) buffer[i] = 0;
    deployments.write(deployments.withoutDead((after >> 1) - 1, scripts.live(script)), buffer, at);
    scripts.add(script, buffer, at);
    next.emit(move, violation);
  }

  /** Unpacks a state into the working state, and answers where its script stands; for replays. */
  load(states: Uint32Array, at: number): { readonly step: number; readonly busy: boolean } {
    this.unpack(states, at);
    const { script } = this.working;
    const { step, order } = script;
    return { step: order === 1 ? step + 1 : step, busy: this.working.busy() };
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
    const { working } = this;
    const busy = working.busy();
    working.listener = listener;
    const result = this.effects.apply(this.effects.of(move, working.script));
    working.listener = null;
    if (result.taken) this.progress.after(this.moves[move], result, busy);
    this.pack(next, 0);
  }

  /** The fault of the drill itself that comes next in the working state; null = all have come. */
  nextFault(): FaultAction | null {
    return this.plan.faults[this.working.script.faults]?.fault ?? null;
  }

  /** The step that is next or under way in the working state; null = the script is over. */
  currentStep(): PlannedStep | null {
    return this.enabled.currentStep();
  }
}

/** Makes the state space of a plan, for a `ModelSource`. */
export const drillStateSpaceOf = (plan: unknown): DrillStateSpace =>
  new DrillStateSpace(plan as ExplorationPlan);

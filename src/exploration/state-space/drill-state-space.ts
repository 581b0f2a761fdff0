import { BitFields } from '../../core/bit-fields.js';
import { InternedRecords } from '../../core/intern-table.js';
import type { Effects } from '../../core/model.js';
import type { NumberedRecords, PackedModel, Successors } from '../../core/packed-model.js';
import type { FaultAction } from '../../domain/drill.js';
import type { Observation } from '../../domain/observation.js';
import type { World } from '../../domain/state/world.js';
import { type Breakable, breakables, type FreeCommand, freeCommands } from './alphabet.js';
import { DeadVariables } from './dead-variables.js';
import { DeploymentPart } from './deployment-part.js';
import { MoveEffects } from './effects.js';
import { EnabledMoves } from './enabled-moves.js';
import { type EndState, endStateKey, kindOf } from './end-state.js';
import { HAZARDS } from './hazards.js';
import { allMoves, type Move } from './moves.js';
import { destroys, type ExplorationPlan, interchangeableHosts, type PlannedStep } from './plan.js';
import { ScriptPart } from './script-part.js';
import { ScriptProgress } from './script-progress.js';
import { freshScript, ScriptPacking } from './script-state.js';
import { StatePacking } from './state-packing.js';
import { TransitionCompression } from './transition-compression.js';
import { type BrokenInvariant, brokenKey, hazardsOf, type Violation, violationKey } from './violation.js';
import { WorkingState } from './working-state.js';

/** Deployments, and places of scripts, a few hundred bytes each with what follows from them. */
const REMEMBERED = 1 << 20;

/**
 * The futures of a deployment under a plan, without time: pending work may end in any order, a fault may come
 * between any two events. Packed for the explorer, which knows none of this; the same model, actions and
 * invariants as in `run`.
 */
export class DrillStateSpace implements PackedModel<Violation, EndState> {
  readonly world: World;
  readonly moves: readonly Move[];
  readonly breakables: readonly Breakable[];
  readonly commands: readonly FreeCommand[];
  private readonly present: WorkingState;
  private readonly fields = new BitFields();
  private readonly scriptPacking: ScriptPacking;
  private readonly start: Uint32Array;
  /** sets of invariants that broke together */
  private readonly broken = new InternedRecords<readonly BrokenInvariant[]>((all) =>
    all.map(brokenKey).join(' + '),
  );
  readonly violations: NumberedRecords<Violation> = {
    key: (number) => violationKey(this.violations.record(number)),
    record: (number) => ({
      broken: this.broken.record(number >> HAZARDS.length),
      hazards: hazardsOf(number),
    }),
  };
  readonly endStates = new InternedRecords<EndState>(endStateKey);
  private readonly ready: EnabledMoves;
  private readonly taking: ScriptProgress;
  private readonly deeds: MoveEffects;
  private readonly deployments: DeploymentPart;
  private readonly scripts: ScriptPart;

  /** `remembered` = parts of states whose answers are kept, at most (0 = none); the search is the same with any. */
  constructor(
    readonly plan: ExplorationPlan,
    remembered = REMEMBERED,
  ) {
    const present = new WorkingState(plan);
    const { world, state, script } = present;
    this.present = present;
    this.world = world;
    const folded = interchangeableHosts(plan, world);
    this.breakables = plan.extraFaults > 0 ? breakables(world, plan.choice, folded) : [];
    this.commands = plan.free > 0 ? freeCommands(world) : [];
    const members = this.breakables.map((b) => b.members.length);
    this.moves = allMoves(world.pendingWork.count, members, this.commands.length);
    const { fields, moves, broken } = this;
    const packing = new StatePacking(world, fields, state.logs, { destroys: !plan.reduce || destroys(plan) });
    this.scriptPacking = new ScriptPacking(fields, plan, this.breakables);
    const shortcuts = new TransitionCompression(world);
    const unasked = new DeadVariables(world, plan);
    this.ready = new EnabledMoves(plan, present, this.breakables, this.commands);
    this.taking = new ScriptProgress(plan, script, this.ready, this.commands);
    this.deeds = new MoveEffects(plan, present, shortcuts, moves, this.breakables, this.commands);
    const { ready, deeds } = this;
    const shared = { plan, present, fields, moves, ready, deeds, unasked, remembered };
    this.deployments = new DeploymentPart({ ...shared, packing, shortcuts, folded, broken });
    this.scripts = new ScriptPart({
      ...shared,
      packing: this.scriptPacking,
      taking: this.taking,
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

  /** Everything in order, nothing used up. */
  private packedStart(): Uint32Array {
    const { work, script } = this.present;
    work.fill(0);
    work[this.world.work.cycle.at()] = 1;
    const { extraFaults, mistakes, free } = this.plan;
    const none = this.breakables.map(() => 0);
    const unused = { extraFaults, mistakes, commands: free, broken: none, open: [...none] };
    Object.assign(script, freshScript(), unused);
    const start = new Uint32Array(this.words);
    this.pack(start, 0);
    const s = this.scripts.number(start, 0);
    const d = this.deployments.withoutDead(this.deployments.number(start, 0), this.scripts.asked(s));
    start.fill(0);
    this.deployments.write(d, start, 0);
    this.scripts.add(s, start, 0);
    return start;
  }

  private pack(out: Uint32Array, at: number): void {
    out.fill(0, at, at + this.words);
    this.deployments.pack(out, at);
    this.scriptPacking.pack(this.present.script, out, at);
  }

  private unpack(words: Uint32Array, at: number): void {
    this.deployments.unpack(words, at);
    this.scriptPacking.unpack(words, at, this.present.script);
  }

  /** Room for what a question about one state brings: numbers of parts hold only until then. */
  private makeRoom(): void {
    this.deployments.makeRoom();
    this.scripts.makeRoom();
  }

  /** The script of a state is over, and no command runs. */
  private isOver(states: Uint32Array, at: number): boolean {
    if (this.scriptPacking.step(states, at) < this.plan.steps.length) return false;
    return (
      this.scripts.isOver(this.scripts.number(states, at)) &&
      !this.deployments.isBusy(this.deployments.number(states, at))
    );
  }

  /** I10, the one claim about a state that nothing will change any more. */
  violationOf(states: Uint32Array, at: number): number {
    this.makeRoom();
    if (this.plan.free === 0 && !this.isOver(states, at)) return 0;
    const found = this.deployments.notReturned(this.deployments.number(states, at));
    return found === 0 ? 0 : violationNumber(found, this.scripts.hazards(this.scripts.number(states, at)));
  }

  /** How the script ended, once it is over and nothing that is under way can change that. */
  endStateOf(states: Uint32Array, at: number): number {
    this.makeRoom();
    if (this.plan.free > 0 || !this.isOver(states, at)) return 0;
    const end = this.deployments.endOf(this.deployments.number(states, at));
    if (end === 0) return 0;
    return this.scripts.endState(this.scripts.number(states, at), end, this.endStates);
  }

  /** The drill has come to an end: what a search for futures that never end asks. */
  isGoal(states: Uint32Array, at: number): boolean {
    return this.endStateOf(states, at) !== 0;
  }

  endStateKind(endState: EndState): string {
    return kindOf(endState);
  }

  expand(states: Uint32Array, at: number, next: Successors): void {
    this.expandUnless(states, at, next, null);
  }

  /** As `expand`, leaving out what `unless` says; for questions about a part of the futures. */
  expandUnless(
    states: Uint32Array,
    at: number,
    next: Successors,
    unless: ((move: number, violation: number) => boolean) | null,
  ): void {
    this.makeRoom();
    const { deployments, scripts, deeds } = this;
    const [d, s] = [deployments.number(states, at), scripts.number(states, at)];
    const busy = deployments.isBusy(d);
    const end = this.world.pendingWork.count;
    for (let m = deployments.nextEnabled(d, 0, end); m < end; m = deployments.nextEnabled(d, m + 1, end)) {
      this.take(d, s, m, deeds.ofMove[m], busy, next, unless);
    }
    const { moves, step } = scripts.dueAt(s, busy);
    for (let i = 0; i < moves.length; i += 3) {
      if (!deployments.isEnabled(d, moves[i]) || !deployments.satisfies(d, moves[i + 2], step)) continue;
      this.take(d, s, moves[i], moves[i + 1], busy, next, unless);
    }
  }

  private take(
    d: number,
    s: number,
    move: number,
    deed: number,
    busy: boolean,
    next: Successors,
    unless: ((move: number, violation: number) => boolean) | null,
  ): void {
    const { deployments, scripts } = this;
    const after = deployments.after(d, deed);
    if (after < 2) return;
    const about = after & 1 ? deployments.effectOf(d, deed) : 0;
    const script = scripts.after(s, move, about & 63, busy);
    const violation = about < 64 ? 0 : violationNumber(about >> 6, scripts.hazards(script));
    if (unless?.(move, violation)) return;
    const { buffer, at } = next;
    for (let i = at + deployments.words; i < at + this.fields.words; i++) buffer[i] = 0;
    deployments.write(deployments.withoutDead((after >> 1) - 1, scripts.asked(script)), buffer, at);
    scripts.add(script, buffer, at);
    next.emit(move, violation);
  }

  /** Makes a packed state the present one of `w`, for reports: where its script stands. */
  load(states: Uint32Array, at: number): { readonly step: number; readonly busy: boolean } {
    this.unpack(states, at);
    const { script } = this.present;
    const { step, order } = script;
    return { step: order === 1 ? step + 1 : step, busy: this.present.busy() };
  }

  /** Takes one move from a packed state, telling what it shows and starts; for reports. */
  tell(
    states: Uint32Array,
    at: number,
    move: number,
    next: Uint32Array,
    listener: Pick<Effects<Observation>, 'observe' | 'start'>,
  ): void {
    this.unpack(states, at);
    const { present } = this;
    const busy = present.busy();
    present.listener = listener;
    const done = this.deeds.do(this.deeds.of(move, present.script));
    present.listener = null;
    if (done.taken) this.taking.after(this.moves[move], done, busy);
    this.pack(next, 0);
  }

  /** The fault of the drill itself that comes next; null = all have come. */
  nextFault(): FaultAction | null {
    return this.plan.faults[this.present.script.faults]?.fault ?? null;
  }

  /** The step that is next or under way; null = the script is over. */
  current(): PlannedStep | null {
    return this.ready.current();
  }
}

/** Of the number of a set of broken invariants (not 0), and the bits of the hazards taken before. */
function violationNumber(broken: number, hazards: number): number {
  return (broken << HAZARDS.length) | hazards;
}

/** For threads, each of which makes the model anew. */
export const drillStateSpaceOf = (plan: unknown): DrillStateSpace =>
  new DrillStateSpace(plan as ExplorationPlan);

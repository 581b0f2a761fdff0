/** Composition root of a state space: all that answers questions about its states, made of the plan once. */
import { BitFields } from '../../core/bit-fields.js';
import { type Breakable, breakables, type FreeCommand, freeCommands } from './alphabet.js';
import { DeadVariables } from './dead-variables.js';
import { MoveEffects } from './effects.js';
import { EnabledMoves } from './enabled-moves.js';
import { FaultShare } from './fault-share.js';
import { allMoves, type Move } from './moves.js';
import { destroys, type ExplorationPlan } from './plan.js';
import { PlanFiles } from './plan-files.js';
import { ScriptProgress } from './script-progress.js';
import { ScriptPacking } from './script-state.js';
import { StatePacking } from './state-packing.js';
import { interchangeableHosts } from './symmetry.js';
import { TransitionCompression } from './transition-compression.js';
import { ViolationTable } from './violation.js';
import { WorkingState } from './working-state.js';

export class StateSpaceContext {
  readonly working: WorkingState;
  /** groups of interchangeable machines */
  readonly interchangeable: readonly (readonly number[])[];
  readonly breakables: readonly Breakable[];
  readonly commands: readonly FreeCommand[];
  readonly moves: readonly Move[];
  /** the layout of a packed state: first the deployment, then the script */
  readonly fields = new BitFields();
  readonly deploymentPacking: StatePacking;
  readonly scriptPacking: ScriptPacking;
  readonly compression: TransitionCompression;
  readonly dead: DeadVariables;
  readonly enabled: EnabledMoves;
  readonly progress: ScriptProgress;
  readonly effects: MoveEffects;
  readonly violations = new ViolationTable();
  /** null = the search is for all faults */
  readonly share: FaultShare | null;

  /**
   * `partsMax` = deployments, and scripts, that are kept at a time with the answers about them; `byGroup` = as of
   * `DrillStateSpace`.
   */
  constructor(
    readonly plan: ExplorationPlan,
    readonly partsMax: number,
    readonly byGroup: boolean,
  ) {
    const { request } = plan;
    const working = new WorkingState(plan);
    const { world, state } = working;
    this.working = working;
    this.interchangeable = interchangeableHosts(plan, world);
    this.breakables = request.faults > 0 ? breakables(world, request, this.interchangeable) : [];
    this.commands = request.free > 0 ? freeCommands(world) : [];
    const members = this.breakables.map((b) => b.members.length);
    this.moves = allMoves(world.pendingWork.count, members, this.commands.length);
    const options = { destroys: !request.reduce || destroys(plan), files: new PlanFiles(plan, world) };
    this.deploymentPacking = new StatePacking(world, this.fields, state.logs, options);
    this.scriptPacking = new ScriptPacking(this.fields, plan, this.breakables);
    this.compression = new TransitionCompression(world);
    this.dead = new DeadVariables(world, plan);
    this.share = plan.share === undefined ? null : new FaultShare(plan.share, request.faults, this.breakables.length);
    this.enabled = new EnabledMoves(plan, working, this.breakables, this.commands, this.moves, this.share);
    this.progress = new ScriptProgress(plan, working.script, this.enabled, this.commands);
    const { moves, compression, commands } = this;
    this.effects = new MoveEffects(plan, working, compression, moves, this.breakables, commands);
  }
}

/**
 * The enabled moves, as a conjunction of what the deployment allows and what the script calls for. The two are told
 * apart so that each is memoised on its own; they meet only in a guard of a few moves (`GUARDS`).
 */
import type { Alphabet } from '../../core/model.js';
import { hazardOf } from '../../domain/cmdlets/catalog.js';
import type { BoundCommand } from '../../domain/command.js';
import type { Action } from '../../domain/deployment-model.js';
import { breaking, mending } from '../../domain/fault-targets.js';
import type { World } from '../../domain/state/world.js';
import type { Breakable, FreeCommand } from './alphabet.js';
import type { FaultShare } from './fault-share.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import { type ScriptState, waitsDecide } from './script-state.js';
import { hostSignature } from './symmetry.js';
import type { WorkingState } from './working-state.js';

/** What a move that the script calls for still demands of the deployment, about one step. */
export const GUARDS = { nothing: 0, holds: 1, holdsNot: 2, hasPartner: 3 } as const;

/** Moves that are wanted only in some of the states in which the model allows them. */
type Judged = Move & { kind: 'command' | 'break' | 'mend' };

/** Which moves are enabled in the working state. Reads it, and changes nothing. */
export class EnabledMoves {
  private readonly script: ScriptState;
  private readonly alphabet: Alphabet<Action>;
  /** of each action of the alphabet and of pending work, the number of the move that it is */
  private readonly moveOf = new Map<Action, number>();
  /** by move: the deployment has no say in it */
  private readonly always: Uint8Array;
  /** of each breakable, the numbers of the moves that mend its members */
  private readonly mends: readonly number[][];
  /** by move: it is allowed now */
  private readonly isEnabled: Uint8Array;
  /** numbers of the moves of which not all that the model allows are wanted */
  private readonly judged: number[] = [];
  /** machines of the members of each breakable that has several */
  private readonly hosts: readonly (readonly number[])[];

  constructor(
    private readonly plan: ExplorationPlan,
    private readonly working: WorkingState,
    private readonly breakables: readonly Breakable[],
    private readonly commands: readonly FreeCommand[],
    private readonly moves: readonly Move[],
    private readonly share: FaultShare | null,
  ) {
    this.script = working.script;
    const { world, model } = working;
    const candidates: Action[] = [];
    this.mends = breakables.map(() => []);
    this.isEnabled = new Uint8Array(moves.length);
    this.always = new Uint8Array(moves.length);
    moves.forEach((move, number) => {
      const action = move.kind === 'work' ? model.finished(move.slot) : this.candidateOf(move);
      if (action === null) this.always[number] = 1;
      else this.moveOf.set(action, number);
      if (action !== null && move.kind !== 'work') candidates.push(action);
      if (move.kind === 'mend') this.mends[move.what].push(number);
      if (move.kind === 'command' || move.kind === 'break' || move.kind === 'mend') this.judged.push(number);
    });
    this.alphabet = { pending: working.work, candidates };
    this.hosts = breakables.map(({ members }) =>
      members.length < 2 ? [] : members.flatMap((t) => (t.kind === 'server' ? [world.layout.host(t.server)] : [])),
    );
  }

  /** The step that is next or under way; null = the script is over. */
  currentStep(): PlannedStep | null {
    const { step, order } = this.script;
    return this.plan.steps[order === 1 ? step + 1 : step] ?? null;
  }

  /** Whether the last step has ended and all faults of the drill have come; `busy` = a command is running. */
  isOver(busy: boolean): boolean {
    const { script, plan } = this;
    return script.step >= plan.steps.length && script.faults >= plan.faults.length && !busy;
  }

  /** What somebody might try: a fault, a repair, or a command of `--free`; null = the move is none of these. */
  private candidateOf(m: Move): Action | null {
    switch (m.kind) {
      case 'break':
        return { type: 'fault', fault: breaking(this.breakables[m.what].members[m.member]) };
      case 'mend':
        return { type: 'fault', fault: mending(this.breakables[m.what].members[m.member]) };
      case 'command':
        return { type: 'command', command: this.commands[m.what].command };
      default:
        return null;
    }
  }

  /** Whether the deployment has a say in a move, by its number. */
  isJudged(move: number): boolean {
    return this.always[move] === 0;
  }

  /** Of each move 1 where the deployment allows it, whatever the script calls for; the same array at every call. */
  allowed(): Uint8Array {
    const { isEnabled, working, judged, moves } = this;
    isEnabled.set(this.always);
    for (const action of working.model.enabled(working.state, this.alphabet)) isEnabled[this.moveOf.get(action)!] = 1;
    for (const n of judged) if (isEnabled[n] === 1 && !this.isWanted(moves[n] as Judged)) isEnabled[n] = 0;
    // Where all is repaired already one can be repaired again, which changes nothing.
    for (const mends of this.mends) if (!mends.some((n) => isEnabled[n] === 1)) isEnabled[mends[0]] = 1;
    return isEnabled;
  }

  /** No hazard that is left out, and nothing that another move does or has done: a link cut one way is a cut link. */
  private isWanted(m: Judged): boolean {
    if (m.kind === 'command') return this.offered(this.commands[m.what]);
    const isCut = this.breakables[m.what].kind === 'link' && this.isEnabled[this.mends[m.what][0]] === 1;
    return !(m.kind === 'break' && isCut) && !this.isLikeOneBefore(m);
  }

  /** Interchangeable machines stand in canonical order: those that are alike are next to each other. */
  private isLikeOneBefore({ what, member }: Move & { kind: 'break' | 'mend' }): boolean {
    if (member === 0) return false;
    const { world } = this.working;
    const hosts = this.hosts[what];
    return hostSignature(world, hosts[member]) === hostSignature(world, hosts[member - 1]);
  }

  /** Nothing is prepared for after the last command. */
  private offered({ command }: FreeCommand): boolean {
    return this.plan.request.hazards || hazardOf(this.working.world, command) === null;
  }

  /** Whether the script calls for a move or leaves it open, subject to `guardOf`; `busy` = a command is running. */
  isCalledFor(m: Move, busy: boolean): boolean {
    const { plan, script } = this;
    switch (m.kind) {
      case 'work':
        return true;
      case 'step':
        return !busy && plan.request.free === 0 && this.currentStep() !== null && this.ownFaultsDone();
      case 'timeout':
        return !busy && this.currentStep()?.kind === 'until' && this.ownFaultsDone() && this.asksWaits();
      case 'drillFault':
        return this.isDrillFaultDue(busy);
      case 'mistake':
        return !busy && script.mistakes > 0 && this.isMistakePossible(m.what);
      case 'break': {
        if (script.extraFaults === 0 || (plan.request.free === 0 && this.isOver(busy))) return false;
        if (this.share?.allows(script, m.what) === false) return false;
        return plan.request.repairs || script.broken[m.what] < this.breakables[m.what].members.length;
      }
      case 'mend':
        return plan.request.repairs && script.open[m.what] > 0;
      case 'command':
        return script.commands > 0;
    }
  }

  /** What a move that is called for demands of the deployment besides, about the current step. */
  guardOf(m: Move): number {
    if (m.kind === 'timeout') return GUARDS.holdsNot;
    if (m.kind === 'step') {
      return this.currentStep()?.kind === 'until' && this.asksWaits() ? GUARDS.holds : GUARDS.nothing;
    }
    return m.kind === 'mistake' && m.what === 'partner' ? GUARDS.hasPartner : GUARDS.nothing;
  }

  /** Whether the condition of a step, by its index in the plan, holds now. */
  holds(index: number): boolean {
    const step = this.plan.steps[index] as PlannedStep & { kind: 'until' };
    return this.working.model.holds(this.working.state, { condition: step.condition, pool: step.pool });
  }

  /** Whether the pool that a command step names has a partner now. */
  hasPartner(index: number): boolean {
    const step = this.plan.steps[index];
    return step.kind === 'command' && partnerOf(this.working.world, step.command) !== null;
  }

  /**
   * The number of the move that one of a search is in a replay. Where a search does not ask whether a wait is in time
   * (`waitsDecide`), its one move is a step; a replay still knows all that the wait reads, and tells which it was.
   */
  asTaken(move: number): number {
    const { step, order } = this.script;
    const index = order === 1 ? step + 1 : step;
    if (this.moves[move].kind !== 'step' || this.plan.steps[index]?.kind !== 'until') return move;
    return this.holds(index) ? move : this.moves.findIndex(({ kind }) => kind === 'timeout');
  }

  /** Whether waits end in two ways. Where both do the same, there is one move for both. */
  private asksWaits(): boolean {
    return !this.plan.request.reduce || waitsDecide(this.script);
  }

  /** The drill's own faults that belong before what comes next have come. */
  private ownFaultsDone(): boolean {
    const { script, plan } = this;
    const next = plan.faults[script.faults];
    if (next === undefined) return true;
    const step = this.currentStep();
    const pauses = step !== null && (step.kind === 'pause' || step.kind === 'until');
    // A fault inside a pause comes before the pause is over; inside a command, after the command has begun.
    return next.inside && !pauses ? next.from >= script.step : next.from > script.step;
  }

  private isDrillFaultDue(busy: boolean): boolean {
    const { script, plan } = this;
    const next = plan.faults[script.faults];
    if (next === undefined || plan.request.free > 0 || script.step < next.from) return false;
    if (!next.inside || script.step > next.from) return true;
    const step = this.currentStep();
    return busy || step === null || step.kind === 'pause' || step.kind === 'until';
  }

  private isMistakePossible(what: (Move & { kind: 'mistake' })['what']): boolean {
    const { script, plan } = this;
    const step = this.currentStep();
    if (step === null || !this.ownFaultsDone() || script.order !== 0) return false;
    const command = step.kind === 'command' ? step.command : null;
    switch (what) {
      case 'skip':
        return !['pause', 'fault', 'notModelled'].includes(step.kind);
      case 'swap': {
        const after = plan.steps[script.step + 1];
        const acts = (x: PlannedStep): boolean => x.kind === 'command' || x.kind === 'publish';
        return after !== undefined && acts(step) && acts(after);
      }
      case 'partner':
        return command !== null;
      case 'noDisasterMode':
        return command?.parameters.DisasterMode === true;
    }
  }
}

/** The FQDN that a tired administrator might type instead; null = the command names no paired pool. */
export function partnerOf(world: World, command: BoundCommand): string | null {
  if (command.cmdlet.startsWith('Get-') || command.parameters.PoolFqdn === undefined) return null;
  const q = world.partner(world.layout.pool(String(command.parameters.PoolFqdn)));
  return q < 0 ? null : world.name(q);
}

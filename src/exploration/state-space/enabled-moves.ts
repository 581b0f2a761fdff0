import type { BoundCommand } from '../../domain/command.js';
import type { World } from '../../domain/state/world.js';
import { type Breakable, type FreeCommand, wholeness } from './alphabet.js';
import { hazardOf } from './hazards.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import type { ScriptState } from './script-state.js';
import { hostSignature } from './symmetry.js';
import type { WorkingState } from './working-state.js';

/** What a move still asks of the deployment: nothing, or whether a step's condition holds. */
export const GUARDS = { nothing: 0, holds: 1, holdsNot: 2, hasPartner: 3 } as const;

/**
 * What can happen next in an exploration: reads its present state, changes nothing. What the deployment allows and
 * what the script calls for are told apart: the one does not depend on the other but for `ASKS`.
 */
export class EnabledMoves {
  private readonly script: ScriptState;
  /** of each breakable and member, whether it is in order */
  private readonly whole: readonly (readonly (() => boolean)[])[];
  /** of each breakable with several members, their machines */
  private readonly folded: readonly (readonly number[])[];

  constructor(
    private readonly plan: ExplorationPlan,
    private readonly present: WorkingState,
    private readonly breakables: readonly Breakable[],
    private readonly commands: readonly FreeCommand[],
  ) {
    this.script = present.script;
    const { world } = present;
    this.whole = breakables.map(({ members }) => members.map((t) => wholeness(world, t)));
    this.folded = breakables.map(({ members }) =>
      members.length < 2
        ? []
        : members.flatMap((t) => (t.kind === 'server' ? [world.layout.host(t.server)] : [])),
    );
  }

  /** The step that is next or under way; null = the script is over. */
  current(): PlannedStep | null {
    const { step, order } = this.script;
    return this.plan.steps[order === 1 ? step + 1 : step] ?? null;
  }

  /** The last step has ended, and all faults of the drill have come; `busy` = a command is running. */
  isOver(busy: boolean): boolean {
    const { script, plan } = this;
    return script.step >= plan.steps.length && script.faults >= plan.faults.length && !busy;
  }

  /** The deployment allows the move, whatever the script calls for. */
  isEnabled(m: Move): boolean {
    switch (m.kind) {
      case 'work':
        return this.present.work[m.slot] === 1;
      case 'break':
        return this.whole[m.what][m.member]() && !this.isLikeOneBefore(m);
      case 'mend':
        return this.isBroken(m) && !this.isLikeOneBefore(m);
      case 'command':
        return !this.present.busy() && this.offered(this.commands[m.what]);
      default:
        return true;
    }
  }

  /** Where all is repaired already one can be repaired again, which changes nothing. */
  private isBroken({ what, member }: Move & { kind: 'break' | 'mend' }): boolean {
    const whole = this.whole[what];
    return !whole[member]() || (member === 0 && whole.every((isWhole) => isWhole()));
  }

  /** Folded machines stand in one order: those that are alike are next to each other. */
  private isLikeOneBefore({ what, member }: Move & { kind: 'break' | 'mend' }): boolean {
    if (member === 0) return false;
    const { world } = this.present;
    const hosts = this.folded[what];
    return hostSignature(world, hosts[member]) === hostSignature(world, hosts[member - 1]);
  }

  /** Nothing is prepared for after the last command. */
  private offered({ command }: FreeCommand): boolean {
    return this.plan.hazards || hazardOf(this.present.world, command) === null;
  }

  /** The script calls for the move, or leaves it open; `busy` = a command is running. See also `asks`. */
  isCalledFor(m: Move, busy: boolean): boolean {
    const { plan, script } = this;
    switch (m.kind) {
      case 'work':
        return true;
      case 'step':
        return !busy && plan.free === 0 && this.current() !== null && this.faultsDone();
      case 'timeout':
        return !busy && this.current()?.kind === 'until' && this.faultsDone();
      case 'drillFault':
        return this.drillFaultReady(busy);
      case 'mistake':
        return !busy && script.mistakes > 0 && this.mistakeReady(m.what);
      case 'break': {
        if (script.extraFaults === 0 || (plan.free === 0 && this.isOver(busy))) return false;
        return plan.repairs || script.broken[m.what] < this.breakables[m.what].members.length;
      }
      case 'mend':
        return plan.repairs && script.open[m.what] > 0;
      case 'command':
        return script.commands > 0;
    }
  }

  /** What a move that is due asks of the deployment besides, about the current step. */
  asks(m: Move): number {
    if (m.kind === 'timeout') return GUARDS.holdsNot;
    if (m.kind === 'step') return this.current()?.kind === 'until' ? GUARDS.holds : GUARDS.nothing;
    return m.kind === 'mistake' && m.what === 'partner' ? GUARDS.hasPartner : GUARDS.nothing;
  }

  /** Whether the condition of a step, by its index in the plan, holds now. */
  holds(index: number): boolean {
    const step = this.plan.steps[index] as PlannedStep & { kind: 'until' };
    return this.present.model.holds(this.present.state, { condition: step.condition, pool: step.pool });
  }

  /** Whether the pool that a command step names has a partner now. */
  hasPartner(index: number): boolean {
    const step = this.plan.steps[index];
    return step.kind === 'command' && partnerOf(this.present.world, step.command) !== null;
  }

  /** The drill's own faults that belong before what comes next have come. */
  private faultsDone(): boolean {
    const { script, plan } = this;
    const next = plan.faults[script.faults];
    if (next === undefined) return true;
    const step = this.current();
    const pauses = step !== null && (step.kind === 'pause' || step.kind === 'until');
    // A fault inside a pause comes before the pause is over; inside a command, after the command has begun.
    return next.inside && !pauses ? next.from >= script.step : next.from > script.step;
  }

  private drillFaultReady(busy: boolean): boolean {
    const { script, plan } = this;
    const next = plan.faults[script.faults];
    if (next === undefined || plan.free > 0 || script.step < next.from) return false;
    if (!next.inside || script.step > next.from) return true;
    const step = this.current();
    return busy || step === null || step.kind === 'pause' || step.kind === 'until';
  }

  private mistakeReady(what: (Move & { kind: 'mistake' })['what']): boolean {
    const { script, plan } = this;
    const step = this.current();
    if (step === null || !this.faultsDone() || script.order !== 0) return false;
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

import type { BoundCommand } from '../cmdlets/binding.js';
import type { World } from '../world.js';
import { type Breakable, type FreeCommand, isWhole } from './alphabet.js';
import { hazardOf } from './hazard.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import type { Present } from './present.js';
import type { ScriptState } from './script.js';

/** What can happen next in an exploration: reads its present state, changes nothing. */
export class Readiness {
  private readonly script: ScriptState;

  constructor(
    private readonly plan: ExplorationPlan,
    private readonly present: Present,
    private readonly breakables: readonly Breakable[],
    private readonly commands: readonly FreeCommand[],
  ) {
    this.script = present.script;
  }

  /** The step that is next or under way; null = the script is over. */
  current(): PlannedStep | null {
    const { step, order } = this.script;
    return this.plan.steps[order === 1 ? step + 1 : step] ?? null;
  }

  /** The last step has ended, and all faults of the drill have come. */
  isOver(): boolean {
    const { script, plan } = this;
    return script.step >= plan.steps.length && script.faults >= plan.faults.length && !this.present.busy();
  }

  /** Numbers of the moves that are possible now. */
  enabled(moves: readonly Move[]): number[] {
    const busy = this.present.busy();
    const over = this.plan.free === 0 && this.isOver();
    const found: number[] = [];
    for (let i = 0; i < moves.length; i++) if (this.isEnabled(moves[i], busy, over)) found.push(i);
    return found;
  }

  private isEnabled(m: Move, busy: boolean, over: boolean): boolean {
    const { plan, script } = this;
    switch (m.kind) {
      case 'work':
        return this.present.work[m.slot] === 1;
      case 'step':
        return !busy && plan.free === 0 && this.stepReady();
      case 'timeout': {
        const step = this.current();
        return !busy && step?.kind === 'until' && this.faultsDone() && !this.holds(step);
      }
      case 'drillFault':
        return this.drillFaultReady(busy);
      case 'mistake':
        return !busy && script.mistakes > 0 && this.mistakeReady(m.what);
      case 'break': {
        if (script.extraFaults === 0 || over) return false;
        const { members } = this.breakables[m.what];
        if (!plan.repairs && script.broken[m.what] >= members.length) return false;
        // Folded servers stand in one order: the first is up if any is.
        return isWhole(this.present.w, members[0]);
      }
      case 'mend':
        return plan.repairs && script.open[m.what] > 0;
      case 'command':
        return !busy && this.offered(this.commands[m.what]);
    }
  }

  /** Nothing is prepared for after the last command. */
  private offered({ command }: FreeCommand): boolean {
    return this.script.commands > 0 && (this.plan.hazards || hazardOf(this.present.w, command) === null);
  }

  private stepReady(): boolean {
    const step = this.current();
    if (step === null || !this.faultsDone()) return false;
    return step.kind !== 'until' || this.holds(step);
  }

  private holds(step: PlannedStep & { kind: 'until' }): boolean {
    return this.present.model.holds(this.present.state, { condition: step.condition, pool: step.pool });
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
        return step.kind !== 'pause' && step.kind !== 'fault';
      case 'swap': {
        const after = plan.steps[script.step + 1];
        const acts = (x: PlannedStep): boolean => x.kind === 'command' || x.kind === 'publish';
        return after !== undefined && acts(step) && acts(after);
      }
      case 'partner':
        return command !== null && partnerOf(this.present.w, command) !== null;
      case 'noDisasterMode':
        return command?.parameters.DisasterMode === true;
    }
  }
}

/** The FQDN that a tired administrator might type instead; null = the command names no paired pool. */
export function partnerOf(w: World, command: BoundCommand): string | null {
  if (command.cmdlet.startsWith('Get-') || command.parameters.PoolFqdn === undefined) return null;
  const q = w.partner(w.layout.pool(String(command.parameters.PoolFqdn)));
  return q < 0 ? null : w.name(q);
}

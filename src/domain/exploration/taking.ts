import type { BoundCommand } from '../cmdlets/binding.js';
import type { FaultAction } from '../drill.js';
import { type Breakable, breaking, type FreeCommand, isWhole, mending } from './alphabet.js';
import { HAZARDS, hazardOf } from './hazard.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import type { Present } from './present.js';
import { partnerOf, type Readiness } from './readiness.js';
import { objection, type ScriptState } from './script.js';

/** Takes moves in the present state of an exploration. */
export class Taking {
  private readonly script: ScriptState;

  constructor(
    private readonly plan: ExplorationPlan,
    private readonly present: Present,
    private readonly ready: Readiness,
    private readonly breakables: readonly Breakable[],
    private readonly commands: readonly FreeCommand[],
  ) {
    this.script = present.script;
  }

  /** Takes a move; false = it changes nothing and is no move (a refused command of `--free`). */
  take(move: Move): boolean {
    const { script } = this;
    const busy = this.present.busy();
    this.present.begin();
    switch (move.kind) {
      case 'work':
        if (move.slot !== this.present.w.work.cycle) this.present.work[move.slot] = 0;
        this.present.apply({ type: 'finish', slot: move.slot });
        break;
      case 'step':
        return this.takeStep(this.ready.current()!, null);
      case 'timeout':
        this.object('not in time');
        this.advance();
        return true;
      case 'drillFault':
        this.fault(this.plan.faults[script.faults].fault);
        script.faults++;
        break;
      case 'mistake':
        script.mistakes--;
        return this.mistake(move.what);
      case 'break':
        script.extraFaults--;
        script.broken[move.what]++;
        if (this.plan.repairs) script.open[move.what]++;
        this.fault(breaking(this.breakables[move.what].members[0]));
        break;
      case 'mend':
        script.open[move.what]--;
        this.fault(mending(this.toMend(move.what)));
        break;
      case 'command':
        return this.command(this.commands[move.what]);
    }
    if (busy) this.afterCommand();
    return true;
  }

  private toMend(what: number): Breakable['members'][number] {
    const { members } = this.breakables[what];
    return members.find((t) => !isWhole(this.present.w, t)) ?? members[0];
  }

  private fault(fault: FaultAction): void {
    if (fault.destroy) this.script.hazards |= 1 << HAZARDS.indexOf('M15');
    this.present.apply({ type: 'fault', fault });
  }

  private command({ command, counts }: FreeCommand): boolean {
    this.type(command);
    // A refusal changes nothing.
    if (this.present.ended !== null && this.present.ended.outcome !== 'ok') return false;
    if (counts) this.script.commands--;
    return true;
  }

  /** A command as typed; one that is refused is no hazard. */
  private type(command: BoundCommand): void {
    const hazard = hazardOf(this.present.w, command);
    this.present.apply({ type: 'command', command });
    if (hazard === null || this.present.ended?.outcome === 'refused') return;
    this.script.hazards |= 1 << HAZARDS.indexOf(hazard);
  }

  private mistake(what: (Move & { kind: 'mistake' })['what']): boolean {
    const step = this.ready.current()!;
    if (what === 'skip') {
      this.advance();
      return true;
    }
    if (what === 'swap') {
      this.script.order = 1;
      return this.takeStep(this.ready.current()!, null);
    }
    const { cmdlet, parameters } = (step as PlannedStep & { kind: 'command' }).command;
    if (what === 'partner') {
      const PoolFqdn = partnerOf(this.present.w, { cmdlet, parameters })!;
      return this.takeStep(step, { cmdlet, parameters: { ...parameters, PoolFqdn } });
    }
    const { DisasterMode: _, ...others } = parameters;
    return this.takeStep(step, { cmdlet, parameters: others });
  }

  private takeStep(step: PlannedStep, instead: BoundCommand | null): boolean {
    switch (step.kind) {
      case 'command':
        this.type(instead ?? step.command);
        break;
      case 'publish':
        this.present.apply({ type: 'publish', change: step.change });
        break;
      case 'fault':
        this.fault(step.fault);
        this.advance();
        return true;
      default:
        this.advance();
        return true;
    }
    this.afterCommand();
    return true;
  }

  /** A command that has ended is the end of its step. */
  private afterCommand(): void {
    if (this.present.ended === null) return;
    if (this.plan.free > 0) return;
    const step = this.ready.current();
    const { outcome } = this.present.ended;
    if (step?.expectRefused === true) {
      if (outcome !== 'refused') this.object('not refused');
    } else if (outcome === 'refused') this.object('refused');
    else if (outcome === 'failed') this.object('failed');
    else if (outcome === 'notModelled') this.object('not modelled');
    this.advance();
  }

  private object(what: Parameters<typeof objection>[1]): void {
    const step = this.ready.current();
    if (this.script.objection === 0 && step !== null) this.script.objection = objection(step.step, what);
  }

  private advance(): void {
    const { script } = this;
    if (script.order === 1) script.order = 2;
    else if (script.order === 2) {
      script.order = 0;
      script.step += 2;
    } else script.step++;
  }
}

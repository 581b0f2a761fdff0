/**
 * The effect of a move on the script: how far it is, what has been used up, and the first step that did not go as the
 * drill expects. It depends on the deployment only by how a command ended, so that it is memoised on its own.
 */
import type { FreeCommand } from './alphabet.js';
import { type EffectResult, ENDED } from './effects.js';
import type { EnabledMoves } from './enabled-moves.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import { objection, type ScriptState } from './script-state.js';

export class ScriptProgress {
  constructor(
    private readonly plan: ExplorationPlan,
    private readonly script: ScriptState,
    private readonly enabled: EnabledMoves,
    private readonly commands: readonly FreeCommand[],
  ) {}

  /** A move was made with this result; `busy` = a command was running before. */
  after(move: Move, { ended, hazard }: EffectResult, busy: boolean): void {
    const { script } = this;
    if (hazard > 0) script.hazards |= 1 << (hazard - 1);
    switch (move.kind) {
      case 'work':
        break;
      case 'step':
        return this.afterStep(ended);
      case 'timeout':
        this.object('not in time');
        return this.advance();
      case 'drillFault':
        script.faults++;
        break;
      case 'mistake':
        script.mistakes--;
        if (move.what === 'skip') return this.advance();
        if (move.what === 'swap') script.order = 1;
        return this.afterStep(ended);
      case 'break':
        script.extraFaults--;
        script.broken[move.what]++;
        if (this.plan.request.repairs) script.open[move.what]++;
        break;
      case 'mend':
        script.open[move.what]--;
        break;
      case 'command':
        if (this.commands[move.what].counts) script.commands--;
        return;
    }
    if (busy) this.afterCommand(ended);
  }

  private afterStep(ended: number): void {
    const { kind } = this.enabled.currentStep() as PlannedStep;
    if (kind === 'command' || kind === 'publish') return this.afterCommand(ended);
    if (kind === 'notModelled') this.noteUnmodelled();
    this.advance();
  }

  /** A command that has ended is the end of its step. */
  private afterCommand(ended: number): void {
    if (ended === 0 || this.plan.request.free > 0) return;
    const step = this.enabled.currentStep();
    const outcome = ENDED[ended];
    if (outcome === 'notModelled') this.noteUnmodelled();
    else if (step?.expectRefused === true) {
      if (outcome === 'refusedOtherwise') this.object('refused by another rule');
      else if (outcome !== 'refused') this.object('not refused');
    } else if (outcome === 'refused') this.object('refused');
    else if (outcome === 'failed') this.object('failed');
    this.advance();
  }

  private noteUnmodelled(): void {
    const { script } = this;
    const step = this.enabled.currentStep();
    if (script.unmodelled === 0 && step !== null) script.unmodelled = 1 + step.step;
    this.object('not modelled');
  }

  private object(what: Parameters<typeof objection>[1]): void {
    const step = this.enabled.currentStep();
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

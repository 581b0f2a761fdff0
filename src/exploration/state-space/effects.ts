/**
 * The effect of each move on the deployment, apart from what it does to the script. Effects are numbered, and moves at
 * different positions of a script share them, so that the memoised part of a state that is its deployment is asked
 * about each of them once.
 */
import { hazardOf } from '../../domain/cmdlets/catalog.js';
import { HAZARDS, type Hazard } from '../../domain/cmdlets/cmdlet.js';
import type { BoundCommand } from '../../domain/command.js';
import type { FaultAction, TopologyChange } from '../../domain/drill.js';
import { breaking, mending } from '../../domain/fault-targets.js';
import { refusesAs } from '../../domain/rules.js';
import type { Breakable, FreeCommand } from './alphabet.js';
import { partnerOf } from './enabled-moves.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import type { ScriptState } from './script-state.js';
import type { TransitionCompression } from './transition-compression.js';
import type { WorkingState } from './working-state.js';

/** What a move does to the deployment. */
export type MoveEffect =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'finish'; readonly slot: number }
  | { readonly kind: 'fault'; readonly fault: FaultAction }
  | {
      readonly kind: 'command';
      readonly command: BoundCommand;
      /** the FQDN of the partner is typed instead */
      readonly partner: boolean;
      /** where it does not go well, it was no move */
      readonly orNothing: boolean;
      /** the rule that must refuse it, as the drill has it; null = the drill names none */
      readonly rule: string | null;
    }
  | { readonly kind: 'publish'; readonly change: TopologyChange; readonly rule: string | null };

/** How a command ended in a move, by number; 0 = none did. The last: refused, but not by the rule that the drill names. */
export const ENDED = [null, 'ok', 'refused', 'failed', 'notModelled', 'refusedOtherwise'] as const;

/** What is known of an effect besides the deployment that it leads to. */
export interface EffectResult {
  /** false = it changes nothing and is no move (a refused command of `--free`) */
  readonly taken: boolean;
  /** index in ENDED: how a command ended in it, before the transitions that are compressed */
  readonly ended: number;
  /** 0, or 1 + index in HAZARDS */
  readonly hazard: number;
}

/** An `EffectResult` as a number below this: 8 × the hazard + how a command ended. */
export const EFFECT_RESULTS = 8 * (HAZARDS.length + 1);

const NO_MOVE: EffectResult = { taken: false, ended: 0, hazard: 0 };

/** All effects of a plan, by number, and how each is applied to the working state. */
export class MoveEffects {
  readonly all: MoveEffect[] = [{ kind: 'nothing' }];
  /** of each move whose effect is the same wherever the script is; 0 = it is not, or does nothing */
  readonly ofMove: readonly number[];
  private readonly ofStep: readonly number[];
  private readonly ofPartnerTyped: readonly number[];
  private readonly ofDisasterModeForgotten: readonly number[];
  private readonly ofFault: readonly number[];

  constructor(
    private readonly plan: ExplorationPlan,
    private readonly working: WorkingState,
    private readonly compression: TransitionCompression,
    private readonly moves: readonly Move[],
    breakables: readonly Breakable[],
    commands: readonly FreeCommand[],
  ) {
    const { steps, faults } = plan;
    this.ofMove = moves.map((m) => this.add(effectOf(m, breakables, commands)));
    this.ofStep = steps.map((s) => this.add(effectOfStep(s)));
    this.ofPartnerTyped = steps.map((s) =>
      this.add(s.kind === 'command' ? typed(s.command, s.rule, { partner: true }) : NOTHING),
    );
    this.ofDisasterModeForgotten = steps.map((s) => this.add(effectWithoutDisasterMode(s)));
    this.ofFault = faults.map(({ fault }) => this.add({ kind: 'fault', fault }));
  }

  private add(effect: MoveEffect): number {
    return effect.kind === 'nothing' ? 0 : this.all.push(effect) - 1;
  }

  /** The number of the effect of a move where the script is at `script`. */
  of(move: number, { step, order, faults }: ScriptState): number {
    const m = this.moves[move];
    if (m.kind === 'step') return this.ofStep[order === 1 ? step + 1 : step];
    if (m.kind === 'drillFault') return this.ofFault[faults];
    if (m.kind !== 'mistake') return this.ofMove[move];
    switch (m.what) {
      case 'skip':
        return 0;
      case 'swap':
        return this.ofStep[step + 1];
      case 'partner':
        return this.ofPartnerTyped[step];
      case 'noDisasterMode':
        return this.ofDisasterModeForgotten[step];
    }
  }

  /** Applies an effect, by its number, to the working state. */
  apply(number: number): EffectResult {
    const { working, compression } = this;
    const effect = this.all[number];
    const cycle = this.plan.request.reduce && effect.kind === 'finish' && effect.slot === working.world.work.cycle.at();
    if (cycle) compression.noteTransfers();
    working.begin();
    const hazard = this.act(effect);
    const { ended } = working;
    if (effect.kind === 'command' && effect.orNothing && ended !== null && ended.outcome !== 'ok') return NO_MOVE;
    if (cycle) compression.compressTransfers(working.work, (a) => working.apply(a));
    return {
      taken: true,
      ended: ended === null ? 0 : ENDED.indexOf(endedAs(effect, ended)),
      hazard: hazard === null ? 0 : 1 + HAZARDS.indexOf(hazard),
    };
  }

  private act(effect: MoveEffect): Hazard | null {
    const { working } = this;
    switch (effect.kind) {
      case 'nothing':
        return null;
      case 'finish':
        if (effect.slot !== working.world.work.cycle.at()) working.work[effect.slot] = 0;
        working.apply({ type: 'finish', slot: effect.slot });
        return null;
      case 'fault':
        working.apply({ type: 'fault', fault: effect.fault });
        return effect.fault.destroy ? 'M15' : null;
      case 'publish':
        working.apply({ type: 'publish', change: effect.change });
        return null;
      case 'command':
        return this.type(effect.partner ? this.toPartner(effect.command) : effect.command);
    }
  }

  /** Types a command. One that is refused is no hazard. */
  private type(command: BoundCommand): Hazard | null {
    const { working } = this;
    const hazard = hazardOf(working.world, command);
    working.apply({ type: 'command', command });
    return working.ended?.outcome === 'refused' ? null : hazard;
  }

  private toPartner({ cmdlet, parameters }: BoundCommand): BoundCommand {
    const PoolFqdn = partnerOf(this.working.world, { cmdlet, parameters })!;
    return { cmdlet, parameters: { ...parameters, PoolFqdn } };
  }
}

const NOTHING: MoveEffect = { kind: 'nothing' };

/** How a command ended, seen from the step that it is of. */
function endedAs(effect: MoveEffect, { outcome, rule }: NonNullable<WorkingState['ended']>): (typeof ENDED)[number] {
  const named = effect.kind === 'command' || effect.kind === 'publish' ? effect.rule : null;
  return outcome === 'refused' && !refusesAs(rule, named) ? 'refusedOtherwise' : outcome;
}

const typed = (
  command: BoundCommand,
  rule: string | null,
  { partner = false, orNothing = false } = {},
): MoveEffect => ({ kind: 'command', command, partner, orNothing, rule });

/** The effect of a move that is the same wherever the script is. */
function effectOf(m: Move, breakables: readonly Breakable[], commands: readonly FreeCommand[]): MoveEffect {
  switch (m.kind) {
    case 'work':
      return { kind: 'finish', slot: m.slot };
    case 'break':
      return { kind: 'fault', fault: breaking(breakables[m.what].members[m.member]) };
    case 'mend':
      return { kind: 'fault', fault: mending(breakables[m.what].members[m.member]) };
    case 'command':
      return typed(commands[m.what].command, null, { orNothing: true });
    default:
      return NOTHING;
  }
}

function effectOfStep(step: PlannedStep): MoveEffect {
  if (step.kind === 'command') return typed(step.command, step.rule);
  if (step.kind === 'publish') return { kind: 'publish', change: step.change, rule: step.rule };
  return step.kind === 'fault' ? { kind: 'fault', fault: step.fault } : NOTHING;
}

function effectWithoutDisasterMode(step: PlannedStep): MoveEffect {
  if (step.kind !== 'command') return NOTHING;
  const { cmdlet, parameters } = step.command;
  const { DisasterMode: _, ...others } = parameters;
  return typed({ cmdlet, parameters: others }, step.rule);
}

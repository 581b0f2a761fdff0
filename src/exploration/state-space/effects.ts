import type { BoundCommand } from '../../domain/command.js';
import type { FaultAction, TopologyChange } from '../../domain/drill.js';
import { refusesAs } from '../../domain/rules.js';
import { type Breakable, breaking, type FreeCommand, mending } from './alphabet.js';
import { partnerOf } from './enabled-moves.js';
import { HAZARDS, type Hazard, hazardOf } from './hazards.js';
import type { Move } from './moves.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';
import type { ScriptState } from './script-state.js';
import type { TransitionCompression } from './transition-compression.js';
import type { WorkingState } from './working-state.js';

/** What a move does to the deployment; the same deed may be that of several moves, at several places of a script. */
export type MoveEffect =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'finish'; readonly slot: number }
  | { readonly kind: 'fault'; readonly fault: FaultAction }
  /**
   * `partner` = its FQDN is typed instead; `orNothing` = where it does not go well, it was no move;
   * `rule` = the one that must refuse it, as the drill has it (null = it names none)
   */
  | {
      readonly kind: 'command';
      readonly command: BoundCommand;
      readonly partner: boolean;
      readonly orNothing: boolean;
      readonly rule: string | null;
    }
  | { readonly kind: 'publish'; readonly change: TopologyChange; readonly rule: string | null };

/** How a command ended in a move, by number; 0 = none did. The last: refused, but not by the rule that the drill names. */
export const ENDED = [null, 'ok', 'refused', 'failed', 'notModelled', 'refusedOtherwise'] as const;

/** What is known of a deed besides the state it leads to. */
export interface EffectResult {
  /** false = it changes nothing and is no move (a refused command of `--free`) */
  readonly taken: boolean;
  /** index in ENDED: how a command ended in it, before what shortcuts pass over */
  readonly ended: number;
  /** 0, or 1 + index in HAZARDS */
  readonly hazard: number;
}

const NO_MOVE: EffectResult = { taken: false, ended: 0, hazard: 0 };

/** All deeds of a plan, by number, and how each is done to the present deployment. */
export class MoveEffects {
  readonly all: MoveEffect[] = [{ kind: 'nothing' }];
  /** of each move that is the same wherever the script is */
  readonly ofMove: readonly number[];
  private readonly ofStep: readonly number[];
  private readonly toPartner: readonly number[];
  private readonly withoutDisasterMode: readonly number[];
  private readonly ofFault: readonly number[];

  constructor(
    private readonly plan: ExplorationPlan,
    private readonly present: WorkingState,
    private readonly shortcuts: TransitionCompression,
    private readonly moves: readonly Move[],
    breakables: readonly Breakable[],
    commands: readonly FreeCommand[],
  ) {
    const { steps, faults } = plan;
    this.ofMove = moves.map((m) => this.add(deedOf(m, breakables, commands)));
    this.ofStep = steps.map((s) => this.add(deedOfStep(s)));
    this.toPartner = steps.map((s) =>
      this.add(s.kind === 'command' ? typed(s.command, s.rule, true) : NOTHING),
    );
    this.withoutDisasterMode = steps.map((s) => this.add(deedWithoutDisasterMode(s)));
    this.ofFault = faults.map(({ fault }) => this.add({ kind: 'fault', fault }));
  }

  private add(deed: MoveEffect): number {
    return deed.kind === 'nothing' ? 0 : this.all.push(deed) - 1;
  }

  /** The number of what a move does where the script is at `script`. */
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
        return this.toPartner[step];
      case 'noDisasterMode':
        return this.withoutDisasterMode[step];
    }
  }

  /** Does it to the present deployment. */
  do(number: number): EffectResult {
    const { present } = this;
    const deed = this.all[number];
    const cycles = this.plan.reduce && deed.kind === 'finish' && deed.slot === present.world.work.cycle.at();
    if (cycles) this.shortcuts.noteBatches();
    present.begin();
    const hazard = this.act(deed);
    const { ended } = present;
    if (deed.kind === 'command' && deed.orNothing && ended !== null && ended.outcome !== 'ok') return NO_MOVE;
    if (cycles) this.shortcuts.compressTransfers(present.work, (a) => present.apply(a));
    return {
      taken: true,
      ended: ended === null ? 0 : ENDED.indexOf(endedAs(deed, ended)),
      hazard: hazard === null ? 0 : 1 + HAZARDS.indexOf(hazard),
    };
  }

  private act(deed: MoveEffect): Hazard | null {
    const { present } = this;
    switch (deed.kind) {
      case 'nothing':
        return null;
      case 'finish':
        if (deed.slot !== present.world.work.cycle.at()) present.work[deed.slot] = 0;
        present.apply({ type: 'finish', slot: deed.slot });
        return null;
      case 'fault':
        present.apply({ type: 'fault', fault: deed.fault });
        return deed.fault.destroy ? 'M15' : null;
      case 'publish':
        present.apply({ type: 'publish', change: deed.change });
        return null;
      case 'command':
        return this.type(deed.partner ? this.partners(deed.command) : deed.command);
    }
  }

  /** A command as typed; one that is refused is no hazard. */
  private type(command: BoundCommand): Hazard | null {
    const { present } = this;
    const hazard = hazardOf(present.world, command);
    present.apply({ type: 'command', command });
    return present.ended?.outcome === 'refused' ? null : hazard;
  }

  private partners({ cmdlet, parameters }: BoundCommand): BoundCommand {
    const PoolFqdn = partnerOf(this.present.world, { cmdlet, parameters })!;
    return { cmdlet, parameters: { ...parameters, PoolFqdn } };
  }
}

const NOTHING: MoveEffect = { kind: 'nothing' };

/** How a command ended, seen from the step that it is of. */
function endedAs(
  deed: MoveEffect,
  { outcome, rule }: NonNullable<WorkingState['ended']>,
): (typeof ENDED)[number] {
  const named = deed.kind === 'command' || deed.kind === 'publish' ? deed.rule : null;
  return outcome === 'refused' && !refusesAs(rule, named) ? 'refusedOtherwise' : outcome;
}

const typed = (
  command: BoundCommand,
  rule: string | null,
  partner = false,
  orNothing = false,
): MoveEffect => ({
  kind: 'command',
  command,
  partner,
  orNothing,
  rule,
});

/** The deed of a move that is the same wherever the script is. */
function deedOf(m: Move, breakables: readonly Breakable[], commands: readonly FreeCommand[]): MoveEffect {
  switch (m.kind) {
    case 'work':
      return { kind: 'finish', slot: m.slot };
    case 'break':
      return { kind: 'fault', fault: breaking(breakables[m.what].members[m.member]) };
    case 'mend':
      return { kind: 'fault', fault: mending(breakables[m.what].members[m.member]) };
    case 'command':
      return typed(commands[m.what].command, null, false, true);
    default:
      return NOTHING;
  }
}

function deedOfStep(step: PlannedStep): MoveEffect {
  if (step.kind === 'command') return typed(step.command, step.rule);
  if (step.kind === 'publish') return { kind: 'publish', change: step.change, rule: step.rule };
  return step.kind === 'fault' ? { kind: 'fault', fault: step.fault } : NOTHING;
}

function deedWithoutDisasterMode(step: PlannedStep): MoveEffect {
  if (step.kind !== 'command') return NOTHING;
  const { cmdlet, parameters } = step.command;
  const { DisasterMode: _, ...others } = parameters;
  return typed({ cmdlet, parameters: others }, step.rule);
}

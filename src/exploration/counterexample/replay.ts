/**
 * Replays a path of the search through the model and says what each move did: who acted, what happened, and what
 * changed. The search itself keeps numbers of moves only.
 */
import { WORK_BEHAVIOUR } from '../../domain/components/registry.js';
import type { Drill } from '../../domain/drill.js';
import { breaking } from '../../domain/fault-targets.js';
import type { Observation } from '../../domain/observation.js';
import { describeFault } from '../../domain/stepping/faults.js';
import type { ReportedStep } from '../exploration-report.js';
import type { Breakable } from '../state-space/alphabet.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';
import type { Move } from '../state-space/moves.js';
import { changedIn, pictureOf } from '../state-space/state-diff.js';
import { nameOfMove } from './move-names.js';

/** A path replayed, move by move. */
export interface ReplayedPath {
  /** The moves by their numbers, as they are in a replay (`DrillStateSpace.asTaken`). */
  readonly moves: readonly number[];
  /** What the path is to a reader. */
  readonly steps: readonly ReportedStep[];
  /** What an administrator would see before the first move, by subject. */
  readonly atStart: Readonly<Record<string, string>>;
  /** Packed states: before the first move, and after each. */
  readonly states: readonly Uint32Array[];
  /** What the last move violates. */
  readonly violations: readonly (Observation & { kind: 'violation' })[];
  /** Where among the steps of the script each move was taken. */
  readonly positions: readonly ScriptPosition[];
  /** The work that was started, in the order of the moves. */
  readonly starts: readonly StartedWork[];
}

export interface ScriptPosition {
  /** index among the steps of the plan */
  readonly step: number;
  /** a command is running */
  readonly busy: boolean;
}

export interface StartedWork {
  /** index of the move that started it */
  readonly move: number;
  readonly slot: number;
  /** how long it takes with today's durations */
  readonly minMs: number;
  readonly maxMs: number;
}

/** What one move of a replay comes to. */
export interface TakenMove {
  /** its number */
  readonly number: number;
  readonly step: ReportedStep;
  readonly observed: readonly Observation[];
  /** where among the steps of the script it was taken */
  readonly position: ScriptPosition;
  readonly started: readonly Omit<StartedWork, 'move'>[];
}

/** A replay, one move after another from the initial state. */
export class PathPlayer {
  /** the packed state now */
  state: Uint32Array;
  /** what an administrator would see now, by subject */
  picture: Readonly<Record<string, string>>;

  constructor(
    private readonly space: DrillStateSpace,
    private readonly drill: Drill,
  ) {
    this.state = new Uint32Array(space.words);
    space.initial(this.state, 0);
    space.load(this.state, 0);
    this.picture = pictureOf(space.world);
  }

  /** Makes a move, by the number that it has in a search. It is not asked whether it is enabled. */
  take(searched: number): TakenMove {
    const { space } = this;
    const next = new Uint32Array(space.words);
    const observed: Observation[] = [];
    const started: Omit<StartedWork, 'move'>[] = [];
    const position = space.load(this.state, 0);
    const number = space.asTaken(searched);
    const described = describeMove(space, this.drill, space.moves[number]);
    space.replay(this.state, 0, number, next, {
      observe: (o) => observed.push(o),
      start: (slot, minMs, maxMs) => started.push({ slot, minMs, maxMs }),
    });
    this.state = next;
    space.load(next, 0);
    const picture = pictureOf(space.world);
    const changed = changedIn(this.picture, picture);
    this.picture = picture;
    const answer = answerIn(observed);
    const action = answer === null ? described.action : `${described.action}: ${answer}`;
    return { number, step: { ...described, action, changed, answer }, observed, position, started };
  }
}

/** Replays the moves of a path, by their numbers, from the initial state. */
export function replayPath(space: DrillStateSpace, drill: Drill, moves: readonly number[]): ReplayedPath {
  const player = new PathPlayer(space, drill);
  const states = [player.state];
  const atStart = player.picture;
  const taken = moves.map((move) => {
    const one = player.take(move);
    states.push(player.state);
    return one;
  });
  return {
    moves: taken.map(({ number }) => number),
    steps: taken.map(({ step }) => step),
    atStart,
    states,
    violations: (taken.at(-1)?.observed ?? []).filter((o) => o.kind === 'violation'),
    positions: taken.map(({ position }) => position),
    starts: taken.flatMap(({ started }, move) => started.map((work) => ({ move, ...work }))),
  };
}

/** What a command came to that ended in a move: `refused (D40)`; null = none did, or it went well. */
function answerIn(observed: readonly Observation[]): string | null {
  const ended = observed.find((o) => o.kind === 'commandEnded');
  if (ended === undefined || ended.outcome === 'ok') return null;
  return `${ended.outcome}${ended.rule === null ? '' : ` (${ended.rule})`}`;
}

/** A replayed path in one line a step, as the report lists it. */
export const linesOf = ({ steps }: ReplayedPath): string[] => steps.map((s) => `${s.actor}: ${s.action}`);

/** A move of the working state: who makes it, what it is, in which line of the drill it stands, and its name. */
export function describeMove(
  space: DrillStateSpace,
  drill: Drill,
  move: Move,
): Pick<ReportedStep, 'actor' | 'action' | 'line' | 'move'> {
  return { ...inWords(space, drill, move), move: nameOfMove(space, drill, move) };
}

function inWords(space: DrillStateSpace, drill: Drill, move: Move): { actor: string; action: string; line: number } {
  const step = space.currentStep();
  const source = step === null ? undefined : drill.steps[step.step];
  const line = source?.position.line ?? 0;
  const text = source?.text ?? '';
  switch (move.kind) {
    case 'step': {
      const unknown = step?.kind === 'notModelled' ? ': notModelled' : '';
      return { actor: 'administrator', action: `${text}${unknown}`, line };
    }
    case 'timeout':
      return { actor: 'administrator', action: `goes on, the wait is over without success: ${text}`, line };
    case 'mistake':
      return { actor: 'administrator', action: mistakeText(move.what, text), line };
    case 'drillFault':
      return { actor: 'drill', action: describeFault(space.nextFault()!), line: 0 };
    case 'break':
      return { actor: 'fault', action: lostText(space.breakables[move.what]), line: 0 };
    case 'mend':
      return { actor: 'repair', action: `${space.breakables[move.what].name} is back`, line: 0 };
    case 'command':
      return { actor: 'administrator', action: space.commands[move.what].line, line: 0 };
    case 'work':
      return { ...workText(space, move.slot), line: 0 };
  }
}

const lostText = ({ kind, name, members }: Breakable): string =>
  kind === 'hydration' ? `${describeFault(breaking(members[0]))}; it is typed again at once` : `${name} is lost`;

function mistakeText(what: (Move & { kind: 'mistake' })['what'], text: string): string {
  const how = {
    skip: 'forgets',
    swap: 'does the next step before this one',
    partner: "types the partner's FQDN in",
    noDisasterMode: 'forgets -DisasterMode in',
  }[what];
  return `MISTAKE: ${how}: ${text}`;
}

/** What the end of the work in a slot means. */
export function workText({ world }: DrillStateSpace, slot: number): { actor: string; action: string } {
  const { kind, pool, part } = world.pendingWork.subjects[slot];
  return WORK_BEHAVIOUR[kind].words(world, pool, part);
}

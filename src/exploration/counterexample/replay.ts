import { WORK_BEHAVIOUR } from '../../domain/components/registry.js';
import type { Drill } from '../../domain/drill.js';
import type { Observation } from '../../domain/observation.js';
import { describeFault } from '../../domain/stepping/faults.js';
import type { ToldStep } from '../exploration-report.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';
import type { Move } from '../state-space/moves.js';
import { changedIn, pictureOf } from '../state-space/state-diff.js';

/** A future taken again, move by move. */
export interface ReplayedPath {
  readonly steps: readonly ToldStep[];
  /** packed states: before the first move, and after each */
  readonly states: readonly Uint32Array[];
  /** what broke last */
  readonly violations: readonly (Observation & { kind: 'violation' })[];
  /** where among the steps of the script each move was taken, and whether a command ran */
  readonly positions: readonly ScriptPosition[];
  /** durations of the work that was started, by slot, at each move */
  readonly starts: readonly Started[];
}

export interface ScriptPosition {
  readonly step: number;
  readonly busy: boolean;
}

export interface Started {
  /** index of the move in which it started */
  readonly move: number;
  readonly slot: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Takes the moves of a future again from the start and tells what each did. */
export function replayPath(
  exploration: DrillStateSpace,
  drill: Drill,
  moves: readonly number[],
): ReplayedPath {
  const { words, world } = exploration;
  let state = new Uint32Array(words);
  exploration.initial(state, 0);
  const steps: ToldStep[] = [];
  const states = [state];
  const positions: ScriptPosition[] = [];
  const starts: Started[] = [];
  let violations: (Observation & { kind: 'violation' })[] = [];
  exploration.load(state, 0);
  let before = pictureOf(world);
  moves.forEach((number, i) => {
    const next = new Uint32Array(words);
    const seen: Observation[] = [];
    positions.push(exploration.load(state, 0));
    const said = saying(exploration, drill, exploration.moves[number]);
    exploration.tell(state, 0, number, next, {
      observe: (o) => seen.push(o),
      start: (slot, minMs, maxMs) => starts.push({ move: i, slot, minMs, maxMs }),
    });
    violations = seen.filter((o) => o.kind === 'violation');
    state = next;
    states.push(state);
    exploration.load(state, 0);
    const after = pictureOf(world);
    const answer = seen.find((o) => o.kind === 'commandEnded');
    const told =
      answer === undefined || answer.outcome === 'ok'
        ? ''
        : `: ${answer.outcome}${answer.rule === null ? '' : ` (${answer.rule})`}`;
    steps.push({ ...said, action: `${said.action}${told}`, changed: changedIn(before, after) });
    before = after;
  });
  return { steps, states, violations, positions, starts };
}

/** Who does a move, what it is, and in which line of the drill it stands. */
function saying(
  e: DrillStateSpace,
  drill: Drill,
  move: Move,
): { actor: string; action: string; line: number } {
  const step = e.current();
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
      return { actor: 'drill', action: describeFault(e.nextFault()!), line: 0 };
    case 'break':
      return { actor: 'fault', action: `${e.breakables[move.what].name} is lost`, line: 0 };
    case 'mend':
      return { actor: 'repair', action: `${e.breakables[move.what].name} is back`, line: 0 };
    case 'command':
      return { actor: 'administrator', action: e.commands[move.what].line, line: 0 };
    case 'work':
      return { ...workText(e, move.slot), line: 0 };
  }
}

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
export function workText(e: DrillStateSpace, slot: number): { actor: string; action: string } {
  const { kind, pool, part } = e.world.pendingWork.subjects[slot];
  return WORK_BEHAVIOUR[kind].words(e.world, pool, part);
}

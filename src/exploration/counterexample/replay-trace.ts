/**
 * Replays a saved counterexample: its moves are looked up by name in the state space of today, and each is made only
 * where it is enabled. What a step changes, answers and breaks comes from the model, never from what was saved; the
 * saved words only tell where the two part.
 */

import { counted } from '../../core/format.js';
import { Successors } from '../../core/packed-model.js';
import type { Drill } from '../../domain/drill.js';
import type { Observation } from '../../domain/observation.js';
import { describeFault } from '../../domain/stepping/faults.js';
import type { ReportedStep } from '../exploration-report.js';
import { countsAsFailure } from '../judge-exploration.js';
import { type LogPlan, plansOf } from '../log-plans.js';
import type { BrokenAgain, Parting, ReplayedStep, ReplayReport, StateAfter } from '../replay-report.js';
import { outcomeText } from '../reported-outcomes.js';
import type { ExploreRequest } from '../request.js';
import { DrillStateSpace } from '../state-space/drill-state-space.js';
import type { Violation } from '../state-space/violation.js';
import { violationInWords } from '../violations.js';
import { isOfScript, moveNamed } from './move-names.js';
import { describeMove, PathPlayer } from './replay.js';
import { stateInWords } from './state-in-words.js';

/** What a replay needs of a trace beside the drill. */
export interface SavedTrace {
  readonly request: ExploreRequest;
  /** name of the search that found it */
  readonly log: string;
  readonly invariant: string;
  readonly cause: string | null;
  readonly steps: readonly ReportedStep[];
}

/** What a trace comes to today; `after` = the step after which the whole state is told, 0 = the start, null = none. */
export type TraceReplay = Pick<ReplayReport, 'verdict' | 'reason' | 'reproduced' | 'steps' | 'parted' | 'state'>;

/** Takes the steps of a trace again, as far as the drill, its deployment and today's rules allow it. */
export function replayTraceOf(drill: Drill, trace: SavedTrace, after: number | null): TraceReplay {
  const plan = plansOf(drill, trace.request).find(({ name }) => name === trace.log);
  if (plan === undefined) {
    const why = `nothing is acknowledged of ${trace.log} in this deployment, so that no search follows it`;
    return judged(drill, trace, [], { step: 0, action: '', why, possible: [] }, null);
  }
  return new TracePlayer(drill, trace, plan).play(after);
}

/** One replay of one trace. */
class TracePlayer {
  private readonly space: DrillStateSpace;
  private readonly player: PathPlayer;
  private readonly next: Successors;
  /** the packed state as a search has it: without what nothing reads any more */
  private searched: Uint32Array;
  private readonly steps: ReplayedStep[] = [];

  constructor(
    private readonly drill: Drill,
    private readonly trace: SavedTrace,
    private readonly plan: LogPlan,
  ) {
    this.space = new DrillStateSpace(plan.plan);
    this.player = new PathPlayer(this.space, drill);
    this.next = new Successors(this.space.words);
    this.searched = this.player.state;
  }

  play(after: number | null): TraceReplay {
    let state = after === 0 ? this.stateNow(0) : null;
    for (const [i, saved] of this.trace.steps.entries()) {
      const parted = this.take(i + 1, saved);
      if (after === i + 1 && this.steps.length > i) state = this.stateNow(after);
      if (parted !== null) return judged(this.drill, this.trace, this.steps, parted, state);
    }
    return judged(this.drill, this.trace, this.steps, null, state);
  }

  private stateNow(step: number): StateAfter {
    return stateInWords(this.space, this.drill, this.player.state, step);
  }

  /** Takes a step again; an answer tells why it is not the step that was saved. */
  private take(step: number, saved: ReportedStep): Parting | null {
    const { space, drill, player, next } = this;
    next.clear();
    space.expand(this.searched, 0, next);
    space.load(player.state, 0);
    const enabled = Array.from(next.actions.subarray(0, next.count), (move) => space.asTaken(move));
    const number = moveNamed(space, drill, saved.move);
    const at = number === null ? -1 : enabled.indexOf(number);
    if (number === null || at < 0) {
      const possible = enabled.map((m) => sentence(describeMove(space, drill, space.moves[m])));
      return { step, action: sentence(saved), why: this.whyNot(saved, number), possible };
    }
    const taken = player.take(number);
    this.searched = next.buffer.slice(at * space.words, (at + 1) * space.words);
    const broken = this.brokenBy(next.violations[at], taken.observed);
    const wasChanged = Object.fromEntries(
      [...new Set([...Object.keys(saved.changed), ...Object.keys(taken.step.changed)])]
        .filter((subject) => saved.changed[subject] !== taken.step.changed[subject])
        .map((subject) => [subject, saved.changed[subject] ?? null]),
    );
    this.steps.push({ ...taken.step, broken, wasChanged });
    if (taken.step.answer === saved.answer) return null;
    const why = `it came to "${saved.answer ?? 'ok'}" when the trace was saved, and comes to "${taken.step.answer ?? 'ok'}" now`;
    return { step, action: sentence(saved), why, possible: [] };
  }

  /** Why a step is not possible in the working state; `number` = that of its move, null = there is none of that name. */
  private whyNot({ move }: ReportedStep, number: number | null): string {
    const { space, drill } = this;
    const [kind] = move.split(' ', 1);
    if (number !== null) return kind === 'step' ? this.whyNoStep() : (NOT_ENABLED[kind] ?? 'it is not possible there');
    if (!isOfScript(move)) return NO_SUCH_MOVE[kind] ?? 'this version knows no such step';
    const step = space.currentStep();
    const own = space.nextFault();
    if (kind === 'drillFault') {
      return own === null
        ? 'all faults of the drill have come'
        : `the next fault of the drill is: ${describeFault(own)}`;
    }
    return step === null
      ? 'the drill has no step left'
      : `the next step of the drill is: ${drill.steps[step.step].text}`;
  }

  /** Why the step that is next in the drill cannot be taken in the state now. */
  private whyNoStep(): string {
    const { space, player } = this;
    if (space.load(player.state, 0).busy) return 'the command before it is still running';
    if (space.currentStep()?.kind === 'until') return 'what it waits for does not hold';
    const own = space.nextFault();
    return own === null ? 'it is not possible there' : `a fault of the drill comes first: ${describeFault(own)}`;
  }

  /** What a move breaks, and what the state after it does where that is the end. */
  private brokenBy(violation: number, observed: readonly Observation[]): BrokenAgain[] {
    const { space, drill, trace, plan } = this;
    const numbers = [violation, space.violationOf(this.searched, 0)].filter((n) => n !== 0);
    const records = numbers.map((n): Violation => space.violations.record(n));
    const outcome = plan.outcome === null ? null : outcomeText(plan.outcome);
    return records.flatMap(({ broken, hazards }) =>
      broken.map((one) => {
        const seen = observed.find((o) => o.kind === 'violation' && o.invariant === one.invariant);
        const said = seen?.kind === 'violation' ? seen.message : '';
        const declared = drill.expect.violates.includes(one.invariant);
        const message = violationInWords(one, [plan.name], said);
        const fails = countsAsFailure({ declared, outcome, hazards }, trace.request);
        return { ...one, message, hazards, fails };
      }),
    );
  }
}

const sentence = ({ actor, action }: Pick<ReportedStep, 'actor' | 'action'>): string => `${actor}: ${action}`;

/** Of each kind of move, why one that there is may not be made. */
const NOT_ENABLED: Readonly<Record<string, string>> = {
  work: 'this is not under way there',
  timeout: 'what is waited for holds there, so that the wait does not end without success',
  drillFault: 'this fault of the drill is not due there',
  mistake: 'this mistake cannot be made there',
  break: 'it is broken already, or no further fault may come',
  mend: 'it is not broken there',
  command: 'it is refused there, or not offered',
};

/** Of each kind of move, why there is none of that name. */
const NO_SUCH_MOVE: Readonly<Record<string, string>> = {
  work: 'the deployment has no such component',
  break: 'nothing of that name can break in this deployment',
  mend: 'nothing of that name can break in this deployment',
  command: 'no such command is offered for this deployment',
};

/** The verdict: what breaks and counts fails; what does not fit any more is inconclusive; else the trace passes. */
function judged(
  drill: Drill,
  trace: SavedTrace,
  steps: readonly ReplayedStep[],
  parted: Parting | null,
  state: StateAfter | null,
): TraceReplay {
  const isSaved = (one: BrokenAgain): boolean => one.invariant === trace.invariant && one.cause === trace.cause;
  const again = parted === null ? steps.at(-1)?.broken.find(isSaved) : undefined;
  const failing = steps.flatMap(({ broken }, i) => broken.filter((b) => b.fails).map((b) => ({ ...b, step: i + 1 })));
  const result = { reproduced: again !== undefined, steps, parted, state };
  const all = counted(trace.steps.length, 'step');
  if (again?.fails)
    return { ...result, verdict: 'failed', reason: `${again.invariant} breaks again after ${all}: ${again.message}.` };
  const [first] = failing;
  if (first !== undefined) {
    const instead = `${first.invariant} breaks in step ${first.step}: ${first.message}.`;
    return {
      ...result,
      verdict: 'failed',
      reason: `${instead} The trace was saved for ${trace.invariant}${parted === null ? '' : `, and does not fit from step ${parted.step} on`}.`,
    };
  }
  if (parted !== null) {
    const where = parted.step === 0 ? 'before its first step' : `at step ${parted.step} of ${trace.steps.length}`;
    return { ...result, verdict: 'inconclusive', reason: `The trace does not fit any more ${where}: ${parted.why}.` };
  }
  if (again !== undefined) {
    return {
      ...result,
      verdict: 'passed',
      reason: `${again.invariant} breaks again after ${all}, and fails nothing: ${excuse(drill, again)}.`,
    };
  }
  return { ...result, verdict: 'passed', reason: passedBecause(drill, trace, steps) };
}

/** All steps could be taken, and what the trace was saved for did not come. */
function passedBecause(drill: Drill, trace: SavedTrace, steps: readonly ReplayedStep[]): string {
  const all = counted(trace.steps.length, 'step');
  const other = steps.flatMap(({ broken }, i) => broken.map((one) => ({ ...one, step: i + 1 }))).at(0);
  if (other === undefined) {
    return `${trace.invariant} does not break any more: ${all} could be taken again, and nothing breaks. What comes after them is not searched.`;
  }
  const cause = trace.cause === null ? '' : ` by "${trace.cause}"`;
  return `${trace.invariant} does not break${cause} at the end of ${all}; ${other.invariant} breaks in step ${other.step}, and fails nothing: ${excuse(drill, other)}: ${other.message}.`;
}

function excuse(drill: Drill, { invariant, hazards }: BrokenAgain): string {
  if (drill.expect.violates.some((id) => id === invariant)) return 'the drill declares it under expect.violates';
  if (hazards.length > 0) return `it follows the named hazard ${hazards.join(', ')}`;
  return 'it needs an outcome that was only reported';
}

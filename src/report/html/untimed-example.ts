/** Counterexamples that no timed run shows, as a page steps through them: an order of steps and what each changes, without a clock. */
import { counted } from '../../core/format.js';
import { isBadEnd } from '../../domain/consequence.js';
import type { ExploreReport, ReportedViolation } from '../../exploration/exploration-report.js';
import { CONSEQUENCE_WORDS, timingInWords } from '../text/exploration-words.js';
import type { ExplorationRuns } from '../text/page.js';
import { violationId, wayId } from './embedded-exploration.js';
import { type StoryStep, wayThere } from './story.js';

/** One of them; plain data. */
export interface UntimedExample {
  /** the name that the page has for it */
  readonly id: string;
  readonly title: string;
  /** why no timed run shows it, as far as that is known */
  readonly why: string;
  readonly steps: readonly UntimedStep[];
  /** subject → what it was before the first step, of what changes on the way; null = what changes is not recorded */
  readonly atStart: Readonly<Record<string, string>> | null;
  /** what is broken after the last step */
  readonly broken: string;
}

/** A step of it. */
export interface UntimedStep extends Omit<StoryStep, 'changed'> {
  /** subject → what it is now */
  readonly changed: Readonly<Record<string, string>>;
}

/** Said where nothing avoids what comes any more. */
export const NO_WAY_OUT = 'from here on nothing in the drill avoids it';

/** Those of a report, by the runs that its page has. */
export function untimedExamples(report: ExploreReport, runs: ExplorationRuns): UntimedExample[] {
  const violations = report.violations.flatMap((v, i): UntimedExample[] => {
    if (runs.violations[i] !== null) return [];
    const steps = stepsOfViolation(v);
    const title = `${v.invariant}: ${v.message}`;
    return [{ id: violationId(i), title, why: timingInWords(v), steps, atStart: v.atStart, broken: title }];
  });
  const ways = report.consequences.flatMap((each, i): UntimedExample[] => {
    const { consequence, example } = each;
    if (!isBadEnd(consequence) || runs.consequences[i] !== null || example.length === 0) return [];
    const steps = wayThere(each).map((step): UntimedStep => ({ ...step, changed: {} }));
    const title = CONSEQUENCE_WORDS[consequence];
    const tried = runs.triedForConsequences[i];
    const why = tried === 0 ? 'none was tried' : `none of ${counted(tried, 'timed run')} ends so`;
    return [{ id: wayId(consequence), title, why, steps, atStart: null, broken: title }];
  });
  return [...violations, ...ways];
}

/** The steps of a violation's counterexample, what each changed, and from where nothing avoids it. */
export const stepsOfViolation = ({ steps, unavoidableFrom }: ReportedViolation): UntimedStep[] =>
  steps.map(({ actor, action, line, answer, changed }, i) => ({
    actor,
    // Its words end in what it came to.
    action: answer === null ? action : action.slice(0, -`: ${answer}`.length),
    line,
    answer,
    changed,
    after: i + 1 === unavoidableFrom ? NO_WAY_OUT : null,
  }));

/** What is so after a number of steps, by subject; 0 = at the start. */
export function stateAfter({ atStart, steps }: UntimedExample, taken: number): Readonly<Record<string, string>> {
  return Object.assign({}, atStart ?? {}, ...steps.slice(0, taken).map(({ changed }) => changed));
}

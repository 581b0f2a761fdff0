/** Counterexamples that no timed run shows, as a page steps through them: an order of steps and what each changes, without a clock. */
import type { ExploreReport } from '../../exploration/exploration-report.js';
import { CONSEQUENCE_WORDS, lossWord, timingInWords } from '../text/exploration-words.js';
import type { ExplorationRuns } from '../text/page.js';
import { violationId, wayId } from './embedded-exploration.js';
import { type StoryStep, storyStepOf } from './story.js';

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
    const steps = v.steps.map(
      ({ actor, action, line, answer, changed }, n): UntimedStep => ({
        actor,
        action: withoutAnswer(action, answer),
        line,
        answer,
        changed,
        after: n + 1 === v.unavoidableFrom ? NO_WAY_OUT : null,
      }),
    );
    const title = `${v.invariant}: ${v.message}`;
    return [{ id: violationId(i), title, why: timingInWords(v), steps, atStart: v.atStart, broken: title }];
  });
  const ways = report.consequences.flatMap(({ consequence, example, lossAt }, i): UntimedExample[] => {
    const isGood = consequence === 'recovered' || consequence === 'recoveredLate';
    if (isGood || runs.consequences[i] !== null || example.length === 0) return [];
    const steps = example.map(
      (told, n): UntimedStep => ({
        ...storyStepOf(told, n + 1 === lossAt ? `here it is ${lossWord(consequence)}` : null),
        changed: {},
      }),
    );
    const title = CONSEQUENCE_WORDS[consequence];
    const why = 'none of the timed runs that were tried ends so';
    return [{ id: wayId(consequence), title, why, steps, atStart: null, broken: title }];
  });
  return [...violations, ...ways];
}

/** An action; its words end in what it came to. */
export const withoutAnswer = (action: string, answer: string | null): string =>
  answer === null ? action : action.slice(0, -`: ${answer}`.length);

/** What is so after a number of steps, by subject; 0 = at the start. */
export function stateAfter({ atStart, steps }: UntimedExample, taken: number): Readonly<Record<string, string>> {
  return Object.assign({}, atStart ?? {}, ...steps.slice(0, taken).map(({ changed }) => changed));
}

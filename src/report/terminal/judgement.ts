/** The head of a report, its verdict, and what was expected of the drill; the command that runs it again. */
import { displayDuration } from '../../core/format.js';
import type { RunResult, Verdict } from '../../domain/result.js';
import type { Page, Section } from '../text/page.js';
import { printable } from '../text/printable.js';
import { READINESS_WORDS, seedsInWords } from '../text/run-words.js';
import { type Ink, plain, wrap } from '../text/typesetting.js';
import { outcomeInk, outcomeInWords, stepInWords } from './step-in-words.js';

/** PASSED, FAILED or INCONCLUSIVE with the name of the drill, why, and what was simulated. */
export const verdictSection: Section = (result, page) => {
  const lead = `${result.verdict.toUpperCase()}, ${READINESS_WORDS[result.readiness]}  `;
  return [
    ...page.hang(lead, result.drill, page.strong, verdictInk(result.verdict, page)),
    ...page.hang('  ', result.reason),
    ...page.hang('  ', extent(result), page.faint),
  ];
};

function verdictInk(verdict: Verdict, { good, bad, warn, strong }: Page): Ink {
  if (verdict === 'failed') return bad;
  return (text) => strong((verdict === 'passed' ? good : warn)(text));
}

function extent(result: RunResult): string {
  const seeds = seedsInWords(result, (seed) => `what follows is seed ${seed}`);
  return `${seeds}, ${displayDuration(result.endedAtMs)} of virtual time`;
}

/** Each entry of `expect:` with what was asked and what came. */
export const expectationsSection: Section = ({ expectations }, page) => {
  if (expectations.length === 0) return [];
  const lines = expectations.flatMap(({ what, expected, actual, holds }) => {
    const lead = holds ? '  holds   ' : '  BROKEN  ';
    const text = `${what}: expected ${expected}, actual ${actual}`;
    return page.hang(lead, text, holds ? plain : page.bad, holds ? page.good : page.bad);
  });
  return [page.strong('Expectations'), ...lines];
};

/** The steps that did not end as the drill expects; for `--quiet`, which has no timeline. */
export const brokenSteps: Section = ({ steps }, page) => {
  const broken = steps.filter((step) => !step.asExpected);
  if (broken.length === 0) return [];
  const lines = broken.flatMap((step) => [
    ...page.hang('  ', stepInWords(step)),
    ...page.hang('    ', `=> ${outcomeInWords(step)}`, outcomeInk(step, page)),
    ...(step.message === null ? [] : page.hang('    ', step.message)),
  ]);
  return [page.strong('Steps that did not go as expected'), ...lines];
};

/** The command that runs this again. */
export function againSection(again: string | undefined, page: Page): string[] {
  return again === undefined ? [] : [page.strong('Run again'), ...indented(printable(again), page.width)];
}

/** Without a hanging indent, which would be in the way of who copies the command. */
function indented(text: string, width: number): string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

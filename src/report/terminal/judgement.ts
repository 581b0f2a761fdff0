/** The head of a report, its verdict, and what was expected of the drill; the command that runs it again. */
import { displayDuration } from '../../core/format.js';
import type { RunResult, Verdict } from '../../domain/result.js';
import type { Page, Section } from '../text/page.js';
import { printable } from '../text/printable.js';
import { hang, type Ink, plain, wrap } from '../text/typesetting.js';
import { outcomeInk, outcomeInWords, stepInWords } from './step-in-words.js';

/** PASSED, FAILED or INCONCLUSIVE with the name of the drill, why, and what was simulated. */
export const verdictSection: Section = (result, page) => {
  const lead = `${result.verdict.toUpperCase()}  `;
  const inkedLead = verdictInk(result.verdict, page)(lead);
  const { width } = page;
  return [
    ...hang(lead, result.drill, { width, ink: page.strong, inkedLead }),
    ...hang('  ', result.reason, { width }),
    ...hang('  ', extent(result), { width, ink: page.faint }),
  ];
};

function verdictInk(verdict: Verdict, { good, bad, warn, strong }: Page): Ink {
  if (verdict === 'failed') return bad;
  return (text) => strong((verdict === 'passed' ? good : warn)(text));
}

function extent({ seed, endedAtMs }: RunResult): string {
  return `seed ${seed}, ${displayDuration(endedAtMs)} of virtual time`;
}

/** Each entry of `expect:` with what was asked and what came. */
export const expectationsSection: Section = ({ expectations }, page) => {
  if (expectations.length === 0) return [];
  const lines = expectations.flatMap(({ what, expected, actual, holds }) => {
    const lead = holds ? '  holds   ' : '  BROKEN  ';
    const inkedLead = (holds ? page.good : page.bad)(lead);
    const text = `${what}: expected ${expected}, actual ${actual}`;
    return hang(lead, text, { width: page.width, ink: holds ? plain : page.bad, inkedLead });
  });
  return [page.strong('Expectations'), ...lines];
};

/** The steps that did not end as the drill expects; for `--quiet`, which has no timeline. */
export const brokenSteps: Section = ({ steps }, page) => {
  const broken = steps.filter((step) => !step.asExpected);
  if (broken.length === 0) return [];
  const { width } = page;
  const lines = broken.flatMap((step) => [
    ...hang('  ', stepInWords(step), { width }),
    ...hang('    ', `=> ${outcomeInWords(step)}`, { width, ink: outcomeInk(step, page) }),
    ...(step.message === null ? [] : hang('    ', step.message, { width })),
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

/** A step of a drill and its outcome in words, the same in every section. */
import { clock, elapsed } from '../../core/format.js';
import type { StepResult } from '../../domain/result.js';
import { type Page, rulesInWords } from '../text/page.js';
import { type Ink, plain } from '../text/typesetting.js';

/** The step as the drill file has it. */
export function stepInWords({ file, line, command }: StepResult): string {
  if (file !== null) return `${file}:${line}: ${command}`;
  return line > 0 ? `line ${line}: ${command}` : command;
}

/** How a step ended and when; capitals where it is not what the drill expects. */
export function outcomeInWords(step: StepResult): string {
  const words = { ok: 'ok', refused: 'refused', failed: 'failed', notModelled: 'not modelled' }[step.outcome];
  const rule = step.rule === null ? '' : ` by ${rulesInWords([step.rule])}`;
  const took = step.endedAtMs - step.startedAtMs;
  const time = took > 0 ? ` after ${elapsed(step.startedAtMs, step.endedAtMs)}, at ${clock(step.endedAtMs)}` : '';
  const what = step.outcome === 'ok' ? words : words + rule;
  if (step.asExpected) return `${what}${time}${step.outcome === 'ok' ? '' : ', as the drill expects'}`;
  const instead = step.outcome === 'notModelled' ? '' : ', which is not what the drill expects';
  return `${what.replace(words, words.toUpperCase())}${time}${instead}`;
}

/** Colour of the outcome. */
export function outcomeInk(step: StepResult, page: Page): Ink {
  if (step.outcome === 'ok' && step.asExpected) return page.good;
  return step.asExpected ? plain : page.bad;
}

/** What was assumed, in two columns. */
import { count, rangeInWords } from '../../core/format.js';
import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import type { Page, Section } from '../text/page.js';
import { cells, pad } from '../text/typesetting.js';

/**
 * What the result rests on besides the documents: values and rules only, two to a line; the reasons are in the JSON.
 * What moved a number stands first.
 */
export const assumptionsSection: Section = ({ assumptions }, page) => {
  const moved = assumptions.filter((each) => each.moved === true);
  const others = assumptions.filter((each) => each.moved !== true);
  const first = valueLines('Assumptions that moved a number of this result', moved, page);
  const rest = valueLines('Assumptions that were read besides', others, page);
  const apart = first.length > 0 && rest.length > 0 ? [''] : [];
  return assumptions.length === 0 ? [] : [...first, ...apart, ...rest, page.faint('  --json says why.')];
};

/** Assumptions under a heading; nothing where there is none. */
export function assumptionLines(heading: string, assumptions: readonly AssumptionTaken[], page: Page): string[] {
  const lines = valueLines(heading, assumptions, page);
  return lines.length === 0 ? [] : [...lines, page.faint('  --json says why.')];
}

function valueLines(heading: string, assumptions: readonly AssumptionTaken[], page: Page): string[] {
  if (assumptions.length === 0) return [];
  const { width } = page;
  const column = Math.floor((width - 2) / 2);
  const fits = (text: string | undefined): text is string => text !== undefined && cells(text) + 2 <= column;
  const texts = assumptions.map(assumptionInWords);
  // The short ones first, so that the long ones do not tear the columns apart.
  const short = texts.filter(fits);
  const half = Math.ceil(short.length / 2);
  const lines = [
    ...short.slice(0, half).map((left, at) => `  ${pad(left, column)}${short[at + half] ?? ''}`.trimEnd()),
    ...texts.filter((text) => !fits(text)).flatMap((text) => page.hang('  ', text)),
  ];
  return [page.strong(heading), ...lines];
}

function assumptionInWords({ name, value, unit, comesTo, rule, basis }: AssumptionTaken): string {
  const withUnit = (text: string): string => (unit === '' ? text : `${text} ${unit}`);
  const from = rule === undefined ? '' : ` (${rule}${basis === 'set' ? ', set' : ''})`;
  if (comesTo === undefined || comesTo.length === 0) return `${name} = ${withUnit(valueInWords(value))}${from}`;
  const pools = new Map<string, string[]>();
  for (const { of, value: range } of comesTo) {
    const text = valueInWords(range);
    pools.set(text, [...(pools.get(text) ?? []), of]);
  }
  const values = [...pools].map(([text, names]) => `${withUnit(text)} for ${names.join(', ')}`);
  return `${name} = ${valueInWords(value)}: ${values.join('; ')}${from}`;
}

function valueInWords(value: AssumptionTaken['value']): string {
  if (typeof value === 'number') return count(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'string' ? value : rangeInWords(value);
}

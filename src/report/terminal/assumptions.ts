import type { AssumptionTaken } from '../../domain/result.js';
import { count } from '../text/figures.js';
import { hang } from '../text/layout.js';
import type { Section } from '../text/page.js';

/** What the verdict rests on besides the documents. Assumptions with the same reason share an entry. */
export const assumptionsSection: Section = ({ assumptions }, page) => {
  if (assumptions.length === 0) return [];
  const byWhy = new Map<string, AssumptionTaken[]>();
  for (const taken of assumptions) byWhy.set(taken.why, [...(byWhy.get(taken.why) ?? []), taken]);
  const lines = [...byWhy].flatMap(([why, group]) => {
    const values = group.map(assumptionInWords).join(', ');
    // The reason hangs below the first letter of the name, one step in.
    const [first, ...more] = hang('    ', why === '' ? values : `${values} - ${why}`, { width: page.width });
    return [first.slice(2), ...more];
  });
  return [page.strong('Assumptions that the verdict rests on'), ...lines];
};

function assumptionInWords({ name, value, unit }: AssumptionTaken): string {
  return `${name} = ${valueInWords(value)}${unit === '' ? '' : ` ${unit}`}`;
}

function valueInWords(value: AssumptionTaken['value']): string {
  if (typeof value === 'number') return count(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'string' ? value : `${count(value[0])} to ${count(value[1])}`;
}

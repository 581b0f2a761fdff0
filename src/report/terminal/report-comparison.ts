/** Runs side by side in the terminal: two of them with what is better or worse, or a drill and its variations. */
import { count, displayDuration } from '../../core/format.js';
import type { Comparison, Measure, Measured } from '../../run/measures.js';
import { type Page, page, pageText, type ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { columns } from '../text/typesetting.js';

/** Two runs; the first is what the second is held against. */
export function reportComparison(
  a: Measured,
  b: Measured,
  { verdict, measures, worse }: Comparison,
  { colour, width }: ReportOptions,
): string {
  const paper = page(width, colour);
  const [left, right] = [everyStringPrintable(a), everyStringPrintable(b)];
  const counted = measures.filter(({ change }) => change === 'worse').length + (verdict === 'worse' ? 1 : 0);
  const headline = worse ? `WORSE  ${counted === 1 ? 'in one respect' : `in ${counted} respects`}` : 'NO WORSE';
  const rows = measures.map((m) => [m.what, shown(m.value, m), shown(m.other, m), m.change === 'same' ? '' : m.change]);
  return pageText([
    [(worse ? paper.bad : paper.good)(headline)],
    [...runLines('A', left, paper), ...runLines('B', right, paper)],
    columns([['', 'A', 'B', ''], ...rows], 'lrrl'),
  ]);
}

/** A drill and its variations, as many beside each other as there is room for. */
export function reportVariations(
  variations: readonly { readonly name: string; readonly measured: Measured }[],
  { colour, width }: ReportOptions,
): string {
  const paper = page(width, colour);
  const safe = everyStringPrintable(variations);
  const [base] = safe;
  const perTable = Math.max(1, Math.floor((width - 46) / 14));
  const tables: string[][] = [];
  for (let from = 0; from < safe.length; from += perTable) {
    const part = safe.slice(from, from + perTable);
    const head = ['', ...part.map((_, i) => String(from + i + 1))];
    const rows = base.measured.measures.map((measure, m) => [
      measure.what,
      ...part.map(({ measured }) => shown(measured.measures[m].value, measure)),
    ]);
    tables.push(
      columns(
        [head, ['verdict', ...part.map(({ measured }) => measured.verdict)], ...rows],
        `l${'r'.repeat(part.length)}`,
      ),
    );
  }
  return pageText([
    [paper.strong(base.measured.drill)],
    safe.flatMap(({ name, measured }, i) => [
      ...paper.hang(`  ${String(i + 1).padStart(2)}  `, `${name}: ${measured.verdict}`),
      ...paper.hang('        ', measured.reason, paper.faint),
    ]),
    ...tables,
  ]);
}

const runLines = (name: string, { drill, verdict, reason }: Measured, paper: Page): string[] => [
  ...paper.hang(`${name}  `, `${drill}: ${verdict}`, paper.strong),
  ...paper.hang('   ', reason, paper.faint),
];

function shown(value: number | null, { unit }: Measure): string {
  if (value === null) return '-';
  return unit === 'ms' ? displayDuration(value) : count(value);
}

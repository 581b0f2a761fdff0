/** Runs side by side in the terminal: two of them with what is better or worse, or a drill and its variations. */
import type { Change } from '../../campaign/campaign-result.js';
import type { Comparison, Measured } from '../../run/measures.js';
import { DIRECTION_IN_WORDS } from '../text/check-words.js';
import {
  type ComparisonStanding,
  comparisonHeadline,
  type DrillChanges,
  drillsHeadline,
  measureInWords,
} from '../text/comparison-words.js';
import { type Page, page, pageText, type ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { columns } from '../text/typesetting.js';

/** Two runs; the first is what the second is held against. */
export function reportComparison(
  a: Measured,
  b: Measured,
  { verdict, measures, worse }: Comparison,
  since: readonly Change[],
  { colour, width }: ReportOptions,
): string {
  const paper = page(width, colour);
  const [left, right] = [everyStringPrintable(a), everyStringPrintable(b)];
  const [standing, headline] = comparisonHeadline({ verdict, measures, worse }, since);
  const rows = measures.map((m) => [
    m.what,
    measureInWords(m.value, m),
    measureInWords(m.other, m),
    m.change === 'same' ? '' : m.change,
  ]);
  return pageText([
    [INKS[standing](paper)(headline)],
    [...runLines('A', left, paper), ...runLines('B', right, paper)],
    columns([['', 'A', 'B', ''], ...rows], 'lrrl'),
    since.length === 0
      ? []
      : [paper.strong('Over all seeds'), ...changeLines(everyStringPrintable(since), paper, '  ')],
  ]);
}

const INKS: Readonly<Record<ComparisonStanding, (paper: Page) => Page['good']>> = {
  worse: ({ bad }) => bad,
  open: ({ warn }) => warn,
  noWorse: ({ good }) => good,
};

/** Drills of two baselines or checks: what is worse, better or merely different in each. */
export function reportDrillChanges(changes: DrillChanges, { colour, width }: ReportOptions): string {
  const paper = page(width, colour);
  const { drills, sequences, gone, added } = everyStringPrintable(changes);
  const [standing, headline] = drillsHeadline({ drills, sequences, gone });
  return pageText([
    [INKS[standing](paper)(headline)],
    [...drills, ...sequences.map(({ topology, since }) => ({ path: topology, since }))].flatMap(({ path, since }) =>
      since.length === 0 ? [] : [path, ...changeLines(since, paper, '  ')],
    ),
    [...gone.map((path) => `only in A  ${path}`), ...added.map((path) => `only in B  ${path}`)],
  ]);
}

/** Changes since a baseline, one a line, each with its direction in front. */
export const changeLines = (since: readonly Change[], paper: Page, indent: string): string[] =>
  since.flatMap(({ direction, words }) => paper.hang(`${indent}${DIRECTION_IN_WORDS[direction]}  `, words));

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
      ...part.map(({ measured }) => measureInWords(measured.measures[m].value, measure)),
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

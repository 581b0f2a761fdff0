/** Runs side by side in the terminal: two of them with what is better or worse, or a drill and its variations. */
import type { Change } from '../../campaign/campaign-result.js';
import { count, counted, displayDuration } from '../../core/format.js';
import type { Comparison, Measure, Measured } from '../../run/measures.js';
import { DIRECTION_IN_WORDS } from '../text/check-words.js';
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
  const respects = measures.filter(({ change }) => change === 'worse').length + (verdict === 'worse' ? 1 : 0);
  const overSeeds = respects === 0 ? 'over all seeds' : respects === 1 ? 'in one respect' : `in ${respects} respects`;
  const isOpen = since.some(({ direction }) => direction === 'unknown');
  const headline = worse
    ? `WORSE  ${overSeeds}`
    : isOpen
      ? `NOT COMPARABLE  B is of ${otherSeeds(since)} than A`
      : 'NO WORSE';
  const rows = measures.map((m) => [m.what, shown(m.value, m), shown(m.other, m), m.change === 'same' ? '' : m.change]);
  return pageText([
    [(worse ? paper.bad : isOpen ? paper.warn : paper.good)(headline)],
    [...runLines('A', left, paper), ...runLines('B', right, paper)],
    columns([['', 'A', 'B', ''], ...rows], 'lrrl'),
    since.length === 0
      ? []
      : [paper.strong('Over all seeds'), ...changeLines(everyStringPrintable(since), paper, '  ')],
  ]);
}

/** What makes changes incomparable: what is better may be so by fewer seeds, what is higher by more. */
const otherSeeds = (since: readonly Change[]): string =>
  since.some(({ direction, words }) => direction === 'unknown' && words.includes('of fewer seeds'))
    ? 'other seeds'
    : 'more seeds';

/** What was compared drill by drill, and of two checks topology by topology. */
interface DrillChanges {
  readonly drills: readonly { readonly path: string; readonly since: readonly Change[] }[];
  /** what random sequences on these topologies break now, and did not before */
  readonly sequences: readonly { readonly topology: string; readonly since: readonly Change[] }[];
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

/** Drills of two baselines or checks: what is worse, better or merely different in each. */
export function reportDrillChanges(changes: DrillChanges, { colour, width }: ReportOptions): string {
  const paper = page(width, colour);
  const { drills, sequences, gone, added } = everyStringPrintable(changes);
  const such = (of: Change['direction']): number =>
    drills.filter(({ since }) => since.some(({ direction }) => direction === of)).length;
  const all = counted(drills.length, 'drill');
  const [worse, unknown] = [such('worse'), such('unknown')];
  const open = [
    ...(unknown === 0 ? [] : [`${unknown} of ${all} of ${otherSeeds(drills.flatMap(({ since }) => since))} than in A`]),
    ...(gone.length === 0 ? [] : [`${gone.length} of A not in B`]),
  ];
  const broken = sequences.length === 0 ? [] : ['random sequences'];
  const parts = [...(worse === 0 ? [] : [`${worse} of ${all}`]), ...broken];
  const headline =
    parts.length > 0
      ? paper.bad(`WORSE  ${parts.join(', ')}`)
      : open.length > 0
        ? paper.warn(`NOT COMPARABLE  ${open.join(', ')}`)
        : paper.good(`NO WORSE  ${all} compared`);
  return pageText([
    [headline],
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

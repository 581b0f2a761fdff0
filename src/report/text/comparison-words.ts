/** What a comparison comes to, in the words of every report. */
import type { Change } from '../../campaign/campaign-result.js';
import { count, counted, displayDuration } from '../../core/format.js';
import type { Comparison, Measure } from '../../run/measures.js';

/** How the second side stands to the first: worse, not to be told, or no worse. */
export type ComparisonStanding = 'worse' | 'open' | 'noWorse';

/** What two runs come to, with the words for it. */
export function comparisonHeadline(
  { verdict, measures, worse }: Comparison,
  since: readonly Change[],
): readonly [ComparisonStanding, string] {
  const respects = measures.filter(({ change }) => change === 'worse').length + (verdict === 'worse' ? 1 : 0);
  const overSeeds = respects === 0 ? 'over all seeds' : respects === 1 ? 'in one respect' : `in ${respects} respects`;
  if (worse) return ['worse', `WORSE  ${overSeeds}`];
  if (since.some(({ direction }) => direction === 'unknown')) {
    return ['open', `NOT COMPARABLE  B is of ${otherSeeds(since)} than A`];
  }
  return ['noWorse', `NO WORSE${inFewerSeeds(since)}`];
}

/** What was not played again may be worse. */
const inFewerSeeds = (since: readonly Change[]): string =>
  since.some(({ seeds }) => seeds === 'fewer') ? '  in the seeds that B has, which are fewer than those of A' : '';

/** What makes changes incomparable: what is better may be so by fewer seeds, what is higher by more. */
const otherSeeds = (since: readonly Change[]): string =>
  since.some(({ direction, seeds }) => direction === 'unknown' && seeds === 'fewer') ? 'other seeds' : 'more seeds';

/** What was compared drill by drill, and of two checks topology by topology. */
export interface DrillChanges {
  readonly drills: readonly { readonly path: string; readonly since: readonly Change[] }[];
  /** what random sequences on these topologies break now, and did not before */
  readonly sequences: readonly { readonly topology: string; readonly since: readonly Change[] }[];
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

/** What the drills of two sides come to, with the words for it. */
export function drillsHeadline({
  drills,
  sequences,
  gone,
}: Omit<DrillChanges, 'added'>): readonly [ComparisonStanding, string] {
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
  if (parts.length > 0) return ['worse', `WORSE  ${parts.join(', ')}`];
  if (open.length > 0) return ['open', `NOT COMPARABLE  ${open.join(', ')}`];
  const fewer = drills.filter(({ since }) => inFewerSeeds(since) !== '').length;
  return ['noWorse', `NO WORSE  ${all} compared${fewer === 0 ? '' : `, ${fewer} of them of fewer seeds than in A`}`];
}

/** A number of a run; `-` = there is none. */
export function measureInWords(value: number | null, { unit }: Pick<Measure, 'unit'>): string {
  if (value === null) return '-';
  return unit === 'ms' ? displayDuration(value) : count(value);
}

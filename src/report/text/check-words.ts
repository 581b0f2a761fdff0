/** What a check comes to, in the words of every report. */
import type {
  CampaignResult,
  Change,
  CheckedDrill,
  CheckedSequences,
  DrillSummary,
} from '../../campaign/campaign-result.js';
import type { KeptTarget } from '../../campaign/kept-targets.js';
import { count, counted, displayDuration } from '../../core/format.js';
import type { Readiness, Verdict } from '../../domain/result.js';

/** How a drill differs from a baseline. */
export const DIRECTION_IN_WORDS: Readonly<Record<Change['direction'], string>> = {
  worse: 'worse',
  better: 'better',
  different: 'changed',
  unknown: 'not comparable',
};

/** Readiness of a drill, short enough for a column. */
export const READINESS_IN_TABLE: Readonly<Record<Readiness, string>> = {
  ready: 'ready',
  reservations: 'reservations',
  notReady: 'not ready',
  unknown: 'unknown',
};

/** What was not rehearsed by itself, by the reason. YAML files that were passed over are told apart: often they are many. */
export const leftOutOf = ({
  notRehearsed,
  partsOfScripts,
  notTried,
}: Pick<CampaignResult, 'notRehearsed' | 'partsOfScripts' | 'notTried'>): readonly (readonly [
  why: string,
  paths: readonly string[],
])[] => [
  ['not rehearsed, as no one topology lies beside; add --topology FILE', notRehearsed],
  ['not by itself, as another script names it: rehearsed only if that one runs it', partsOfScripts],
  ['not tried after the first failure', notTried],
];

/** Why they were passed over. */
export const PASSED_OVER = 'passed over: neither drill nor topology';

/** A reason to look at a drill: its kind, that in words, and what is said of it. */
type ReasonToLook = readonly [kind: Exclude<Verdict, 'passed'> | 'worse' | 'unknown', is: string, words: string];

/** What a drill came to that is no pass. */
export function whyToLookAt(drill: CheckedDrill, baseline: CampaignResult['baseline']): readonly ReasonToLook[] {
  const { verdict, reason } = drill.result;
  const [worse, unknown] = [worseOf(drill, baseline), unknownOf(drill, baseline)];
  return [
    ...(verdict === 'passed' ? [] : [[verdict, verdict, reason] as const]),
    ...(worse.length === 0 ? [] : [['worse', DIRECTION_IN_WORDS.worse, worse.join('; ')] as const]),
    ...(unknown.length === 0 ? [] : [['unknown', DIRECTION_IN_WORDS.unknown, unknown.join('; ')] as const]),
  ];
}

/** The most of a time, and behind it the target that applies. */
export function againstTarget(kept: KeptTarget | null): string {
  if (kept === null) return '-';
  const { mostMs, targetMs, isKept } = kept;
  const most = mostMs === null ? 'never' : displayDuration(mostMs);
  return targetMs === null ? most : `${most} / ${displayDuration(targetMs)}${isKept ? '' : ' !'}`;
}

/** The longest outage of all pools and seeds. */
export function mostOutage({ seeds }: DrillSummary): string {
  const most = (seeds?.spread ?? []).flatMap((spread) => (spread.what === 'outage' ? [spread.maxMs] : []));
  if (most.length === 0) return '-';
  return most.includes(null) ? 'never' : displayDuration(Math.max(...most.map((ms) => ms ?? 0)));
}

/** The most changes that were lost. */
export function mostLost({ seeds, loss }: DrillSummary): string {
  const spread = seeds?.spread.find(({ what }) => what === 'lost');
  return count(spread?.pool === null ? spread.max : loss.lost);
}

/** What the random sequences of a topology reached and found. */
export function sequencesInWords({ runs, seed, reached, failure }: CheckedSequences): string {
  const share = (n: number): string => `${Math.round((100 * n) / Math.max(1, runs))} %`;
  const { failover, refusal, faultInMidCommand } = reached;
  const found = failure === null ? 'no invariant broke' : `${failure.invariant} broke`;
  return `${counted(runs, 'sequence')} from seed ${seed}, ${found}. ${share(failover)} had a failover that came through, ${share(refusal)} a refusal, ${share(faultInMidCommand)} a fault while a command ran.`;
}

/** What leads, where a drill is better in one thing and worse in another. */
const WORST_FIRST: readonly Change['direction'][] = ['worse', 'unknown', 'better', 'different'];

/** How a drill stands to the baseline, in one word. */
export function sinceInAWord({ kind, since }: CheckedDrill): string {
  if (kind === 'example') return '-';
  if (since === null) return 'new';
  const worst = WORST_FIRST.find((direction) => since.some((change) => change.direction === direction));
  return worst === undefined ? 'same' : DIRECTION_IN_WORDS[worst];
}

type Standing = CampaignResult['baseline'];

/** In what a drill is worse than a baseline that is held against it, in words; empty = in nothing. */
export const worseOf = (drill: CheckedDrill, baseline: Standing): string[] => wordsOf('worse', drill, baseline);

/** What of a drill cannot be compared with a baseline that is held against it, in words; empty = nothing. */
export const unknownOf = (drill: CheckedDrill, baseline: Standing): string[] => wordsOf('unknown', drill, baseline);

function wordsOf(direction: Change['direction'], { since }: CheckedDrill, baseline: Standing): string[] {
  if (baseline === null || baseline.updated) return [];
  return (since ?? []).flatMap((change) => (change.direction === direction ? [change.words] : []));
}

/** A drill of the baseline that was not tried, and what became of it. */
interface GoneDrill {
  readonly path: string;
  readonly is: 'not found' | 'not tried';
  readonly why: string;
}

type LeftOut = Pick<CampaignResult, 'baseline' | 'notRehearsed' | 'partsOfScripts'>;

/** All drills of the baseline that were not tried. */
export function goneDrills({ baseline, notRehearsed, partsOfScripts }: LeftOut): GoneDrill[] {
  if (baseline === null) return [];
  return baseline.gone.map((path): GoneDrill => {
    if (!baseline.stillThere.includes(path)) return { path, is: 'not found', why: 'the baseline has it' };
    const why = notRehearsed.includes(path)
      ? 'no one topology lies beside it any more'
      : partsOfScripts.includes(path)
        ? 'another script names it now'
        : 'it has no key "drill" any more';
    return { path, is: 'not tried', why: `the baseline has it, and ${why}` };
  });
}

/** Those of them that leave a question open: where the baseline is written anew, none does. */
export const goneOf = (result: LeftOut): GoneDrill[] => (result.baseline?.updated ? [] : goneDrills(result));

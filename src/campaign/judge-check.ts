/** The verdict of a check over all that was tried: failed, else inconclusive, else passed, with its reason in one sentence. */
import { counted } from '../core/format.js';
import type { Verdict } from '../domain/result.js';
import type { CampaignResult, Change } from './campaign-result.js';

type Tried = Pick<CampaignResult, 'drills' | 'sequences' | 'notRehearsed' | 'notTried' | 'baseline' | 'coverage'>;

/** Judges a check. A drill that the baseline has and nobody tried leaves a question open: that is no pass. */
export function judged(tried: Tried): Pick<CampaignResult, 'verdict' | 'reason'> {
  const { drills, sequences, baseline, coverage } = tried;
  if (drills.length + sequences.length + goneOf(baseline).length === 0) {
    const reason = 'Nothing was tried: beside no runbook lies one topology alone; add --topology FILE.';
    return { verdict: 'inconclusive', reason };
  }
  const of = (verdict: Verdict): number => drills.filter(({ result }) => result.verdict === verdict).length;
  const broken = sequences.some(({ failure }) => failure !== null);
  const [worse, unknown] = [drillsThatAre('worse', tried), drillsThatAre('unknown', tried)];
  const open = of('inconclusive') + unknown + goneOf(baseline).length;
  const lacking = coverage?.lacking.length ?? 0;
  const verdict = of('failed') + worse + lacking > 0 || broken ? 'failed' : open > 0 ? 'inconclusive' : 'passed';
  return { verdict, reason: [`${partsOf(tried).join(', ')}.`, ...shortfalls(tried)].join(' ') };
}

/** What falls short of the coverage that was asked for, a sentence each. */
const shortfalls = ({ coverage }: Tried): string[] =>
  (coverage?.lacking ?? []).map(({ topology, words }) => `Coverage of ${topology}: ${words}.`);

/** Where the baseline is written anew, nothing is held against it. */
function drillsThatAre(direction: Change['direction'], { drills, baseline }: Tried): number {
  if (baseline === null || baseline.updated) return 0;
  return drills.filter(({ since }) => since?.some((change) => change.direction === direction)).length;
}

const goneOf = (baseline: Tried['baseline']): readonly string[] =>
  baseline === null || baseline.updated ? [] : baseline.gone;

function partsOf(tried: Tried): string[] {
  const { drills, sequences, notRehearsed, notTried, baseline } = tried;
  const of = (verdict: Verdict): number => drills.filter(({ result }) => result.verdict === verdict).length;
  const broken = new Set(sequences.flatMap(({ failure }) => failure?.invariant ?? []));
  const played = sequences.reduce((sum, { runs }) => sum + runs, 0);
  const stillThere = baseline === null || baseline.updated ? 0 : baseline.stillThere.length;
  const some = (n: number, words: string): string[] => (n === 0 ? [] : [`${n} ${words}`]);
  return [
    ...(drills.length === 0 ? [] : [`${of('passed')} of ${counted(drills.length, 'drill')} passed`]),
    ...some(of('failed'), 'failed'),
    ...some(of('inconclusive'), 'inconclusive'),
    ...some(drillsThatAre('worse', tried), 'worse than the baseline'),
    ...some(drillsThatAre('unknown', tried), 'not comparable with the baseline'),
    ...some(goneOf(baseline).length - stillThere, 'of the baseline not found'),
    ...some(stillThere, 'of the baseline no longer tried'),
    ...(sequences.length === 0
      ? []
      : [
          broken.size === 0
            ? `${counted(played, 'random sequence')} broke no invariant`
            : `random sequences broke ${[...broken].join(', ')}`,
        ]),
    ...some(notRehearsed.length, 'not rehearsed'),
    ...some(notTried.length, 'not tried after the first failure'),
  ];
}

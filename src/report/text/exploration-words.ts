/** What an exploration found, in the words of every report. */
import { counted } from '../../core/format.js';
import { inShell } from '../../core/quote.js';
import type { Consequence } from '../../domain/consequence.js';
import type { InvariantId } from '../../domain/drill.js';
import type { ExploreReport, ReportedViolation } from '../../exploration/exploration-report.js';

/** Consequences of an end. */
export const CONSEQUENCE_WORDS: Readonly<Record<Consequence, string>> = {
  lost: 'data lost',
  unserved: 'users without regular service at the end',
  stranded: 'data stranded',
  recoveredLate: 'recovered late: not all as before, or a step had failed',
  recovered: 'recovered',
};

type Bounds = ExploreReport['bounds'];

/** The cause of an end that nothing broken on the way explains. */
export const withoutFault = ({ mistakes }: Pick<Bounds, 'mistakes'>): string =>
  mistakes > 0 ? 'without a further fault, perhaps by a mistake' : 'already without a further fault';

/** The command that shows a drill that an exploration wrote: other seeds may have other durations, and show it not. */
export const commandFor = (drill: string): string => `drydrill run ${inShell(drill)} --seeds 1`;

/** The command that takes a saved counterexample again. */
export const replayCommandFor = (trace: string): string => `drydrill replay ${inShell(trace)}`;

/** Which invariants can break, which hold, and which break only where it fails nothing. */
export function claims({ breaks, breaksApart, holds, complete }: ExploreReport): string {
  const where = complete ? 'in every future' : 'in what was seen';
  return [
    ...(breaks.length === 0 ? [] : [`${breaks.join(', ')} can break`]),
    ...(holds.length === 0 ? [] : [`${range(holds)} ${holds.length === 1 ? 'holds' : 'hold'} ${where}`]),
    ...(breaksApart.length === 0
      ? []
      : [
          `${breaksApart.join(', ')} ${breaksApart.length === 1 ? 'breaks' : 'break'} only as declared, by a named hazard or as reported`,
        ]),
  ].join('; ');
}

/** The ids with runs of three and more as `I5-I9`. */
function range(ids: readonly InvariantId[]): string {
  const runs: InvariantId[][] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last !== undefined && numberIn(id) === numberIn(last.at(-1)!) + 1) last.push(id);
    else runs.push([id]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(', '))).join(', ');
}

const numberIn = (id: InvariantId): number => Number(id.slice(1));

/** What a violation came after, and what keeps it from failing the exploration. */
export function standingOf(v: ReportedViolation, { hazards }: Pick<Bounds, 'hazards'>): string[] {
  return [
    ...(v.hazards.length > 0
      ? [`after the named hazard ${v.hazards.join(', ')}${hazards ? '' : ': reported apart, fails nothing'}`]
      : []),
    ...(v.outcome === null ? [] : [`only with ${v.outcome}, which was reported: reported apart, fails nothing`]),
    ...(v.declared ? ['declared under expect.violates'] : []),
  ];
}

/** What was searched and what was left out, a line each. */
export function searchedInWords({
  faults,
  repairs,
  breakable,
  leftOut,
  free,
  hazards,
  mistakes,
  outcomes,
}: Bounds): string[] {
  const broken =
    faults === 0
      ? 'no further faults'
      : `up to ${counted(faults, 'further fault')}${repairs ? ', with repairs' : ''}, ${free > 0 ? 'at any moment' : 'from the start until the last step has ended'}, in: ${breakable.join('; ')}`;
  const reported =
    outcomes.length === 0
      ? []
      : [
          `also, as reported of Standard Edition pairs (D64): ${outcomes.join('; ')}; what breaks only there is reported apart`,
        ];
  if (free > 0) {
    return [
      `every sequence of up to ${counted(free, 'command')}, changes of the Edge next hop in between not counted`,
      "the drill's own steps and faults are left out",
      broken,
      `named hazards ${hazards ? 'included' : 'left out'}`,
      ...reported,
    ];
  }
  return [
    'the steps and faults of the drill, in every order in which pending work can end',
    broken,
    ...(leftOut.length > 0
      ? [`left out, as they belong to no pair that the drill is about: ${leftOut.join('; ')} (--everywhere takes them)`]
      : []),
    ...(mistakes > 0 ? [`up to ${counted(mistakes, 'mistake')} of the administrator`] : []),
    `what a named hazard breaks ${hazards ? 'counts' : 'is reported apart'}`,
    ...reported,
  ];
}

/** How large the search was, and whether it saw all. */
export function searchSize({ states, transitions, depth, complete }: ExploreReport): string {
  const size = `${counted(states, 'state')}, ${counted(transitions, 'transition')}, at most ${counted(depth, 'move')} deep`;
  return `${size}: ${complete ? 'complete' : 'NOT complete'}`;
}

/** What of a state that a search came to is not told. */
export const KEPT_ONLY =
  'A search keeps only what its later steps and invariants can ask for: a next hop that none asks for is not shown, and an export that failed may show as one that did not.';

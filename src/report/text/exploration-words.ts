/** What an exploration found, in the words of every report. */
import { count, counted } from '../../core/format.js';
import { idRange } from '../../core/id-range.js';
import { inShell } from '../../core/quote.js';
import type { Consequence } from '../../domain/consequence.js';
import type {
  ExploreReport,
  LogSearch,
  ReportedEnd,
  ReportedPlace,
  ReportedViolation,
} from '../../exploration/exploration-report.js';

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
export function claims({ breaks, breaksApart, holds, complete, notModelled }: ExploreReport): string {
  const every = notModelled.length === 0 ? 'in every future' : 'in every future of what is modelled';
  const where = complete ? every : 'in what was seen';
  return [
    ...(breaks.length === 0 ? [] : [`${breaks.join(', ')} can break`]),
    ...(holds.length === 0 ? [] : [`${idRange(holds)} ${holds.length === 1 ? 'holds' : 'hold'} ${where}`]),
    ...(breaksApart.length === 0
      ? []
      : [
          `${breaksApart.join(', ')} ${breaksApart.length === 1 ? 'breaks' : 'break'} only as declared, by a named hazard or as reported`,
        ]),
  ].join('; ');
}

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

/** Which invariants hold, and how many futures leave users without service or lose data: never that somebody is ready. */
export function whatHolds(report: ExploreReport): string {
  const { complete, bounds, futures } = report;
  if (bounds.free > 0) return claims(report);
  return `${claims(report)}; ${badEnds(futures)}${complete || futures.ends === 0 ? '' : ' so far'}`;
}

function badEnds({ ends, unserved, losing }: ExploreReport['futures']): string {
  if (ends === 0) return 'no future was seen to its end';
  const bad = [
    ...(losing > 0 ? [`${count(losing)} ${losing === 1 ? 'loses' : 'lose'} data`] : []),
    ...(unserved > 0
      ? [`${count(unserved)} ${unserved === 1 ? 'leaves' : 'leave'} users without regular service`]
      : []),
  ];
  return bad.length === 0
    ? `none of ${counted(ends, 'future')} leaves users without regular service or loses data`
    : `of ${counted(ends, 'future')} ${bad.join(', ')}`;
}

/** Whether a counterexample can happen with the durations of today's facts. */
export function timingInWords({ timing }: ReportedViolation): string {
  const runs = counted(timing.tried, 'timed run');
  if (timing.kind === 'possible') return `possible with today's durations (seen in a timed run, ${runs} tried)`;
  if (timing.kind === 'other') return `needs other timing than today's: ${timing.needs} (${runs} tried)`;
  return `not seen in ${runs} with today's durations: not excluded`;
}

/** What users have when the drill is over. */
export const END_WORDS = {
  recovered: 'all as before',
  served: 'users served, not all as before',
  unserved: 'users without regular service',
} satisfies Record<ReportedEnd['end'], string>;

/** An end: what users have, what became of data, and the first step that went otherwise. */
export const endInWords = ({ end, loss, step }: ReportedEnd): [string, string, string] => [
  END_WORDS[end],
  loss === 'none' ? 'no loss' : `some ${loss}`,
  step === null ? 'every step as expected' : `line ${step.line} ${step.what}`,
];

/** `pool (PresenceFocus)`: the full name of a module does not fit beside the numbers. */
export const shortLog = (log: string): string => log.replace(/\((?:\w+\.)+(\w+)\)/, '($1)');

/** Whether every path comes to an end. */
export const ENDINGS = {
  always: 'every future comes to an end, if what is pending is not put off for ever',
  notAlways: 'not every future comes to an end; the shortest way to one that does not:',
  unknown: 'whether every future comes to an end is unknown',
};

/** What is stored and not looked at is not all that is left: where there was no room, the rest was not stored. */
export function endOfSearch({ complete, begun, stoppedBy, frontier }: LogSearch): string {
  if (complete) return 'complete';
  if (!begun) return `not begun (${stoppedBy})`;
  return `stopped by ${stoppedBy}, ${frontier === 0 ? 'some' : `at least ${count(frontier)}`} not looked at`;
}

/** What becomes of data that a consequence is about, where it happens. */
export const lossWord = (consequence: Consequence): string =>
  consequence === 'lost' ? 'left behind or lost' : 'left behind';

/** Steps that a cause names. */
const PLACES_NAMED = 3;

/** The steps that a cause is tied to, the first of them by name. */
export function placesInWords(places: readonly ReportedPlace[]): string {
  if (places.length === 0) return '';
  const named = places.slice(0, PLACES_NAMED).map(placeInWords);
  const more = places.length - named.length;
  return `, during ${named.join('; ')}${more > 0 ? `; and ${counted(more, 'other step')}` : ''}`;
}

const placeInWords = ({ line, command }: ReportedPlace): string => (line > 0 ? `line ${line} (${command})` : command);

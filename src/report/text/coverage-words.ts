/** What of the model a check reached, and what never, in the words of every report. */
import type { KindCoverage, Reached, TopologyCoverage } from '../../campaign/check-coverage.js';
import { counted, wholePercent } from '../../core/format.js';
import type { CoverageKind } from '../../domain/reach/model-item.js';
import { CONSEQUENCE_WORDS } from './exploration-words.js';

/** The state machines, by what an administrator calls what they are of. */
export const MACHINE_WORDS: Readonly<Record<string, string>> = {
  'front-end-pool': 'Services of a Front End pool',
  'pool-failover': 'Failover of a pool',
  users: 'What the users of a pool feel',
  'mirror-session': 'A mirroring session of the Back End',
  'availability-group': 'An availability group of the Back End',
  'secondary-replica': 'A secondary replica of an availability group',
  'failover-cluster': 'A failover cluster instance of the Back End',
  'backup-module': 'One module of one direction of the Backup Service',
  'central-management': 'The Central Management Store',
  'edge-route': 'A route through an Edge pool',
  'wan-link': 'A link between two sites',
};

/** The kinds of what can be reached, as the first column of a table has them. */
export const COVERAGE_KIND_WORDS: Readonly<Record<CoverageKind, string>> = {
  states: 'states',
  transitions: 'transitions',
  refusals: 'refusals, by cmdlet and rule',
  commands: 'cmdlets and their phases',
  faults: 'faults and repairs, by component',
  endStates: 'how runs end',
};

/** The kinds, in the order of reports. */
export const COVERAGE_KINDS_SHOWN = Object.keys(COVERAGE_KIND_WORDS) as readonly CoverageKind[];

/** What was reached of something, in percent; 100 only where it is all. */
export const shareInWords = ({ reached, of }: Reached): string => (of === 0 ? '-' : `${wholePercent(reached, of)} %`);

/** The machines that a topology has none of. */
export const notThereInWords = ({ notThere }: TopologyCoverage): string =>
  notThere.length === 0 ? '' : `Not counted, as this topology has none: ${notThere.map(machineWords).join('; ')}.`;

const machineWords = (machine: string): string => MACHINE_WORDS[machine] ?? machine;

/** Something that was never reached: what it is about, and what of it. */
interface NeverLine {
  readonly of: string;
  readonly what: string;
}

/** What of one kind was never reached on a topology, in as few lines as can be. */
export function neverReached<K extends CoverageKind>({ kinds }: TopologyCoverage, kind: K): NeverLine[] {
  const inLines: (never: TopologyCoverage['kinds'][K]['never']) => NeverLine[] = NEVER_WORDS[kind];
  return inLines(kinds[kind].never);
}

const NEVER_WORDS: { readonly [K in CoverageKind]: (never: KindCoverage<K>['never']) => NeverLine[] } = {
  states: (never) =>
    listed(
      never,
      ({ machine }) => machineWords(machine),
      ({ state }) => plain(state),
    ),
  transitions: (never) =>
    listed(
      never,
      ({ machine, from }) => `${machineWords(machine)}, from ${plain(from)}`,
      ({ event, to }) => `to ${plain(to)}${event === 'look' ? '' : ` by ${plain(event)}`}`,
    ),
  refusals: (never) =>
    listed(
      never,
      ({ cmdlet }) => cmdlet,
      ({ rule }) => rule,
    ),
  commands: (never) => {
    const begun = never.filter(({ cmdlet }) => !never.some((o) => o.cmdlet === cmdlet && o.phase === 'started'));
    // Of a cmdlet that never began, nothing more is to be said.
    const shown = never.filter((item) => item.phase === 'finished' || begun.includes(item));
    return listed(
      shown,
      ({ phase }) => PHASE_WORDS[phase],
      ({ cmdlet }) => cmdlet,
    );
  },
  faults: (never) =>
    listed(
      never,
      ({ effect }) => FAULT_WORDS[effect],
      ({ component }) => component,
    ),
  endStates: (never) =>
    listed(
      never,
      () => 'No run ended with',
      ({ end }) => CONSEQUENCE_WORDS[end],
    ),
};

const FAULT_WORDS = {
  lost: 'Never lost by a fault of its own',
  disksDestroyed: 'Disks never destroyed',
  repaired: 'Never repaired',
} as const;

const PHASE_WORDS = {
  finished: 'Never carried out to the end',
  started: 'Never begun',
  faultWhileRunning: 'Never a fault while it ran',
  failed: 'Never failed once it ran',
} as const;

/** A line for all items that are of one thing. */
function listed<T>(items: readonly T[], ofWhat: (item: T) => string, inWords: (item: T) => string): NeverLine[] {
  const lines = new Map<string, string[]>();
  for (const item of items) lines.set(ofWhat(item), [...(lines.get(ofWhat(item)) ?? []), inWords(item)]);
  return [...lines].map(([of, what]) => ({ of, what: what.join('; ') }));
}

/** `signed out (detecting)` for `signedOut.detecting`. */
const plain = (name: string): string =>
  name.replace(/\.(.*)$/, ' ($1)').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What was played on a topology, and the share of all that could be reached. */
export const coverageInWords = ({ topology, reached, of }: TopologyCoverage): string =>
  `${topology}: ${shareInWords({ reached, of })} of ${counted(of, 'thing')} that a run on it could reach`;

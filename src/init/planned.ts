/** Planned drills: everything is moved to the partner in the documented order and comes home; nothing may be lost. */
import { formatDuration } from '../core/duration.js';
import { getBackupStatus } from '../domain/cmdlets/backup-service.js';
import { poolFailover } from '../domain/cmdlets/pool-failover.js';
import type { DrillData } from '../input/drill/drill-data.js';
import { cmdlet, type DrillOutline, type OutlineSection } from './drill-outline.js';
import {
  backToHome,
  documentedRtoMs,
  exportResponseGroups,
  type FailoverPair,
  importResponseGroups,
  nextHops,
} from './pair.js';
import { returnHome } from './return-home.js';
import { storeMove } from './store-move.js';

/** How long the users stay on the partner in the drill. */
const AWAY_MINUTES = 60;

/** The planned failover of one pool and its failback. */
export function plannedDrill(pair: FailoverPair): DrillOutline {
  const { home, partner } = pair;
  return {
    name: `${home.fqdn}-planned`,
    title: `Planned failover of ${home.fqdn} to ${partner.fqdn} and the way home`,
    about: `A planned drill: the users of ${home.fqdn} are served by ${partner.fqdn} for an hour and come home. Nothing may be lost.`,
    loss: null,
    files: [],
    sections: [ordinaryEvening(), ...thereAndBack(pair, storeIsOn(pair) ? '' : null)],
    expect: { lost: { max: 0 }, ...expectedRto([pair]), rpo: '0s' },
    runbook: true,
    night: null,
  };
}

/** The same while a pool is emptied for something that needs it empty. */
export const emptied = (pair: FailoverPair, away: OutlineSection): OutlineSection[] => [
  ordinaryEvening(),
  ...thereAndBack(pair, storeIsOn(pair) ? '' : null, [away]),
];

/** Both pools of a pair, one after the other: the second failover is refused until the first pool is back (S8). */
export function twoInARow(first: FailoverPair, second: FailoverPair): DrillOutline {
  // The first failover has taken the store to the partner, whose own failover then moves it again (D41, D55).
  const again = storeIsOn(first) ? '-2' : storeIsOn(second) ? '' : null;
  return {
    name: `${first.home.fqdn}-then-${second.home.fqdn}`,
    title: `${first.home.fqdn} and then ${second.home.fqdn}: two planned failovers in a row`,
    about: `Both pools of the pair in one night. While the users of ${first.home.fqdn} are on ${second.home.fqdn}, that pool cannot be failed over itself: the first comes home before the second leaves (S8). Nothing may be lost.`,
    loss: null,
    files: [],
    sections: [ordinaryEvening(), ...thereAndBack(first, storeIsOn(first) ? '' : null), ...thereAndBack(second, again)],
    expect: { lost: { max: 0 }, ...expectedRto([first, second]), rpo: '0s' },
    runbook: true,
    night: null,
  };
}

const storeIsOn = ({ home, deployment }: FailoverPair): boolean => deployment.centralManagement.active === home.fqdn;

/** The documented RTO of each pool for which its conditions hold (D46). */
export function expectedRto(pairs: readonly FailoverPair[]): DrillData {
  const promised = pairs.flatMap((pair) => {
    const rtoMs = documentedRtoMs(pair);
    return rtoMs === null ? [] : [[pair.home.fqdn, formatDuration(rtoMs)] as const];
  });
  return promised.length === 0 ? {} : { rto: Object.fromEntries(promised) };
}

const ordinaryEvening = (): OutlineSection => ({
  title: 'Before anything moves',
  why: 'Ten minutes of an ordinary evening, so that there is something to replicate; a runbook does not wait for them.',
  entries: [{ do: 'watch', minutes: 10 }],
});

/**
 * A pool to its partner and home again; `store` = a suffix for the files of its move, null = it stays where it is; `away` =
 * what is done while nobody is on it.
 */
function thereAndBack(
  pair: FailoverPair,
  store: string | null,
  away: readonly OutlineSection[] = [],
): OutlineSection[] {
  const { home, partner } = pair;
  return [
    ready(pair),
    ...(store === null ? [] : [storeMove(home, partner, store)]),
    ...edges(pair),
    failover(pair),
    ...away,
    ...returnHome([pair], backToHome([pair])),
  ];
}

function ready(pair: FailoverPair): OutlineSection {
  const { home } = pair;
  const exports = exportResponseGroups(pair);
  return {
    title: `${home.fqdn} is ready`,
    why: `Its Backup Service has to be in SteadyState: users are read-only for as long as the final sync takes (D33, D43).${exports.length === 0 ? '' : ' It does not carry Response Groups: they go by file (D34).'}`,
    entries: [{ do: 'steady', pool: home.fqdn }, cmdlet(getBackupStatus.line({ PoolFqdn: home.fqdn })), ...exports],
  };
}

function edges(pair: FailoverPair): OutlineSection[] {
  const { home, partner, edges: found } = pair;
  if (found.length === 0) return [];
  return [
    {
      title: 'The Edge pools',
      why: `A running Edge pool with ${home.fqdn} as its next hop refuses the failover (D42). Topology Builder can publish another next hop too; it need not be ${partner.fqdn}. The Edge servers follow when their replica is up to date (D63): until then remote users would be sent to a pool that is closed.`,
      entries: [...nextHops([pair]), { do: 'replicated' }],
    },
  ];
}

function failover(pair: FailoverPair): OutlineSection {
  const { home, partner } = pair;
  return {
    title: `${home.fqdn} fails over`,
    why: `Planned, so without -DisasterMode and without -SkipDataVerification, which cost data (D44, D45). ${partner.fqdn} serves the users when it ends.`,
    entries: [
      cmdlet(poolFailover.line({ PoolFqdn: home.fqdn })),
      ...importResponseGroups(pair),
      { do: 'pause', minutes: AWAY_MINUTES },
    ],
  };
}

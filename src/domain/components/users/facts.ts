/** Numbers of pool failover and failback as users feel them. */
import { assumed } from '../../../core/fact.js';
import { ofTakenOver } from '../../formula.js';

/** D46: a part that every takeover needs, and one that grows with the users and where the partner is too small. */
const takeover = ofTakenOver(
  "(3 to 5) + users / 40,000 × (9 to 20 for Lync Server 2013, 5 to 12 later); above the partner's capacity the second part × all users there / capacity",
  ({ pool, partner }) => {
    const [least, most] = partner.product === 'lync2013' ? [9, 20] : [5, 12];
    const there = pool.users + partner.users;
    const share = (pool.users / 40_000) * (there > partner.capacity ? there / Math.max(partner.capacity, 1) : 1);
    return [3 + share * least, 5 + share * most];
  },
);

/** How long failover and failback take, and how long they wait. */
export const FAILOVER_FACTS = {
  failoverPrepareSeconds: assumed([30, 90] as const, 's', [0, 3600], {
    source: 'D43',
    why: 'planned failover: users go read-only and the FE tail is written to the Back End',
  }),
  finalSyncTimeoutMinutes: assumed(60, 'min', [0, 1440], {
    source: 'D44',
    why: 'how long a planned failover waits for FinalState without -WaitTime',
  }),
  waitTimeAssumesSynced: assumed(false, '', null, {
    source: 'D44',
    why: 'whether a planned failover goes on when its wait is over and FinalState is not reached, as the reference of -WaitTime reads literally, and leaves behind what is not imported; else it fails',
  }),
  failedFailoverRevertsItself: assumed(true, '', null, {
    source: 'D44',
    why: 'whether a pool whose planned failover failed serves its users again by itself; else, as was reported, it stays closed until Set-CsRegistrarConfiguration -PoolState Active',
  }),
  failoverStopsServices: assumed(false, '', null, {
    source: 'D43',
    why: 'whether a failover stops the services of the pool, but for the Backup Service, and its failback starts them again (which takes the servers of D13, and can hang)',
  }),
  failoverStopMinutes: assumed([1, 3] as const, 'min', [0, 1440], {
    source: 'D45',
    why: 'disaster failover before the takeover: services of the pool are stopped or found dead',
  }),
  takeoverMinutes: assumed(takeover, 'min', [0, 1440], {
    source: 'D46',
    why: 'the partner loads and signs in the users',
  }),
  usersReachedOverCut: assumed(50, '%', [0, 100], {
    source: 'D45',
    why: 'a failover with -DisasterMode over a cut link: users whom their pool reaches and goes on serving while it runs; the partner takes the others',
  }),
  failbackCopyMinutes: assumed([5, 15] as const, 'min per 20,000 users', [0, 1440], {
    source: 'D51',
    why: "failback: the rest of the users' data is copied home while they are in resiliency mode; a copy that loses an end or the link starts again when it is back",
  }),
  failbackMoveMinutes: assumed([15, 40] as const, 'min per 20,000 users', [0, 1440], {
    source: 'D51',
    why: 'failback: users sign in at home in resiliency mode, then regular (whole failback up to 60 min for 20,000 users)',
  }),
  failbackSyncTimeoutMinutes: assumed(120, 'min', [1, 10080], {
    source: 'D51',
    why: "a failback that cannot copy the users' data back gives up after this time; the pool stays failed over",
  }),
  failbackNeedsCms: assumed(false, '', null, {
    source: 'D50',
    why: 'whether a failback is refused while no Central Management master is active',
  }),
  failbackFillsEmptyDatabase: assumed(true, '', null, {
    source: 'D50',
    why: 'whether a failback sets up and fills a User database whose disks were lost, and which is not served for that; else it is refused until it is',
  }),
  failbackDisasterKeepsImported: assumed(false, '', null, {
    source: 'M38, D53',
    why: 'whether a failback with -DisasterMode keeps what the pool imported of its own users since the takeover; else all of that stays behind on the partner',
  }),
  recoveryGraceMinutes: assumed(30, 'min', [0, 10080], {
    source: 'I10',
    why: 'time after the last repair before everything must have returned',
  }),
};

/** What an interval of voice resiliency may be (D70: `Set-CsRegistrar`). */
export const DETECTION_INTERVAL_MS = { min: 30_000, max: 24 * 3_600_000 };

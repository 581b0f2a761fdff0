/** Numbers of pool failover and failback as users feel them. */
import { assumed } from '../../../core/fact.js';

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
  failoverStopMinutes: assumed([1, 3] as const, 'min', [0, 1440], {
    source: 'D45',
    why: 'disaster failover before the takeover: services of the pool are stopped or found dead',
  }),
  takeoverMinutesLync2013: assumed([12, 20] as const, 'min', [0, 1440], {
    source: 'D46',
    why: 'Lync Server 2013: the partner loads and signs in the users (target for the whole failover 30 min)',
  }),
  takeoverMinutesSkype: assumed([8, 12] as const, 'min', [0, 1440], {
    source: 'D46',
    why: 'Skype for Business Server: the partner loads and signs in the users (target for the whole failover 15-20 min)',
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
  recoveryGraceMinutes: assumed(30, 'min', [0, 10080], {
    source: 'I10',
    why: 'time after the last repair before everything must have returned',
  }),
};

/** What an interval of voice resiliency may be (D70: `Set-CsRegistrar`). */
export const DETECTION_INTERVAL_MS = { min: 30_000, max: 24 * 3_600_000 };

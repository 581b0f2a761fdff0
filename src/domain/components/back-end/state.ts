/** The mirrored Back End: one session for each database of each pool, and what its two SQL servers hold and serve. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, FLAG, upTo } from '../../state/control-state.js';
import { isMirrored, type Layout } from '../../state/layout.js';
import { declareWork } from '../../state/pending-work.js';
import { BACK_END_FACTS } from './facts.js';
import { MIRROR_SESSION } from './machine.js';

const exists = (layout: Layout, p: number, db: number): boolean => layout.pools[p].databases.includes(db);

function sessionAtStart(layout: Layout, p: number, db: number): number {
  if (!exists(layout, p, db)) return 0;
  return MIRROR_SESSION.id(isMirrored(layout.pools[p]) ? 'synchronized' : 'single.served');
}

export const BACK_END_TABLE = {
  machines: { session: MIRROR_SESSION },
  facts: BACK_END_FACTS,
  ids: ({ session }: { session: MachineTable }) => ({
    session: {
      look: session.first('look'),
      /** the mirror takes every commit with the principal (D20) */
      inStep: session.among('synchronized', 'pendingFailover'),
      /** the principal serves */
      serving: session.among(
        'single.served',
        'synchronized',
        'pendingFailover',
        'exposed',
        'suspended',
        'synchronizing',
        'forced',
        'forcedSuspended',
      ),
      /** nobody serves, and mirror and witness make the mirror the principal: served again in seconds (D21) */
      electing: session.among('electing'),
      /** without a mirror: the topology has none, or an administrator removed the mirroring */
      single: session.among('single.served', 'single.down'),
      /** neither served nor in step: only forced service makes the other server the principal (D25) */
      behind: session.among('severedBehind', 'forcedSevered'),
      /** nobody serves, and no election is under way */
      severed: session.among('severed', 'severedBehind', 'forcedSevered'),
      /** an administrator has to resume it (D24) */
      waitsForResume: session.among('forcedSuspended'),
    },
  }),
  state: {
    session: declareVariable(['pool', 'database'], MIRROR_SESSION, { start: sessionAtStart }),
    /** which of its stores is the principal's: of a mirror one of two, of an availability group the primary replica's */
    principalSide: declareVariable(['pool', 'database'], (layout) => upTo(layout.storesPerSide - 1)),
    /** this one serves: a flag each, so that I5 and I11 can fail */
    serves: declareVariable(['pool', 'database', 'store'], FLAG, {
      start: (layout, p, db, side) => (side === 0 && exists(layout, p, db) ? 1 : 0),
    }),
    /** its disks were lost and hold nothing yet (M15) */
    blank: declareVariable(['pool', 'database', 'store'], FLAG),
  },
  work: { session: declareWork('database', 'session') },
};

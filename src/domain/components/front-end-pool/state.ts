/** The services of a Front End pool, its routing groups, and how long it has been without its Back End. */
import type { MachineTable } from '../../../core/state-machine.js';
import { FLAG, upTo, variable } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { work } from '../../state/pending-work.js';
import { FRONT_END_POOL_FACTS } from './facts.js';
import { FRONT_END_POOL } from './machine.js';

/** A bit for each server in topology order: see `RoutingGroups`. */
const serversOf = (layout: Layout, p: number) => upTo(2 ** layout.pools[p].servers.length - 1);

export const FRONT_END_POOL_TABLE = {
  machines: { frontEnd: FRONT_END_POOL },
  facts: FRONT_END_POOL_FACTS,
  ids: ({ frontEnd }: { frontEnd: MachineTable }) => ({
    frontEnd: { running: frontEnd.id('running'), look: frontEnd.first('look') },
  }),
  state: {
    frontEnd: variable(['pool'], FRONT_END_POOL),
    groupsBase: variable(['pool'], serversOf, { start: (layout, p) => serversOf(layout, p).max }),
    groupsStuckBase: variable(['pool'], serversOf),
    booted: variable(['pool'], serversOf),
    /** the grace of D27 runs, or is over */
    backEndWatch: variable(['pool'], FLAG),
    backEndGone: variable(['pool'], FLAG),
    /** the grace of D14 runs; the services stopped at its end */
    twoServerWatch: variable(['pool'], FLAG),
    stoppedByBackEnd: variable(['pool'], FLAG),
    /** since pairing, three FE servers ran at some time (D16) */
    initialised: variable(['pool'], FLAG, { start: 1 }),
  },
  work: {
    poolStart: work('pool', 'pool-start'),
    replicaRebuild: work('pool', 'replica-rebuild'),
    backEndGrace: work('pool', 'back-end-grace'),
    twoServer: work('pool', 'two-server-back-end'),
  },
};

/** The services of a Front End pool, its routing groups, and how long it has been without its Back End. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, FLAG, upTo } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { declareWork } from '../../state/pending-work.js';
import { FRONT_END_POOL_FACTS } from './facts.js';
import { FRONT_END_POOL } from './machine.js';

/** A bit for each server in topology order: see `RoutingGroups`. */
const serversOf = (layout: Layout, p: number) => upTo(2 ** layout.pools[p].servers.length - 1);

/** The cmdlet that disables them came with 2015. */
const disabledOf = (layout: Layout, p: number) =>
  layout.pools[p].pool.product === 'lync2013' ? FLAG : serversOf(layout, p);

export const FRONT_END_POOL_TABLE = {
  machines: { frontEnd: FRONT_END_POOL },
  facts: FRONT_END_POOL_FACTS,
  ids: ({ frontEnd }: { frontEnd: MachineTable }) => ({
    frontEnd: { running: frontEnd.id('running'), stopped: frontEnd.id('stopped'), look: frontEnd.first('look') },
  }),
  state: {
    frontEnd: declareVariable(['pool'], FRONT_END_POOL),
    groupsBase: declareVariable(['pool'], serversOf, { start: (layout, p) => serversOf(layout, p).max }),
    groupsStuckBase: declareVariable(['pool'], serversOf),
    /** servers whose replicas are being built, see `RoutingGroups.building` */
    groupsBuilding: declareVariable(['pool'], serversOf),
    /** servers without what the replicas on them had, see `RoutingGroups.empty` */
    empty: declareVariable(['pool'], serversOf),
    /** of two servers the one that went down last, 1 or 2; 0 = neither, as both run or went down at once (D14) */
    lastOfTwo: declareVariable(['pool'], (layout, p) => upTo(layout.pools[p].servers.length === 2 ? 2 : 0)),
    /** one of two servers hangs alone, and soon the other does not help any more; it does not (D14) */
    aloneWatch: declareVariable(['pool'], (layout, p) => upTo(layout.pools[p].servers.length === 2 ? 1 : 0)),
    wrongOrder: declareVariable(['pool'], (layout, p) => upTo(layout.pools[p].servers.length === 2 ? 1 : 0)),
    /** a bit for each server whose services a failover of it disabled (D253) */
    disabled: declareVariable(['pool'], disabledOf),
    /** the grace of D27 runs, or is over */
    backEndWatch: declareVariable(['pool'], FLAG),
    backEndGone: declareVariable(['pool'], FLAG),
    /** how long it is, as an administrator set it (at most 24 days); -1 = `backEndGraceMinutes` */
    graceSeconds: declareVariable(['pool'], { min: -1, max: 24 * 86_400 }, { start: -1, wakes: 'nobody' }),
    /** the grace of D14 runs; the services stopped at its end */
    twoServerWatch: declareVariable(['pool'], FLAG),
    stoppedByBackEnd: declareVariable(['pool'], FLAG),
    /** since pairing, three FE servers ran at some time (D16) */
    initialised: declareVariable(['pool'], FLAG, { start: 1 }),
  },
  work: {
    poolStart: declareWork('pool', 'pool-start'),
    replicaRebuild: declareWork('pool', 'replica-rebuild'),
    backEndGrace: declareWork('pool', 'back-end-grace'),
    twoServer: declareWork('pool', 'two-server-back-end'),
    startsAlone: declareWork('pool', 'two-server-alone'),
  },
};

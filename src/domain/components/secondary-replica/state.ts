/** Each replica of an availability group: what it has of the primary's log, and how many forks it follows. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, upTo } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { declareWork } from '../../state/pending-work.js';
import { SECONDARY_REPLICA_FACTS } from './facts.js';
import { SECONDARY_REPLICA } from './machine.js';

/** D119: a database follows so many forks at most. */
export const FORKS_MOST = 2;

const exists = (layout: Layout, p: number, i: number): boolean =>
  layout.pools[p].group !== null && i < layout.pools[p].sql.length;

/** What the component declares. */
export const SECONDARY_REPLICA_TABLE = {
  machines: { secondaryReplica: SECONDARY_REPLICA },
  facts: SECONDARY_REPLICA_FACTS,
  ids: ({ secondaryReplica: replica }: { secondaryReplica: MachineTable }) => ({
    secondary: {
      look: replica.first('look'),
      synchronized: replica.id('synchronized'),
      complete: replica.id('complete'),
      /** it takes every commit with the primary (D112) */
      inStep: replica.among('synchronized'),
      /** the primary waits for it with every commit (D112) */
      silent: replica.among('silent'),
      /** it catches up, or follows an asynchronous commit (D113) */
      synchronizing: replica.among('synchronizing'),
      /** it has all that was committed (D116) */
      hasAll: replica.among('synchronized', 'complete', 'silent'),
      /** an administrator has to resume it (D118) */
      suspended: replica.among('suspended'),
      /** a failover to it finds broken databases (D117) */
      broken: replica.among('reverting', 'revertingAlone', 'initializing', 'notInitialized'),
    },
  }),
  state: {
    secondary: declareVariable(['cluster', 'node'], SECONDARY_REPLICA, {
      start: (layout, p, i) => (exists(layout, p, i) ? SECONDARY_REPLICA.id(i === 0 ? 'complete' : 'synchronized') : 0),
    }),
    /** forced failovers since it was in step last (D119); one more than it follows says enough */
    forks: declareVariable(['cluster', 'node'], (layout, p, i) => upTo(exists(layout, p, i) ? FORKS_MOST + 1 : 0)),
  },
  work: { secondary: declareWork('node', 'secondary replica') },
};

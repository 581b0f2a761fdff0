/** Numbers of an availability group. */
import { assumed } from '../../../core/fact.js';

/** How long a failover of a group takes, part by part, and what the Front End servers follow. */
export const AVAILABILITY_GROUP_FACTS = {
  agDetectionSeconds: assumed([10, 30] as const, 's', [0, 3600], {
    source: 'M122, D121',
    why: 'until a lost primary is noticed: between a node that is gone and an expired health check',
  }),
  agRedoSeconds: assumed([0, 20] as const, 's', [0, 3600], {
    source: 'M122, D122',
    why: 'the new primary rolls its log forward before it serves the databases; the worst of them counts',
  }),
  agOverheadSeconds: assumed([5, 15] as const, 's', [0, 3600], {
    source: 'M122, D122',
    why: 'the cluster moves the group, and the databases open',
  }),
  multiSubnetReconnectSeconds: assumed(21, 's', [0, 3600], {
    source: 'M138',
    why: 'for each further address of a listener that has one in several subnets: whether the servers of the product try them all at once is not documented',
  }),
  agServesThroughListenerOnly: assumed(true, '', null, {
    source: 'M125',
    why: 'Front End servers find the primary by the name that the topology has: with that of a node, only while the node is primary',
  }),
  fabricVoterFollowsListener: assumed(true, '', null, {
    source: 'M139',
    why: 'whichever replica is primary is the SQL Server that votes in a pool of 2, 4 or 6 servers (D12), which is written of mirroring only',
  }),
};

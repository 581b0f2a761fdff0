/** Numbers of a failover cluster instance. */
import { assumed } from '../../../core/fact.js';

/** How long an instance is away while it goes to another node. */
export const FAILOVER_CLUSTER_FACTS = {
  fciFailoverSeconds: assumed([30, 120] as const, 's', [0, 3600], {
    source: 'M137, D137',
    why: 'a failover cluster instance stops on one node and starts on another: start of the service and recovery of its databases, whose time no page foretells',
  }),
};

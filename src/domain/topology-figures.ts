/** What follows from a topology alone and `drydrill topology` shows beside it: the upgrade domains of its pools (D250, M250). */
import { resolveSettings } from './components/facts.js';
import { upgradeDomainsOf } from './components/front-end-pool/upgrade-domains.js';
import type { Deployment } from './deployment.js';

/** The upgrade domains of one Enterprise pool. */
export interface PoolUpgradeDomains {
  readonly pool: string;
  readonly domains: readonly (readonly string[])[];
  /** the topology does not say them (M250) */
  readonly assumed: boolean;
}

/** What follows from a topology. */
export interface TopologyFigures {
  readonly upgradeDomains: readonly PoolUpgradeDomains[];
}

/** Works the figures of a topology out, with the numbers of the model that it overrides. */
export function topologyFigures({ pools, assumptions }: Deployment): TopologyFigures {
  const { upgradeDomains: atMost } = resolveSettings(assumptions);
  return {
    upgradeDomains: pools
      .filter(({ servers }) => servers.length > 1)
      .map((pool) => ({
        pool: pool.fqdn,
        domains: upgradeDomainsOf(pool, atMost),
        assumed: pool.upgradeDomains === null,
      })),
  };
}

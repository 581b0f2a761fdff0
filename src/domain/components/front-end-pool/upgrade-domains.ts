/** Upgrade domains of a Front End pool: which of its servers are patched together (D250), dealt out where nobody says (M250). */
import type { Pool } from '../../deployment.js';
import type { World } from '../../state/world.js';

/** The servers of a pool by upgrade domain, `atMost` of them where the topology does not say (M250). */
export function upgradeDomainsOf({ servers, upgradeDomains }: Pool, atMost: number): readonly (readonly string[])[] {
  if (upgradeDomains !== null) return upgradeDomains;
  const domains = Array.from({ length: Math.min(servers.length, atMost) }, (): string[] => []);
  servers.forEach((server, i) => {
    domains[i % domains.length].push(server);
  });
  return domains;
}

/** The upgrade domains of pool `p`; the number of them is read only where the topology does not say them. */
export const domainsNow = (world: World, p: number): readonly (readonly string[])[] => {
  const { pool } = world.pool(p);
  if (pool.upgradeDomains !== null) return pool.upgradeDomains;
  return upgradeDomainsOf(pool, domainsWithin(world.settings.upgradeDomains, world.settings.drawnShare));
};

/** The whole number of a range that a share in [0, 1) draws; all numbers of it are as likely (M250). */
export const domainsWithin = ([least, most]: readonly [number, number], share: number): number =>
  least + Math.floor(share * (most - least + 1));

/** Servers of one upgrade domain that are out, with its number from 1 on. */
export interface DomainOut {
  readonly domain: number;
  readonly servers: readonly string[];
}

/** Where servers of two or more upgrade domains do not run: which, by domain; else nothing (D250). */
export function domainsOut(world: World, p: number): readonly DomainOut[] {
  const { servers } = world.pool(p);
  const out = servers.flatMap((h) => (world.serverRuns(h) ? [] : [world.layout.hosts[h].fqdn]));
  if (out.length < 2) return [];
  const found = domainsNow(world, p).flatMap((domain, i) => {
    const those = domain.filter((server) => out.includes(server));
    return those.length === 0 ? [] : [{ domain: i + 1, servers: those }];
  });
  return found.length < 2 ? [] : found;
}

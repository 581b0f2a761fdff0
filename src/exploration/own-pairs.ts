/**
 * What a drill is about: the pools that it names, by themselves, a machine or an Edge pool of theirs, with their partners
 * and the pair with the Central Management Store.
 */
import { type EdgePool, sameName } from '../domain/deployment.js';
import type { Drill, FaultAction, FaultTarget } from '../domain/drill.js';
import type { World } from '../domain/state/world.js';
import { type Breakable, namesOf } from './state-space/alphabet.js';

/** Indices of those pools; all of them where the drill names none. */
export function ownPools({ steps, faults }: Drill, world: World): ReadonlySet<number> {
  const { layout } = world;
  const texts = steps.map(({ text }) => text.toLowerCase());
  const broken = [...faults, ...steps.flatMap(({ work }) => (work.kind === 'fault' ? [work.fault] : []))];
  const named = layout.pools.filter(({ index }) => {
    const names = namesOfPool(world, index);
    return (
      texts.some((text) => names.some((name) => mentions(text, name))) || broken.some((f) => hits(world, index, f))
    );
  });
  if (named.length === 0) return new Set(layout.pools.map(({ index }) => index));
  const withPartners = [...named.map(({ index }) => index), layout.cmsHome].flatMap((p) =>
    p < 0 ? [] : [p, world.partner(p)],
  );
  return new Set(withPartners.filter((p) => p >= 0));
}

/** Machines of these pools, and of the Edge pools that they have or that send their traffic there, as numbers of hosts. */
export function machinesOfPools({ layout }: World, own: ReadonlySet<number>): number[] {
  const pools = layout.pools.filter(({ index }) => own.has(index));
  const edges = layout.deployment.edgePools.filter((edge) =>
    pools.some(({ pool }) => sameName(edge.nextHop, pool.fqdn) || sameName(pool.edgePool, edge.fqdn)),
  );
  return [
    ...pools.flatMap((pool) => layout.machinesOf(pool).filter((h) => h >= 0)),
    ...edges.flatMap(({ servers }) => servers.map((server) => layout.host(server))),
  ];
}

/** Names of what may break and belongs to none of these pools. */
export function elsewhere(world: World, own: ReadonlySet<number>, all: readonly Breakable[]): string[] {
  const { layout } = world;
  const machines = machinesOfPools(world, own);
  const sites = new Set(machines.map((h) => layout.siteNames[layout.hosts[h].site]));
  const hosts = new Set(machines.map((h) => layout.hosts[h].fqdn.toLowerCase()));
  const isOwn = (target: FaultTarget): boolean => {
    const has = (fqdn: string): boolean => own.has(layout.pool(fqdn));
    switch (target.kind) {
      case 'site':
        return sites.has(target.site);
      case 'pool':
      case 'service':
        return has(target.pool);
      case 'module':
        return has(target.module.pool);
      case 'hydration':
        return has(target.hydration);
      case 'server':
        return hosts.has(target.server.toLowerCase());
      case 'fileStore':
        return hosts.has(target.fileStore.toLowerCase());
      case 'share':
        return hosts.has(target.share.toLowerCase());
      case 'replicator':
        return true;
      case 'link':
        return target.link.every((site) => sites.has(site));
    }
  };
  return all.filter(({ members }) => !members.some(isOwn)).map((each) => namesOf(world, each)[1]);
}

/** Edge pools whose traffic goes to a pool. */
const edgesOf = ({ layout }: World, p: number): readonly EdgePool[] =>
  layout.deployment.edgePools.filter((edge) => sameName(edge.nextHop, layout.pools[p].pool.fqdn));

/** Machines of a pool and of its Edge pools, as numbers of hosts. */
function machinesAbout(world: World, p: number): number[] {
  const { layout } = world;
  const edge = edgesOf(world, p).flatMap(({ servers }) => servers.map((server) => layout.host(server)));
  return [...layout.machinesOf(layout.pools[p]), ...edge].filter((h) => h >= 0);
}

/** All by which a step may name a pool: itself, its Edge pools and their machines, in lower case. */
function namesOfPool(world: World, p: number): string[] {
  const { layout } = world;
  const machines = machinesAbout(world, p).map((h) => layout.hosts[h].fqdn);
  return [layout.pools[p].pool.fqdn, ...edgesOf(world, p).map(({ fqdn }) => fqdn), ...machines].map((name) =>
    name.toLowerCase(),
  );
}

/** Whether a text has a name that is not the end of a longer one, as `e1a.contoso.com` is of `fe1a.contoso.com`. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (at === 0 || !/[\w-]/.test(text[at - 1])) return true;
  }
  return false;
}

/** Whether a fault of the drill takes part of a pool. */
function hits(world: World, p: number, { target }: FaultAction): boolean {
  const { layout } = world;
  const { pool, site } = layout.pools[p];
  const machines = machinesAbout(world, p);
  const has = (fqdn: string): boolean => machines.includes(layout.host(fqdn));
  switch (target.kind) {
    case 'site':
      return layout.siteNames[site] === target.site;
    case 'link':
      return target.link.includes(layout.siteNames[site]);
    case 'pool':
    case 'service':
      return sameName(target.pool, pool.fqdn);
    case 'module':
      return sameName(target.module.pool, pool.fqdn);
    case 'hydration':
      return sameName(target.hydration, pool.fqdn);
    case 'server':
      return has(target.server);
    case 'fileStore':
      return has(target.fileStore);
    case 'share':
      return has(target.share);
    case 'replicator':
      return p === layout.cmsHome;
  }
}

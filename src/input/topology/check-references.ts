// Semantic checks of a topology file: what is referred to exists, pairs are mutual, and each pool is what its edition
// can be. All of them run, so that one run tells all that is wrong.
import { quote } from '../../core/quote.js';
import { hasXmpp, isFrom2019, sameName } from '../../domain/deployment.js';
import { type DefinedNames, KnownNames } from '../known-names.js';
import { keyPositionAt, positionAt, type TreePath } from '../positioned-tree.js';
import type { TreeProblems } from '../problems.js';
import { checkBackEnd } from './check-back-end.js';
import { ownServer } from './check-machines.js';
import type { PoolShape, TopologyShape } from './topology-schema.js';

/** Every name that is referred to exists, pairs are mutual, and each pool is what its edition can be. */
export function checkReferences(shape: TopologyShape, defined: DefinedNames, problems: TreeProblems): void {
  const need = (names: KnownNames, name: string | null | undefined, path: TreePath) => {
    if (name !== null && name !== undefined) names.need(name, positionAt(problems.root, path), problems);
  };
  checkSites(shape, problems);
  shape.pools.forEach((pool, index) => {
    const at = (...rest: TreePath) => ['pools', index, ...rest];
    need(defined.sites, pool.site, at('site'));
    need(defined.pools, pool.backupPool, at('backupPool'));
    need(defined.edgePools, pool.edgePool, at('edgePool'));
    need(defined.sites, pool.backEnd?.witnessSite, at('backEnd', 'witnessSite'));
    need(defined.sites, pool.backEnd?.cluster?.witnessSite, at('backEnd', 'cluster', 'witnessSite'));
    pool.backEnd?.replicas?.forEach(({ site }, i) => {
      need(defined.sites, site, at('backEnd', 'replicas', i, 'site'));
    });
    checkPair(pool, index, shape, problems);
    checkServerCount(pool, index, shape, problems);
    checkUpgradeDomains(pool, index, problems);
    if (pool.edition === 'standard') checkStandard(pool, index, problems);
    else checkEnterprise(pool, index, problems);
  });
  shape.edgePools?.forEach((edge, index) => {
    need(defined.sites, edge.site, ['edgePools', index, 'site']);
    need(defined.pools, edge.nextHop, ['edgePools', index, 'nextHop']);
  });
  need(defined.pools, shape.centralManagement?.active, ['centralManagement', 'active']);
  for (const name of Object.keys(shape.policy?.pools ?? {})) {
    defined.pools.need(name, keyPositionAt(problems.root, ['policy', 'pools', name]), problems);
  }
  checkRoutes(shape, problems);
  shape.links?.forEach(({ between }, index) => {
    for (const [end, name] of between.entries()) need(defined.sites, name, ['links', index, 'between', end]);
  });
  checkLinks(shape, problems);
  checkResponseGroups(shape, problems);
  checkPackage(shape, problems);
}

function checkSites(shape: TopologyShape, problems: TreeProblems): void {
  const seen = new Set<string>();
  shape.sites.forEach(({ name }, index) => {
    const key = name.toLowerCase();
    if (seen.has(key)) problems.at(['sites', index, 'name'], `the site ${quote(name)} appears twice`);
    seen.add(key);
  });
}

function checkPair(pool: PoolShape, index: number, shape: TopologyShape, problems: TreeProblems): void {
  if (pool.backupPool === null) return;
  const path = ['pools', index, 'backupPool'];
  const own = quote(pool.fqdn);
  if (sameName(pool.backupPool, pool.fqdn)) {
    problems.at(path, `${own} cannot be its own backup pool`, 'name a pool at another site');
    return;
  }
  const partner = shape.pools.find((other) => sameName(other.fqdn, pool.backupPool));
  if (partner === undefined || sameName(partner.backupPool, pool.fqdn)) return;
  const named = partner.backupPool === null ? 'no backup pool' : quote(partner.backupPool);
  problems.at(
    path,
    `the pair is not mutual: ${own} names ${quote(partner.fqdn)}, but ${quote(partner.fqdn)} names ${named}`,
    `write "backupPool: ${pool.fqdn}" in the pool ${partner.fqdn}`,
  );
}

function checkServerCount(
  { fqdn, edition, servers, product: own }: PoolShape,
  index: number,
  shape: TopologyShape,
  problems: TreeProblems,
): void {
  const product = own ?? shape.product ?? 'sfb2015';
  const standard = edition === 'standard';
  if (isFrom2019(product) && !standard && servers.length === 2) {
    const message = `${quote(fqdn)} has two servers: an Enterprise Edition pool of ${product} cannot be published with two (D14)`;
    problems.at(['pools', index, 'servers'], message, 'name one server, or three or more');
  }
  const most = standard ? 1 : isFrom2019(product) ? 16 : 12;
  if (servers.length <= most) return;
  const limit = standard
    ? 'a Standard Edition pool has exactly 1'
    : `an Enterprise Edition pool of ${product} has at most ${most}`;
  problems.at(['pools', index, 'servers'], `${quote(fqdn)} has ${servers.length} servers`, limit);
}

/** D250: each server of the pool is in exactly one of its upgrade domains. */
function checkUpgradeDomains(
  { fqdn, servers, upgradeDomains }: PoolShape,
  index: number,
  problems: TreeProblems,
): void {
  if (upgradeDomains === null) return;
  const path = ['pools', index, 'upgradeDomains'];
  const own = new KnownNames(`servers of ${fqdn}`, servers);
  const seen = new Set<string | null>();
  upgradeDomains.forEach((domain, d) => {
    domain.forEach((server, i) => {
      const found = own.need(server, positionAt(problems.root, [...path, d, i]), problems);
      if (found !== null && seen.has(found)) {
        problems.at([...path, d, i], `${quote(server)} is in an upgrade domain already`, 'name each server once');
      }
      seen.add(found);
    });
  });
  const left = own.all.filter((server) => !seen.has(server));
  if (left.length === 0) return;
  const message = `${left.map(quote).join(', ')} of ${quote(fqdn)} ${left.length === 1 ? 'is' : 'are'} in no upgrade domain`;
  problems.atKey(path, message, 'each Front End server of the pool is in exactly one (D250)');
}

function checkStandard(pool: PoolShape, index: number, problems: TreeProblems): void {
  const refuse = (key: string, message: string, hint: string): null =>
    problems.atKey(['pools', index, 'backEnd', key], `a Standard Edition pool ${message}`, hint);
  // D102, D141: groups and failover clusters are of Enterprise pools.
  if (pool.backEnd?.kind && pool.backEnd.kind !== 'single') {
    refuse(
      'kind',
      `has one SQL server, its own, and no other kind of Back End (D4)`,
      `remove "kind" from ${pool.fqdn}`,
    );
  }
  for (const key of [
    'mirror',
    'witness',
    'witnessSite',
    'listener',
    'sqlServerFqdn',
    'replicas',
    'cluster',
    'name',
    'nodes',
    'storage',
  ] as const) {
    if (pool.backEnd?.[key]) refuse(key, `has no ${key} (D4)`, `remove "${key}" from ${pool.fqdn}`);
  }
  const primary = pool.backEnd?.primary ?? null;
  if (primary !== null && !sameName(primary, ownServer(pool))) {
    const message = `has its database on its own server, not on ${quote(primary)}`;
    refuse('primary', message, 'leave "backEnd" out');
  }
}

function checkEnterprise(pool: PoolShape, index: number, problems: TreeProblems): void {
  checkBackEnd(pool, index, problems);
  if (pool.fileStore === null) {
    const message = `the Enterprise Edition pool ${quote(pool.fqdn)} has no file store`;
    problems.at(['pools', index], message, 'add "fileStore: ..."');
  }
}

/** Federation and XMPP each run through exactly one Edge pool. */
function checkRoutes(shape: TopologyShape, problems: TreeProblems): void {
  const edges = shape.edgePools ?? [];
  for (const [key, route] of [
    ['federation', 'federation'],
    ['xmpp', 'XMPP federation'],
  ] as const) {
    const first = edges.findIndex((edge) => edge[key]);
    edges.forEach((edge, index) => {
      if (!edge[key] || index === first) return;
      problems.at(
        ['edgePools', index, key],
        `${route} runs through ${quote(edges[first].fqdn)} already: it has exactly one Edge pool`,
        `write "${key}: false" for one of the two`,
      );
    });
  }
  edges.forEach(({ xmpp, nextHop }, index) => {
    // An Edge pool is of the product of its next hop.
    const hop = shape.pools.find(({ fqdn }) => nextHop !== null && sameName(fqdn, nextHop));
    const product = hop?.product ?? shape.product ?? 'sfb2015';
    if (xmpp !== true || hasXmpp(product)) return;
    problems.at(
      ['edgePools', index, 'xmpp'],
      `${product} has no XMPP federation: it exists up to Skype for Business Server 2015`,
      'write "xmpp: false"',
    );
  });
}

function checkLinks(shape: TopologyShape, problems: TreeProblems): void {
  const seen = new Set<string>();
  shape.links?.forEach(({ between }, index) => {
    const path = ['links', index, 'between'];
    const key = linkKey(between);
    if (sameName(...between)) problems.at(path, 'a link joins two different sites');
    else if (seen.has(key)) {
      problems.at(path, `a second link between ${between.map(quote).join(' and ')}`, 'remove one');
    }
    seen.add(key);
  });
}

/** D275: one number, said in one place. */
function checkPackage({ backupService, assumptions }: TopologyShape, problems: TreeProblems): void {
  const given = backupService?.maxDataConfPackageKb ?? null;
  if (given === null || !Object.hasOwn(assumptions ?? {}, 'maxDataConfPackageSizeKB')) return;
  problems.atKey(
    ['backupService', 'maxDataConfPackageKb'],
    'maxDataConfPackageSizeKB is under "assumptions" too',
    'write it in one of the two places',
  );
}

function checkResponseGroups(shape: TopologyShape, problems: TreeProblems): void {
  const product = shape.product ?? 'sfb2015';
  const can = shape.pools.some((pool) => isFrom2019(pool.product ?? product));
  if (shape.backupService?.enableRgsBackupService && !can) {
    problems.atKey(
      ['backupService', 'enableRgsBackupService'],
      `${product} cannot back up Response Groups (D31)`,
      'it came with Skype for Business Server 2019 CU1; remove the line',
    );
  }
}

/** A key for a link that is one and the same in both directions. */
export function linkKey(between: readonly string[]): string {
  return JSON.stringify(between.map((end) => end.toLowerCase()).sort());
}

import { quote } from '../../core/quote.js';
import { sameName } from '../../domain/deployment.js';
import { KnownNames } from '../known-names.js';
import { keyPositionAt, positionAt, type Tree, type TreePath } from '../positioned-tree.js';
import type { Problems } from '../problems.js';
import { ownServer } from './check-machines.js';
import type { PoolShape, TopologyShape } from './topology-schema.js';

/** The names that a topology defines. */
export interface DefinedNames {
  readonly sites: KnownNames;
  readonly pools: KnownNames;
  readonly edgePools: KnownNames;
}

/** The names that a topology defines, for its references to be checked against. */
export function definedNames(shape: TopologyShape): DefinedNames {
  return {
    sites: new KnownNames(
      'sites',
      shape.sites.map((site) => site.name),
    ),
    pools: new KnownNames(
      'Front End pools',
      shape.pools.map((pool) => pool.fqdn),
    ),
    edgePools: new KnownNames(
      'Edge pools',
      (shape.edgePools ?? []).map((edge) => edge.fqdn),
    ),
  };
}

/** Every name that is referred to exists, pairs are mutual, and each pool is what its edition can be. */
export function checkReferences(
  shape: TopologyShape,
  defined: DefinedNames,
  root: Tree,
  problems: Problems,
): void {
  const need = (names: KnownNames, name: string | null | undefined, path: TreePath) => {
    if (name !== null && name !== undefined) names.need(name, positionAt(root, path), problems);
  };
  checkSites(shape, root, problems);
  shape.pools.forEach((pool, index) => {
    const at = (...rest: TreePath) => ['pools', index, ...rest];
    need(defined.sites, pool.site, at('site'));
    need(defined.pools, pool.backupPool, at('backupPool'));
    need(defined.edgePools, pool.edgePool, at('edgePool'));
    need(defined.sites, pool.backEnd?.witnessSite, at('backEnd', 'witnessSite'));
    checkPair(pool, index, shape, root, problems);
    checkServerCount(pool, index, shape, root, problems);
    if (pool.edition === 'standard') checkStandard(pool, index, root, problems);
    else checkEnterprise(pool, index, root, problems);
  });
  shape.edgePools?.forEach((edge, index) => {
    need(defined.sites, edge.site, ['edgePools', index, 'site']);
    need(defined.pools, edge.nextHop, ['edgePools', index, 'nextHop']);
  });
  need(defined.pools, shape.centralManagement?.active, ['centralManagement', 'active']);
  checkRoutes(shape, root, problems);
  checkLinks(shape, defined, root, problems);
  checkResponseGroups(shape, root, problems);
}

function checkSites(shape: TopologyShape, root: Tree, problems: Problems): void {
  const seen = new Set<string>();
  shape.sites.forEach((site, index) => {
    const key = site.name.toLowerCase();
    if (seen.has(key))
      problems.add(positionAt(root, ['sites', index, 'name']), `the site ${quote(site.name)} appears twice`);
    seen.add(key);
  });
}

function checkPair(
  pool: PoolShape,
  index: number,
  shape: TopologyShape,
  root: Tree,
  problems: Problems,
): void {
  if (pool.backupPool === null) return;
  const position = positionAt(root, ['pools', index, 'backupPool']);
  if (sameName(pool.backupPool, pool.fqdn)) {
    problems.add(
      position,
      `${quote(pool.fqdn)} cannot be its own backup pool`,
      'name a pool at another site',
    );
    return;
  }
  const partner = shape.pools.find((other) => sameName(other.fqdn, pool.backupPool));
  if (partner === undefined || sameName(partner.backupPool, pool.fqdn)) return;
  const actual =
    partner.backupPool === null
      ? `${quote(partner.fqdn)} names no backup pool`
      : `${quote(partner.fqdn)} names ${quote(partner.backupPool)}`;
  problems.add(
    position,
    `the pair is not mutual: ${quote(pool.fqdn)} names ${quote(partner.fqdn)}, but ${actual}`,
    `write "backupPool: ${pool.fqdn}" in the pool ${partner.fqdn}`,
  );
}

function checkServerCount(
  pool: PoolShape,
  index: number,
  shape: TopologyShape,
  root: Tree,
  problems: Problems,
): void {
  const product = shape.product ?? 'sfb2015';
  const most = pool.edition === 'standard' ? 1 : product === 'sfb2019' || product === 'sfbse' ? 16 : 12;
  if (pool.servers.length <= most) return;
  problems.add(
    positionAt(root, ['pools', index, 'servers']),
    `${quote(pool.fqdn)} has ${pool.servers.length} servers`,
    pool.edition === 'standard'
      ? 'a Standard Edition pool has exactly 1'
      : `an Enterprise Edition pool of ${product} has at most ${most}`,
  );
}

function checkStandard(pool: PoolShape, index: number, root: Tree, problems: Problems): void {
  const at = (key: string) => keyPositionAt(root, ['pools', index, 'backEnd', key]);
  for (const key of ['mirror', 'witness', 'witnessSite'] as const) {
    if (pool.backEnd?.[key]) {
      problems.add(
        at(key),
        `a Standard Edition pool has no ${key} (D4)`,
        `remove "${key}" from ${pool.fqdn}`,
      );
    }
  }
  const primary = pool.backEnd?.primary ?? null;
  if (primary !== null && !sameName(primary, ownServer(pool))) {
    problems.add(
      at('primary'),
      `a Standard Edition pool has its database on its own server, not on ${quote(primary)}`,
      'leave "backEnd" out',
    );
  }
}

function checkEnterprise(pool: PoolShape, index: number, root: Tree, problems: Problems): void {
  const position = positionAt(root, ['pools', index]);
  if (!pool.backEnd?.primary) {
    problems.add(
      pool.backEnd === null ? position : positionAt(root, ['pools', index, 'backEnd']),
      `the Enterprise Edition pool ${quote(pool.fqdn)} has no SQL server`,
      'add "backEnd: { primary: ... }"',
    );
  }
  if (pool.fileStore === null) {
    problems.add(
      position,
      `the Enterprise Edition pool ${quote(pool.fqdn)} has no file store`,
      'add "fileStore: ..."',
    );
  }
  const backEnd = pool.backEnd;
  const at = (key: string) => keyPositionAt(root, ['pools', index, 'backEnd', key]);
  if (backEnd?.witness && !backEnd.mirror) {
    problems.add(
      at('witness'),
      `${quote(pool.fqdn)} has a witness but no mirror`,
      'add "mirror: ..." or remove "witness"',
    );
  }
  if (backEnd?.witnessSite && !backEnd.witness) {
    problems.add(
      at('witnessSite'),
      `${quote(pool.fqdn)} has a witness site but no witness`,
      'add "witness: ..."',
    );
  }
}

/** Federation and XMPP each run through exactly one Edge pool. */
function checkRoutes(shape: TopologyShape, root: Tree, problems: Problems): void {
  const edges = shape.edgePools ?? [];
  for (const [key, route] of [
    ['federation', 'federation'],
    ['xmpp', 'XMPP federation'],
  ] as const) {
    const first = edges.findIndex((edge) => edge[key]);
    edges.forEach((edge, index) => {
      if (!edge[key] || index === first) return;
      problems.add(
        positionAt(root, ['edgePools', index, key]),
        `${route} runs through ${quote(edges[first].fqdn)} already: it has exactly one Edge pool`,
        `write "${key}: false" for one of the two`,
      );
    });
  }
}

function checkLinks(shape: TopologyShape, defined: DefinedNames, root: Tree, problems: Problems): void {
  const seen = new Set<string>();
  shape.links?.forEach((link, index) => {
    const path = ['links', index, 'between'];
    for (const [end, name] of link.between.entries())
      defined.sites.need(name, positionAt(root, [...path, end]), problems);
    const key = linkKey(link.between);
    if (sameName(...link.between)) {
      problems.add(positionAt(root, path), 'a link joins two different sites');
    } else if (seen.has(key)) {
      problems.add(
        positionAt(root, path),
        `a second link between ${link.between.map(quote).join(' and ')}`,
        'remove one',
      );
    }
    seen.add(key);
  });
}

function checkResponseGroups(shape: TopologyShape, root: Tree, problems: Problems): void {
  const product = shape.product ?? 'sfb2015';
  if (shape.backupService?.enableRgsBackupService && product !== 'sfb2019' && product !== 'sfbse') {
    problems.add(
      keyPositionAt(root, ['backupService', 'enableRgsBackupService']),
      `${product} cannot back up Response Groups (D31)`,
      'it came with Skype for Business Server 2019 CU1; remove the line',
    );
  }
}

/** The same for both directions of a link. */
export function linkKey(between: readonly string[]): string {
  return JSON.stringify(between.map((end) => end.toLowerCase()).sort());
}

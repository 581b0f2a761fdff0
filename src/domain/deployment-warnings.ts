/** What is legal in a topology but will hurt in a disaster; each says what to do. */
import { count, counted } from '../core/format.js';
import { giveAwayFirst, groupWarnings } from './availability-group-warnings.js';
import { clusterOf } from './back-end.js';
import { HOMED_MOST } from './capacity.js';
import { type Deployment, differInVersion, isFrom2019, type Pool, sameName } from './deployment.js';
import { instanceWarnings } from './failover-cluster-warnings.js';
import { locationWarnings } from './location-warnings.js';
import type { Finding } from './result.js';
import { pairsOnce, weakness } from './weakness.js';

export function topologyWarnings(deployment: Deployment): Finding[] {
  return [
    ...oneSite(deployment),
    ...deployment.pools.flatMap((pool) => [
      ...unpaired(pool),
      ...backEnd(pool, deployment),
      ...groupWarnings(pool, deployment),
      ...instanceWarnings(pool),
      ...fewServers(pool),
      ...capacity(pool, deployment),
    ]),
    ...pairsOnce(deployment).flatMap(([one, two]) => pairing(one, two)),
    ...sharedFileStores(deployment),
    ...centralManagement(deployment),
    ...edgeNextHops(deployment),
    ...locationWarnings(deployment),
    ...unmodelled(deployment),
  ];
}

function oneSite(deployment: Deployment): Finding[] {
  const used = new Set(deployment.pools.map((pool) => pool.site));
  if (used.size > 1) return [];
  const message = `All Front End pools are in the site ${[...used][0]}: its loss ends every service.`;
  return [weakness('S2', `${message} Put the backup pool into another data centre.`)];
}

function unpaired(pool: Pool): Finding[] {
  if (pool.backupPool !== null) return [];
  const message = `${pool.fqdn} has no backup pool: its users and data cannot be failed over.`;
  return [weakness('D40', `${message} Pair it with a pool at another site.`)];
}

function backEnd(pool: Pool, deployment: Deployment): Finding[] {
  const {
    fqdn,
    product,
    backEnd: { mirror, witness },
  } = pool;
  if (clusterOf(pool.backEnd) !== undefined) return [];
  if (mirror === null) return oneSqlServer(pool, deployment);
  if (isFrom2019(product)) {
    const message = `${fqdn} has a mirrored Back End, which is unsupported from Skype for Business Server 2019 on.`;
    const remedy = `Use an AlwaysOn availability group (kind: availabilityGroup).${giveAwayFirst(fqdn, deployment)}`;
    return [weakness('D2', `${message} ${remedy}`)];
  }
  if (witness !== null) return [];
  const message = `${fqdn} has a mirror but no witness: its database does not fail over by itself.`;
  return [weakness('D22', `${message} Add a witness, or plan for Invoke-CsDatabaseFailover -NewPrincipal mirror.`)];
}

/** Where the document has an availability group or a cluster, what is left out of it has a warning of its own. */
function oneSqlServer(
  { fqdn, edition, product, backEnd: { primary } }: Pool,
  { unmodelled: parts }: Deployment,
): Finding[] {
  if (edition !== 'enterprise') return [];
  if (parts.some(({ backEndOf }) => backEndOf === fqdn)) return [];
  const message = `${fqdn} has one SQL server, ${primary}, and no mirror: when it is lost its users are in resiliency mode half an hour later (D27), and only its repair or a failover of the whole pool brings them back.`;
  const remedy = isFrom2019(product)
    ? 'Use an AlwaysOn availability group (kind: availabilityGroup) or a failover cluster instance (kind: failoverCluster).'
    : 'Add a mirror and a witness.';
  return [weakness('S3', `${message} ${remedy}`)];
}

function fewServers(pool: Pool): Finding[] {
  if (pool.edition !== 'enterprise' || pool.servers.length > 2) return [];
  if (pool.servers.length === 1) {
    const message = `${pool.fqdn} has one Front End server: its loss ends the service.`;
    return [weakness('D12', `${message} Use three servers or more.`)];
  }
  const message = `${pool.fqdn} has two Front End servers: legal, but the pool soon goes down when its Back End is lost.`;
  const found = [weakness('D14', `${message} Use three servers or more.`)];
  if (pool.backupPool === null) return found;
  const paired = `${pool.fqdn} is paired and has two Front End servers: at some time after pairing three have to run, or it never synchronises with ${pool.backupPool}.`;
  return [
    ...found,
    weakness('D16', `${paired} Add a third server before you rely on the pair, even if only for that time.`),
  ];
}

function capacity(pool: Pool, deployment: Deployment): Finding[] {
  const partner = deployment.pools.find((other) => other.fqdn === pool.backupPool);
  const users = pool.users + (partner?.users ?? 0);
  const most = HOMED_MOST[pool.edition];
  const isDefault = deployment.taken.some(({ name }) => name === `pools.${pool.fqdn}.capacity`);
  // Whoever says what a pool is sized for has measured it.
  if (isDefault && partner !== undefined && pool.users > most) {
    const message = `${pool.fqdn} homes ${counted(pool.users, 'user')}; each pool of a pair may home ${count(most)} at most.`;
    return [weakness('D3', `${message} Move users to another pool, or say what it is sized for (capacity).`)];
  }
  if (pool.capacity >= users) return [];
  const both = partner === undefined ? 'its own' : 'those of both pools of the pair';
  const message = `${pool.fqdn} is sized for ${counted(pool.capacity, 'user')}, but may have to serve ${count(users)} (${both}).`;
  return [weakness('D3', `${message} Size it for all of them.`)];
}

function pairing(one: Pool, two: Pool): Finding[] {
  const names = `${one.fqdn} and ${two.fqdn}`;
  const found: Finding[] = [];
  const unlike = (what: string, left: string, right: string) =>
    found.push(
      weakness('D2', `${names} are a pair, but differ in ${what} (${left}, ${right}): unsupported. Make both alike.`),
    );
  if (one.edition !== two.edition) unlike('edition', one.edition, two.edition);
  if (one.product !== two.product) unlike('product version', one.product, two.product);
  else if (differInVersion(one, two)) {
    const message = `${names} are a pair, but have different cumulative updates (${one.version}, ${two.version}).`;
    found.push(weakness('M262', `${message} Patch both in one go: a disaster must not come between them (D262).`));
  }
  if (one.platform !== two.platform) unlike('platform', one.platform, two.platform);
  if (one.os !== null && two.os !== null && !sameName(one.os.trim(), two.os.trim())) {
    unlike('operating system', one.os, two.os);
  }
  // D101: Enterprise pools of a pair use the same method; unlike ones are warned of, and never refused (D2).
  if (one.edition === two.edition && highAvailability(one) !== highAvailability(two)) {
    unlike('Back End high availability', highAvailability(one), highAvailability(two));
  }
  if (one.backEnd.witness !== null && sameName(one.backEnd.witness, two.backEnd.witness)) {
    const message = `One witness, ${one.backEnd.witness}, serves both pools of the pair ${names}: its loss hits both.`;
    found.push(weakness('D26', `${message} Give each pool a witness in its own data centre.`));
  }
  return [...found, ...sameSite(one, two)];
}

function sameSite(one: Pool, two: Pool): Finding[] {
  if (one.site !== two.site) return [];
  const message = `${one.fqdn} and ${two.fqdn} are a pair in the same site ${one.site}: its loss takes both.`;
  return [weakness('S2', `${message} Put them into two data centres.`)];
}

function highAvailability(pool: Pool): string {
  if (pool.backEnd.availabilityGroup !== undefined) return 'availability group';
  if (pool.backEnd.failoverCluster !== undefined) return 'failover cluster instance';
  return pool.backEnd.mirror === null ? 'none' : 'mirroring';
}

function sharedFileStores(deployment: Deployment): Finding[] {
  const users = new Map<string, string[]>();
  for (const pool of deployment.pools) {
    users.set(pool.fileStore, [...(users.get(pool.fileStore) ?? []), pool.fqdn]);
  }
  return [...users]
    .filter(([, pools]) => pools.length > 1)
    .map(([store, pools]) => {
      const message = `${store} is the file store of ${pools.join(' and ')}: with it they lose their files and their replication at once.`;
      return weakness('D37', `${message} Give each pool a file store in its own data centre.`);
    });
}

function centralManagement(deployment: Deployment): Finding[] {
  const pool = deployment.pools.find(({ fqdn }) => fqdn === deployment.centralManagement.active);
  if (pool === undefined || pool.backupPool !== null) return [];
  const message = `The Central Management Store is on ${pool.fqdn}, which is not paired: it has no standby.`;
  return [weakness('S6', `${message} Pair the pool, or move the Central Management Store to a paired one.`)];
}

function edgeNextHops(deployment: Deployment): Finding[] {
  return deployment.edgePools.flatMap((edge) => {
    const pool = deployment.pools.find(({ fqdn }) => fqdn === edge.nextHop);
    if (edge.nextHop === null) {
      return [weakness('D42', `${edge.fqdn} has no next hop: it serves nobody. Name a Front End pool.`)];
    }
    if (pool === undefined || pool.backupPool !== null) return [];
    const message = `${edge.fqdn} has ${pool.fqdn} as next hop, which has no backup pool to change to.`;
    return [weakness('D42', `${message} Pair that pool, or take a paired pool as next hop.`)];
  });
}

/** A warning for each part that matters in a drill, and one note that names all the others. */
function unmodelled({ unmodelled: parts }: Deployment): Finding[] {
  const warnings = parts.flatMap(({ what, name, consequence }) => {
    if (consequence === '') return [];
    const rule = /availability group|cluster/.test(what) ? 'D2' : /Branch/.test(what) ? 'D1' : 'S1';
    return [weakness(rule, `${name} is not modelled yet (${what}). ${consequence}`)];
  });
  const byKind = new Map<string, string[]>();
  for (const { what, name, consequence } of parts) {
    if (consequence === '') byKind.set(what, [...(byKind.get(what) ?? []), name]);
  }
  if (byKind.size === 0) return warnings;
  const list = [...byKind].map(([what, names]) => `${what} (${names.join(', ')})`).join(', ');
  return [...warnings, { ...weakness('S1', `Not modelled, left out: ${list}.`), severity: 'note' }];
}

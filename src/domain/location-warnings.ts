/** Weaknesses of where the parts of a deployment stand: what is lost together with one site, or cut off by the WAN. */
import { counted } from '../core/format.js';
import { databaseMachinesOf } from './back-end.js';
import { type Deployment, type EdgePool, type Pool, sameName } from './deployment.js';
import type { Finding } from './result.js';
import { pairsOnce, weakness } from './weakness.js';

/** A warning for each part that the loss of one site takes along, with what to do about it. */
export function locationWarnings(deployment: Deployment): Finding[] {
  return [
    ...edgePoolsInOneSite(deployment),
    ...edgesForTakeover(deployment),
    ...fileStoresInOnePlace(deployment),
    ...namespaceRoots(deployment),
    ...centralManagementWithBusiest(deployment),
    ...deployment.pools.flatMap(witnessElsewhere),
  ];
}

/** D42: one without a next hop serves nobody. */
const servesSomebody = ({ nextHop }: EdgePool): boolean => nextHop !== null;

/** The site that all Edge pools with a next hop are in, while Front End pools are in several; null = there is no such site. */
function onlyEdgeSite({ pools, edgePools }: Deployment): string | null {
  const [first, ...others] = edgePools.filter(servesSomebody);
  if (first === undefined || others.some(({ site }) => site !== first.site)) return null;
  return pools.some(({ site }) => site !== first.site) ? first.site : null;
}

function edgePoolsInOneSite(deployment: Deployment): Finding[] {
  const site = onlyEdgeSite(deployment);
  if (site === null) return [];
  const names = deployment.edgePools.filter(servesSomebody).map(({ fqdn }) => fqdn);
  const [what, be] = names.length === 1 ? ['The only Edge pool', 'is'] : ['All Edge pools', 'are'];
  const which = names.length < deployment.edgePools.length ? `${what} with a next hop` : what;
  const message = `${which} (${names.join(', ')}) ${be} at ${site}: the loss of that site ends federation, remote access and remote media for the users of every pool until it is back, and no procedure moves them.`;
  return [
    weakness(
      'S9',
      `${message} Put an Edge pool into a second site, and publish its DNS records with a lower priority.`,
    ),
  ];
}

/** The partner takes users over; without an Edge pool at its side they have no remote media there. */
function edgesForTakeover(deployment: Deployment): Finding[] {
  const edgeSite = (fqdn: string | null) => deployment.edgePools.find((edge) => edge.fqdn === fqdn)?.site ?? null;
  const oneSite = onlyEdgeSite(deployment) !== null;
  return pairsOnce(deployment).flatMap(([one, two]) =>
    [
      [one, two],
      [two, one],
    ].flatMap(([taker, home]) => {
      if (taker.edgePool === null) {
        if (home.edgePool === null) return [];
        const message = `${taker.fqdn}, which takes the users of ${home.fqdn} in a disaster, has no Edge pool: those of them who work from outside have no audio and video there.`;
        return [
          weakness('S9', `${message} Associate an Edge pool at ${taker.site} with it (Topology Builder, procedure 8).`),
        ];
      }
      if (oneSite || taker.site === home.site || edgeSite(taker.edgePool) !== home.site) return [];
      const message = `${taker.fqdn} has its Edge pool ${taker.edgePool} at ${home.site}: when that site is lost and ${taker.fqdn} takes the users of ${home.fqdn}, nobody has remote media until the association is changed.`;
      return [
        weakness(
          'S9',
          `${message} Associate an Edge pool outside of ${home.site} with it (Topology Builder, procedure 8).`,
        ),
      ];
    }),
  );
}

/** The site of a machine: that of the first pool which names it. */
function siteOfMachine({ pools }: Deployment, machine: string): string | null {
  const has = ({ servers, backEnd, fileStore }: Pool) =>
    [...servers, ...databaseMachinesOf(backEnd), fileStore].some((name) => sameName(name, machine));
  return pools.find(has)?.site ?? null;
}

/** Two pools on the same file server have a warning of their own. */
function fileStoresInOnePlace(deployment: Deployment): Finding[] {
  return pairsOnce(deployment).flatMap(([one, two]) => {
    if (one.site === two.site || sameName(one.fileStore, two.fileStore)) return [];
    const [left, right] = [one, two].map(({ fileStore }) => siteOfMachine(deployment, fileStore));
    if (left === null || left !== right) return [];
    const message = `The file stores of ${one.fqdn} and ${two.fqdn}, ${one.fileStore} and ${two.fileStore}, are both at ${left}: the loss of that site stops the Backup Service both ways and takes the conference content of both.`;
    return [weakness('D37', `${message} Give each pool a file store in its own data centre.`)];
  });
}

/** A domain name, or one that says so: behind it is a namespace, whose folders are on servers with other names. */
function namespaceRoots(deployment: Deployment): Finding[] {
  const machines = deployment.pools.flatMap((pool) => [pool.fqdn, ...pool.servers]).map((name) => name.toLowerCase());
  return deployment.pools.flatMap(({ fqdn, fileStore }) => {
    const name = fileStore.toLowerCase();
    const isDomain = machines.some((machine) => machine.endsWith(`.${name}`));
    if (!isDomain && !/^dfs/.test(name)) return [];
    const why = isDomain ? 'it is the name of a domain' : 'by its name';
    const message = `${fileStore}, the file store of ${fqdn}, looks like a DFS root (${why}): if it is one, other servers hold the files, and where they stand decides what a lost site takes. Here one machine at ${siteOfMachine(deployment, fileStore)} stands for them.`;
    return [weakness('D37', `${message} Name the server that holds the folder, one for each pool.`)];
  });
}

/** D41: with the pool that most users are on goes the store without which none of them can be failed over. */
function centralManagementWithBusiest({ pools, centralManagement }: Deployment): Finding[] {
  const master = pools.find(({ fqdn }) => fqdn === centralManagement.active);
  const standby = pools.find(({ fqdn }) => fqdn === master?.backupPool);
  if (master === undefined || standby === undefined || standby.site === master.site) return [];
  const most = Math.max(...pools.map(({ users }) => users));
  const busiest = pools.filter(({ users }) => users === most);
  if (busiest.length !== 1 || busiest[0].site !== master.site) return [];
  const where =
    busiest[0] === master ? 'the busiest pool' : `at ${master.site} as ${busiest[0].fqdn} is, the busiest pool`;
  const message = `The Central Management Store is active on ${master.fqdn}, ${where} (${counted(most, 'user')}): one loss takes both, and none of these users can be failed over before the store is (D41), with what it had not replicated lost.`;
  const move = `Move it to ${standby.fqdn}: Invoke-CsManagementServerFailover, typed there.`;
  // D64 (F): what was reported of Standard Edition pairs after a planned failover of the store.
  const first =
    master.edition === 'standard'
      ? ' Before that export the configuration and the location data (Export-CsConfiguration, Export-CsLisConfiguration): of Standard Edition pairs it was reported that the store had to be restored from them (D64).'
      : '';
  return [weakness('D61', `${message} ${move}${first}`)];
}

function witnessElsewhere({ fqdn, site, backEnd: { mirror, witness, witnessSite } }: Pool): Finding[] {
  if (mirror === null || witness === null || witnessSite === null || witnessSite === site) return [];
  const message = `The witness of ${fqdn}, ${witness}, is at ${witnessSite}, its SQL servers at ${site}: the WAN decides who serves. While it is down no principal is replaced by itself, and a principal that loses its mirror then stops serving, though it runs (D23).`;
  return [weakness('D21', `${message} Put the witness at ${site}.`)];
}

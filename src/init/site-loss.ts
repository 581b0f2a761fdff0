/** The disaster drill: a site, or one pool where both are in one site, is lost at night, replaced and returned to. */
import { formatDuration } from '../core/duration.js';
import { cmsFailover } from '../domain/cmdlets/cms-failover.js';
import { setSite } from '../domain/cmdlets/configuration.js';
import { LIS_FILE, LIS_IMPORT_LINE, publishLis } from '../domain/cmdlets/exports-and-imports.js';
import { poolFailover } from '../domain/cmdlets/pool-failover.js';
import { getFabricState } from '../domain/cmdlets/pool-services.js';
import { rgsFile } from '../domain/cmdlets/response-groups.js';
import { failoverTargets } from '../domain/components/pool-failover/facts.js';
import type { Deployment, EdgePool, Pool } from '../domain/deployment.js';
import type { DrillData } from '../input/drill/write.js';
import { cmdlet, type DrillOutline, type Entry, type Loss, type OutlineSection } from './drill-outline.js';
import { type FailoverPair, importResponseGroups, nextHops, poolNamed } from './pair.js';
import { returnHome } from './return-home.js';

const LOST_AT_MINUTES = 31;
/** noticed, understood, decided */
const DECIDED_AT_MINUTES = 45;
const REPAIRED_AT_MINUTES = 240;
const RETURN_AT_MINUTES = 300;
/** longer than the grace after which everything has to have returned (I10) */
const WATCHED_MINUTES = 45;

/** What goes with the site of the home pool; where its partner is in the same site, with the pool alone. */
interface Disaster {
  readonly loss: Loss;
  readonly what: string;
  readonly pools: readonly Pool[];
  readonly edges: readonly EdgePool[];
}

export function siteLossDrill(pair: FailoverPair): DrillOutline {
  const { home, partner, deployment } = pair;
  const disaster = disasterOf(pair);
  const { rtoMs, rpoMs } = failoverTargets(partner.product);
  const cms = centralManagement(deployment, disaster);
  const common = {
    name: `${home.fqdn}-${home.site === partner.site ? 'pool-loss' : 'site-loss'}`,
    title: `Lose ${disaster.what}, recover on ${partner.fqdn}, come home`,
    loss: disaster.loss,
  };
  if (cms === null) {
    return {
      ...common,
      title: `Lose ${disaster.what} with the only Central Management Store`,
      about: `The site is lost with the Central Management Store, which has no standby outside of it. Until it is repaired no pool can be failed over (D41). Pair the pool that has it, or move it to a paired one (S6); then write this drill again.`,
      files: [],
      sections: [night(pair, []), refusedFailover(pair)],
      expect: {},
      runbook: false,
      night: null,
    };
  }
  return {
    ...common,
    about: `A disaster: ${disaster.what} is lost at night; ${partner.fqdn} takes the users of ${home.fqdn}, and they come home when it is repaired. What ${partner.fqdn} had not imported stays behind: that is the RPO.`,
    files: nightlyExports(pair, cms.length > 0),
    sections: [
      night(pair, cms),
      ...edges(pair, disaster),
      failover(pair),
      repaired(pair),
      ...returnHome(pair, federationBack(deployment, disaster)),
      {
        title: 'At the end',
        why: 'Everything has to have returned by now (I10).',
        entries: [{ do: 'watch', minutes: WATCHED_MINUTES }],
      },
    ],
    expect: { rto: { [home.fqdn]: formatDuration(rtoMs) }, rpo: formatDuration(rpoMs) },
    runbook: true,
    night: {
      atMinutes: DECIDED_AT_MINUTES,
      decideMinutes: RETURN_AT_MINUTES - DECIDED_AT_MINUTES,
      watchedMinutes: WATCHED_MINUTES,
    },
  };
}

function disasterOf({ home, partner, deployment }: FailoverPair): Disaster {
  const times = { atMinutes: LOST_AT_MINUTES, repairedAtMinutes: REPAIRED_AT_MINUTES };
  if (home.site !== partner.site) {
    const pools = deployment.pools.filter(({ site }) => site === home.site);
    const edges = deployment.edgePools.filter(({ site }) => site === home.site);
    const servers = [...pools, ...edges].flatMap((each) => each.servers);
    return { loss: { ...times, targets: [{ site: home.site }], servers }, what: `site ${home.site}`, pools, edges };
  }
  const others = deployment.pools.filter((pool) => pool !== home).flatMap(machinesOf);
  const machines = [...new Set(machinesOf(home))].filter((m) => !home.servers.includes(m) && !others.includes(m));
  const targets = [{ pool: home.fqdn }, ...machines.map((server) => ({ server }))];
  return { loss: { ...times, targets, servers: home.servers }, what: home.fqdn, pools: [home], edges: [] };
}

/** SQL and file servers with what is on them; a witness is not part of the loss. */
function machinesOf({ servers, backEnd, fileStore }: Pool): string[] {
  return [...servers, backEnd.primary, backEnd.mirror, fileStore].filter((m) => m !== null);
}

/** What brings the Central Management Store back; null = nothing does, empty = it is elsewhere. */
function centralManagement(deployment: Deployment, { pools }: Disaster): Entry[] | null {
  const master = poolNamed(deployment, deployment.centralManagement.active);
  if (master === null || !pools.includes(master)) return [];
  const standby = poolNamed(deployment, master.backupPool);
  if (standby === null || pools.includes(standby)) return null;
  const { primary, instance, mirror } = standby.backEnd;
  return [
    cmdlet(
      cmsFailover.line({
        BackupSqlServerFqdn: primary,
        BackupSqlInstanceName: instance,
        BackupMirrorSqlServerFqdn: mirror ?? undefined,
        BackupMirrorSqlInstanceName: mirror === null ? undefined : instance,
        Force: true,
      }),
    ),
    cmdlet(LIS_IMPORT_LINE),
    cmdlet(publishLis.line({})),
    { do: 'replicated' },
  ];
}

/** What the imports of the night read: the exports of the night before (D34). */
function nightlyExports({ home, rgsCarried }: FailoverPair, location: boolean): DrillData[] {
  const age = '24h';
  return [
    ...(location ? [{ path: LIS_FILE, holds: 'lis', age }] : []),
    ...(rgsCarried ? [] : [{ path: rgsFile(home.fqdn), holds: 'responseGroups', of: home.fqdn, age }]),
  ];
}

function night({ home, partner }: FailoverPair, cms: readonly Entry[]): OutlineSection {
  const what =
    cms.length === 0
      ? ''
      : ` The Central Management Store went too: it comes first, else the failover is refused (D41). The server is the principal of the standby's database, so ask Get-CsDatabaseMirrorState where it is mirrored (D61). Location data comes from its last export (D34). Go on when every server that can be reached knows the new master (D63).`;
  return {
    title: 'The night',
    why: `${home.fqdn} does not answer. Its users may be in resiliency mode on ${partner.fqdn} (D70): calls, no contacts.${what}`,
    entries: [
      { do: 'at', minutes: DECIDED_AT_MINUTES, what: 'the decision is made' },
      { do: 'lost', pool: home.fqdn },
      cmdlet('Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus'),
      ...cms,
    ],
  };
}

function refusedFailover({ home }: FailoverPair): OutlineSection {
  return {
    title: 'The failover',
    why: 'It is refused for as long as there is no active master (D41).',
    entries: [
      { do: 'run', line: poolFailover.line({ PoolFqdn: home.fqdn, DisasterMode: true }), refusedBy: 'D41' },
      { do: 'ask', minutes: RETURN_AT_MINUTES, what: 'what was lost has been repaired' },
      cmdlet(getFabricState.line({ PoolFqdn: home.fqdn })),
    ],
  };
}

function edges(pair: FailoverPair, disaster: Disaster): OutlineSection[] {
  const entries = [...nextHops(pair, pair.partner), ...federation(pair, disaster)];
  if (entries.length === 0) return [];
  return [
    {
      title: 'The Edge pools',
      why: `One that runs refuses the failover while ${pair.home.fqdn} is its next hop; one that is lost would return to a pool without users (D42). Federation runs through one Edge pool: where that is lost, another takes it (S9).`,
      entries,
    },
  ];
}

/** The Edge pool that federation runs through, if it is lost, and one that could take it. */
function federationRoute({ edgePools }: Deployment, { pools, edges: lost }: Disaster) {
  const route = edgePools.find((edge) => edge.federation);
  if (route === undefined || !lost.includes(route)) return null;
  const hopsLost = pools.map(({ fqdn }) => fqdn);
  const other = edgePools.find(
    (edge) => !lost.includes(edge) && edge.nextHop !== null && !hopsLost.includes(edge.nextHop),
  );
  return { route, other: other ?? null };
}

function federation({ deployment }: FailoverPair, disaster: Disaster): Entry[] {
  const found = federationRoute(deployment, disaster);
  const xmpp = deployment.edgePools.find((edge) => edge.xmpp);
  const notes: Entry[] =
    xmpp !== undefined && disaster.edges.includes(xmpp)
      ? [
          {
            do: 'note',
            text: `XMPP runs through ${xmpp.fqdn} and is down. To move it, its new Edge pool has to be stopped and DNS changed: see "Failing over the Edge pool used for XMPP federation" in the documentation of the product.`,
          },
        ]
      : [];
  if (found === null) return notes;
  const { route, other } = found;
  if (other === null)
    return [
      ...notes,
      { do: 'note', text: `Federation runs through ${route.fqdn}, and no other Edge pool could take it.` },
    ];
  return [cmdlet(setSite.line({ Identity: route.site, FederationRoute: other.fqdn })), ...notes];
}

function federationBack(deployment: Deployment, disaster: Disaster): Entry[] {
  const found = federationRoute(deployment, disaster);
  if (found === null || found.other === null) return [];
  return [cmdlet(setSite.line({ Identity: found.route.site, FederationRoute: found.route.fqdn }))];
}

function failover(pair: FailoverPair): OutlineSection {
  const { home, partner, rgsCarried } = pair;
  return {
    title: 'The failover',
    why: `-DisasterMode, because ${home.fqdn} cannot be asked: what ${partner.fqdn} has not imported stays behind there (D45).${rgsCarried ? '' : ' Response Groups come from their last export (D34): export them every night.'}`,
    entries: [cmdlet(poolFailover.line({ PoolFqdn: home.fqdn, DisasterMode: true })), ...importResponseGroups(pair)],
  };
}

function repaired({ home }: FailoverPair): OutlineSection {
  return {
    title: 'After the repair',
    why: `${home.fqdn} has to be up with quorum and its Back End before its users come home (D50). What was left behind is still on its disks: fetch by hand what is needed, the failback overwrites it (D52).`,
    entries: [
      { do: 'ask', minutes: RETURN_AT_MINUTES, what: 'what was lost has been repaired' },
      cmdlet(getFabricState.line({ PoolFqdn: home.fqdn })),
    ],
  };
}

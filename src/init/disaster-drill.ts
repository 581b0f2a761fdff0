/** The drill of a disaster: what is lost at night, the recovery of every pool in the documented order, and the way home. */
import { formatDuration } from '../core/duration.js';
import { cmsFailover } from '../domain/cmdlets/cms-failover.js';
import { LIS_FILE, LIS_IMPORT_LINE, publishLis } from '../domain/cmdlets/exports-and-imports.js';
import { getReplicationStatus } from '../domain/cmdlets/management-store.js';
import { poolFailover } from '../domain/cmdlets/pool-failover.js';
import { getFabricState } from '../domain/cmdlets/pool-services.js';
import { rgsFile } from '../domain/cmdlets/response-groups.js';
import { failoverTargets } from '../domain/components/pool-failover/facts.js';
import type { Pool } from '../domain/deployment.js';
import type { DrillData } from '../input/drill/drill-data.js';
import type { Disaster } from './disaster.js';
import { cmdlet, type DrillOutline, type Entry, type OutlineSection } from './drill-outline.js';
import { federationAway, federationHome } from './federation.js';
import { AT_NIGHT, LOSS_TIMES, WATCHED } from './loss-times.js';
import { backToHome, importResponseGroups, nextHops, poolNamed } from './pair.js';
import { expectedRto } from './planned.js';
import { returnHome } from './return-home.js';

/** The drill of a disaster; where nothing can be failed over, that of a night in which all wait for the repair. */
export function disasterDrill(disaster: Disaster): DrillOutline {
  const { name, what, targets, servers, pairs } = disaster;
  const common = { name, loss: { ...LOSS_TIMES, targets, servers, verbs: ['crash', 'repair'] as const } };
  const store = centralManagement(disaster);
  if (store !== null && pairs.length > 0) return { ...common, ...recovery(disaster, store) };
  const nobody = pairs.length === 0;
  return {
    ...common,
    title: nobody
      ? `Lose ${what} with nobody to take its users`
      : `Lose ${what} with the only Central Management Store`,
    about: nobody
      ? `A disaster: ${what} is lost, and no pool elsewhere is paired with one of its pools. Its users wait for the repair. Pair each pool with one at another site (S2); then write this drill again.`
      : `The Central Management Store is lost too, and has no standby elsewhere. Until it is repaired no pool can be failed over (D41). Pair the pool that has it, or move it to a paired one (S6); then write this drill again.`,
    files: [],
    sections: [night(disaster, []), ...(nobody ? [] : [refusedFailover(disaster)]), waited(disaster)],
    expect: {},
    runbook: false,
    night: null,
  };
}

function recovery(disaster: Disaster, store: readonly Entry[]): Omit<DrillOutline, 'name' | 'loss'> {
  const { what, pairs, deployment, frontEndsRun } = disaster;
  const takers = pairs.map(({ partner }) => partner.fqdn).join(' and ');
  const homes = pairs.map(({ home }) => home.fqdn).join(' and ');
  const rpoMs = Math.max(...pairs.map(({ partner }) => failoverTargets(partner.product).rpoMs));
  const rto = expectedRto(pairs);
  return {
    title: `Lose ${what} recover on ${takers}, come home`.replace(/(?<!,) recover/, ', recover'),
    about: `A disaster: ${what} is lost at night; ${takers} take${pairs.length === 1 ? 's' : ''} the users of ${homes}, and they come home when it is repaired. What had not been imported there stays behind: that is the RPO.${stuck(disaster)}`,
    files: nightlyExports(disaster, store.length > 0),
    sections: [
      night(disaster, store),
      ...edges(disaster),
      failovers(disaster),
      repaired(disaster),
      ...returnHome(pairs, backToHome(pairs, federationHome(deployment, disaster))),
      {
        title: 'At the end',
        why: 'Everything has to have returned by now (I10).',
        entries: [WATCHED],
      },
    ],
    expect: { ...rto, ...(frontEndsRun || Object.keys(rto).length === 0 ? {} : { rpo: formatDuration(rpoMs) }) },
    runbook: true,
    night: AT_NIGHT,
  };
}

/** Pools of which nobody can take the users, in words. */
function stuck({ pools, pairs }: Disaster): string {
  const left = pools.filter((pool) => !pairs.some(({ home }) => home === pool)).map(({ fqdn }) => fqdn);
  return left.length === 0
    ? ''
    : ` The users of ${left.join(' and ')} wait for the repair: no pool elsewhere is paired with it.`;
}

/** What brings the Central Management Store back; null = nothing does, empty = it is elsewhere. */
function centralManagement({ deployment, pools }: Disaster): Entry[] | null {
  const master = poolNamed(deployment, deployment.centralManagement.active);
  if (master === null || !pools.includes(master)) return [];
  const standby = poolNamed(deployment, master.backupPool);
  if (standby === null || pools.includes(standby)) return null;
  const { primary, instance, mirror, availabilityGroup: group } = standby.backEnd;
  return [
    cmdlet(
      cmsFailover.line({
        BackupSqlServerFqdn: group?.sqlServerFqdn ?? primary,
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
function nightlyExports({ pairs }: Disaster, location: boolean): DrillData[] {
  const age = '24h';
  return [
    ...(location ? [{ path: LIS_FILE, holds: 'lis', age }] : []),
    ...pairs
      .filter(({ rgsCarried }) => !rgsCarried)
      .map(({ home: { fqdn } }) => ({ path: rgsFile(fqdn), holds: 'responseGroups', of: fqdn, age })),
  ];
}

function night({ what, pairs, check, deployment }: Disaster, store: readonly Entry[]): OutlineSection {
  const users = pairs.length === 0 ? '' : ' Users may be in resiliency mode on the partner (D70): calls, no contacts.';
  const first =
    store.length === 0
      ? ''
      : ` The Central Management Store went too: it comes first, else every failover is refused (D41). The server is the principal of the standby's database, so ask Get-CsDatabaseMirrorState where it is mirrored (D61). Location data comes from its last export (D34). Go on when every server that can be reached knows the new master (D63).`;
  const overLink = check.length > 0 && pairs.some(({ home, partner }) => home.site !== partner.site);
  const link = overLink
    ? ' A cut link gives ErrorState too, with every server up: somebody at the site has to say that it is lost, and not only the link (D45).'
    : '';
  const hasStore = deployment.centralManagement.active !== null;
  return {
    title: 'The night',
    why: `${what[0].toUpperCase()}${what.slice(1).replace(/,$/, '')} does not answer.${users}${link}${first}`,
    entries: [
      { do: 'at', minutes: AT_NIGHT.atMinutes, what: 'the decision is made' },
      ...check,
      ...(hasStore ? [cmdlet(getReplicationStatus.line({ CentralManagementStoreStatus: true }))] : []),
      ...store,
    ],
  };
}

function refusedFailover({ pairs: [{ home }] }: Disaster): OutlineSection {
  return {
    title: 'The failover',
    why: 'It is refused for as long as there is no active master (D41).',
    entries: [{ do: 'run', line: poolFailover.line({ PoolFqdn: home.fqdn, DisasterMode: true }), refusedBy: 'D41' }],
  };
}

function waited({ pools }: Disaster): OutlineSection {
  return {
    title: 'After the repair',
    why: 'The services start by themselves, and the users are back where they were (D13).',
    entries: [askRepaired(), ...pools.map(fabric), WATCHED],
  };
}

/** Nobody waits for replicas here: the users of a pool that is lost have nothing to lose by it. */
function edges(disaster: Disaster): OutlineSection[] {
  const { deployment, pairs } = disaster;
  const entries = [...nextHops(pairs), ...federationAway(deployment, disaster)];
  if (entries.length === 0) return [];
  return [
    {
      title: 'The Edge pools',
      why: 'One that runs refuses the failover of the pool that is its next hop; one that is lost would return to a pool without users (D42). It is the published topology that counts, so the failover need not wait for the Edge servers. Federation runs through one Edge pool: where that is lost, another takes it (S9).',
      entries,
    },
  ];
}

function failovers({ pairs }: Disaster): OutlineSection {
  const byFile = pairs.some(({ rgsCarried }) => !rgsCarried);
  const order = pairs.length === 1 ? '' : ' The pool with the most users first.';
  return {
    title: pairs.length === 1 ? 'The failover' : 'The failovers',
    why: `-DisasterMode, because what is lost cannot be asked: what the partner has not imported stays behind there (D45).${order}${byFile ? ' Response Groups come from their last export (D34): export them every night.' : ''}`,
    entries: [
      ...pairs.map(({ home }) => cmdlet(poolFailover.line({ PoolFqdn: home.fqdn, DisasterMode: true }))),
      ...pairs.flatMap(importResponseGroups),
    ],
  };
}

function repaired({ pairs }: Disaster): OutlineSection {
  const one = pairs.length === 1 ? `${pairs[0].home.fqdn} has` : 'Each pool has';
  return {
    title: 'After the repair',
    why: `${one} to be up with quorum and its Back End before its users come home (D50). What was left behind is still on its disks: fetch by hand what is needed, the failback overwrites it (D52).`,
    entries: [askRepaired(), ...pairs.map(({ home }) => fabric(home))],
  };
}

const askRepaired = (): Entry => ({
  do: 'ask',
  minutes: AT_NIGHT.atMinutes + AT_NIGHT.decideMinutes,
  what: 'what was lost has been repaired',
});

const fabric = ({ fqdn }: Pool): Entry => cmdlet(getFabricState.line({ PoolFqdn: fqdn }));

/** The drill of a Back End that is patched: the mirror first, then the other while the mirror serves (D258). */

import { databaseMachinesOf, machinesOfBackEnd } from '../domain/back-end.js';
import { databaseFailover } from '../domain/cmdlets/database-failover.js';
import { restartComputer } from '../domain/cmdlets/machine-power.js';
import { installDatabase } from '../domain/cmdlets/maintenance-cmdlets.js';
import { getMirrorState } from '../domain/cmdlets/mirror-state.js';
import { type Deployment, type Pool, sameName } from '../domain/deployment.js';
import { DATABASE_TYPES } from '../domain/state/modules.js';
import { groupPatch, instancePatch, whyNotRolling } from './cluster-patching.js';
import { cmdlet, type DrillOutline, type Entry, type OutlineSection } from './drill-outline.js';
import { WATCHED } from './loss-times.js';
import { databasesOf } from './sql-drill.js';

/** The drill in which a Back End is patched, or why none is written; with neither, the pool has its databases on its own server. */
export interface BackEndPatching {
  readonly drill: DrillOutline | null;
  readonly whyNone: string | null;
}

/** How the Back End of a pool is patched. */
export function backEndPatching(pool: Pool, deployment: Deployment): BackEndPatching {
  if (pool.edition === 'standard') return { drill: null, whyNone: null };
  const whyNone = obstacle(pool, deployment);
  if (whyNone !== null) return { drill: null, whyNone };
  const { fqdn } = pool;
  const drill: DrillOutline = {
    name: `${fqdn}-sql-patch`,
    title: `Patch the Back End of ${fqdn}`,
    ...partsOf(pool, deployment),
    loss: null,
    files: [],
    expect: { lost: { max: 0 } },
    runbook: true,
    night: null,
  };
  return { drill, whyNone };
}

/** Why a Back End cannot be patched so that users do not notice, as far as that is known; null = it can. */
function obstacle(pool: Pool, deployment: Deployment): string | null {
  const { servers, backEnd } = pool;
  const { availabilityGroup: group, failoverCluster: instance } = backEnd;
  if (isShared(pool, deployment)) return 'another pool uses one of its SQL servers';
  if (isOtherwise(pool, deployment)) return 'the topology document names a cluster, and nothing that is below it';
  if (group !== undefined) return whyNotRolling(group);
  if (instance !== undefined) {
    return instance.nodes.length === 1 ? 'its failover cluster instance has one node' : null;
  }
  // D14: a pool of two goes down with its only SQL server.
  return backEnd.mirror === null && servers.length === 2
    ? 'it has one SQL server, and a pool of two Front End servers soon goes down without it (D14)'
    : null;
}

function partsOf(pool: Pool, deployment: Deployment): Pick<DrillOutline, 'about' | 'sections'> {
  const { fqdn, backEnd } = pool;
  const { primary, mirror, availabilityGroup: group, failoverCluster: instance } = backEnd;
  const entries = { before, patched, updated };
  if (group !== undefined) return groupPatch(pool, group, entries);
  if (instance !== undefined) return instancePatch(instance, entries);
  return {
    about:
      mirror === null
        ? `A maintenance window: ${primary} is the only SQL server of ${fqdn}. Its restart takes less than the 30 minutes after which users are in resiliency mode (D27, D258): have the update installed before it, and only the restart in it.`
        : `A maintenance window: ${mirror}, the mirror, is patched first; then it becomes the principal, and ${primary} is patched while nobody depends on it (D258). No user may notice, and nothing may be lost.`,
    sections: mirror === null ? alone(pool) : mirrored(pool, mirror, deployment),
  };
}

/** Another pool has one of its SQL servers: what is done to one is done to both. */
function isShared({ fqdn, backEnd }: Pool, { pools }: Deployment): boolean {
  const own = databaseMachinesOf(backEnd);
  return pools.some(
    (pool) =>
      pool.fqdn !== fqdn &&
      machinesOfBackEnd(pool.backEnd).some((machine) => own.some((each) => sameName(each, machine))),
  );
}

/** A cluster of which the model knows one name. */
const isOtherwise = ({ fqdn }: Pool, { unmodelled }: Deployment): boolean =>
  unmodelled.some(({ backEndOf }) => backEndOf === fqdn);

const patched = (ComputerName: string): Entry[] => [
  { do: 'hand', what: `Install the update on ${ComputerName}` },
  cmdlet(restartComputer.line({ ComputerName, Wait: true })),
];
const updated = (SqlServerFqdn: string): Entry =>
  cmdlet(installDatabase.line({ Update: true, ConfiguredDatabases: true, SqlServerFqdn }));

function alone({ fqdn, backEnd: { primary } }: Pool): OutlineSection[] {
  return [
    before,
    {
      title: `${primary} restarts`,
      why: `While it is away the Front End servers hold what users change, and the Backup Service of ${fqdn} stands still (D27).`,
      entries: [...patched(primary), updated(primary), WATCHED],
    },
  ];
}

const before: OutlineSection = {
  title: 'Before',
  why: 'Ten minutes of an ordinary evening; a runbook does not wait for them.',
  entries: [{ do: 'watch', minutes: 10 }],
};

function mirrored(pool: Pool, mirror: string, deployment: Deployment): OutlineSection[] {
  const {
    fqdn,
    backEnd: { primary },
  } = pool;
  const types = databasesOf(pool, deployment).map((db) => DATABASE_TYPES[db]);
  const to = (NewPrincipal: 'mirror' | 'primary'): Entry[] =>
    types.map((DatabaseType) => cmdlet(databaseFailover.line({ PoolFqdn: fqdn, DatabaseType, NewPrincipal })));
  const inStep: Entry = { do: 'synchronized', pool: fqdn };
  return [
    before,
    {
      title: `${mirror} first`,
      why: `It is the mirror: ${primary} serves, and the sessions are SYNCHRONIZED again when it is back (D24).`,
      entries: [inStep, cmdlet(getMirrorState.line({ PoolFqdn: fqdn })), ...patched(mirror), inStep],
    },
    {
      title: `${mirror} serves, and ${primary} is patched`,
      why: 'Each type of database has a session of its own (D29). Through a SYNCHRONIZED session nothing is lost (D22).',
      entries: [...to('mirror'), ...patched(primary), inStep],
    },
    {
      title: `Back to ${primary}`,
      why: 'The databases are brought to the version of the update where they are served (D109).',
      entries: [...to('primary'), inStep, updated(primary), WATCHED],
    },
  ];
}

import { mirroringState } from '../components/back-end/machine.js';
import { exportState } from '../components/backup-service/backlog.js';
import { importState } from '../components/backup-service/behaviour.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { replicaHosts } from '../components/central-management/behaviour.js';
import { usersWithoutQuorum } from '../components/front-end-pool/behaviour.js';
import { serversNeeded } from '../components/front-end-pool/quorum.js';
import { ALL } from '../components/front-end-pool/routing-groups.js';
import type { CmdletObject, ExportState } from '../result.js';
import { MODULES } from '../state/modules.js';
import type { World } from '../state/world.js';
import {
  type Begun,
  type Cmdlet,
  done,
  type Ended,
  notModelled,
  type Parameters,
  refused,
} from './cmdlet.js';

type Query = (world: World, parameters: Parameters) => readonly CmdletObject[] | Ended;

/** The Get- cmdlets: the values of the moment under the names that the management shell shows. Nothing changes. */
const QUERIES: Readonly<Record<string, Query>> = {
  'Get-CsBackupServiceStatus': backupStatus,
  'Get-CsBackupServiceConfiguration': (world) => [
    {
      Identity: 'Global',
      SyncInterval: timespan(world.variables.syncIntervalSeconds.get()),
      MaxBatchesPerCmsSync: world.settings.maxBatchesPerCmsSync,
      MaxBatchesPerUserStoreSync: world.settings.maxBatchesPerUserStoreSync,
    },
  ],
  'Get-CsDatabaseMirrorState': mirrorState,
  'Get-CsManagementStoreReplicationStatus': replicationStatus,
  'Get-CsPoolBackupRelationship': relationship,
  'Get-CsPoolFabricState': fabricState,
  'Get-CsService': service,
  'Get-CsPool': pools,
};

/** The Get- cmdlets: they answer from the present state and change nothing (domain.md 5). */
export const queries: Cmdlet = {
  names: Object.keys(QUERIES),
  begin(world, name, parameters): Begun {
    const answer = QUERIES[name](world, parameters);
    return 'outcome' in answer ? answer : done(null, answer as readonly CmdletObject[]);
  },
};

function timespan(totalSeconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(totalSeconds / 3600))}:${two(Math.floor(totalSeconds / 60) % 60)}:${two(totalSeconds % 60)}`;
}

const WORST: readonly ExportState[] = [
  'ErrorState',
  'NotInitialized',
  'NonSteadyState',
  'SteadyState',
  'FinalState',
];

/** D33: per module the export state to the partner and the import state from it. */
function backupStatus(world: World, parameters: Parameters): readonly CmdletObject[] | Ended {
  const p = world.layout.pool(String(parameters.PoolFqdn));
  if (world.partner(p) < 0) return refused('D35', `${world.name(p)} has no backup pool.`);
  const modules = modulesOf(world, p).map((m) => ({
    ModuleName: MODULES[m],
    ExportStatus: exportState(world, p, m),
    ImportStatus: importState(world, p, m),
  }));
  const overall = {
    OverallExportStatus: WORST.find((s) => modules.some((m) => m.ExportStatus === s)) ?? 'FinalState',
    OverallImportStatus: modules.some((m) => m.ImportStatus === 'ErrorState') ? 'ErrorState' : 'NormalState',
    BackupModules: modules.map((m) => `${m.ModuleName}:[${m.ExportStatus},${m.ImportStatus}]`).join(', '),
  };
  return [overall, ...modules];
}

const DATABASE_NAMES = [
  ['rtcab', 'rtcxds', 'rtcshared'],
  ['rgsconfig', 'rgsdyn', 'cpsdyn'],
  ['xds', 'lis'],
];

/** D24: per database its state on the designated primary and mirror. */
function mirrorState(world: World, parameters: Parameters): readonly CmdletObject[] | Ended {
  const p = world.layout.pool(String(parameters.PoolFqdn));
  const wanted = parameters.DatabaseType;
  const found: CmdletObject[] = [];
  for (const db of world.pool(p).databases) {
    if (wanted !== undefined && world.databaseName(db) !== wanted) continue;
    for (const name of DATABASE_NAMES[db]) {
      found.push({
        DatabaseName: name,
        StateOnPrimary: stateOn(world, p, db, 0),
        StateOnMirror: stateOn(world, p, db, 1),
        MirroringStatusOnPrimary: statusOn(world, p, db, 0),
        MirroringStatusOnMirror: statusOn(world, p, db, 1),
      });
    }
  }
  return found;
}

const NOT_THERE = 'DatabaseInaccessibleOrMirroringNotEnabled';

function stateOn(world: World, p: number, db: number, side: number): string {
  const { sql } = world.pool(p);
  if (sql[1] < 0 || !world.up(sql[side])) return NOT_THERE;
  return world.principalSide(p, db) === side ? 'Principal' : 'Mirror';
}

function statusOn(world: World, p: number, db: number, side: number): string {
  const { sql } = world.pool(p);
  if (sql[1] < 0 || !world.up(sql[side])) return NOT_THERE;
  return mirroringState(world.sessionName(p, db)).toLowerCase();
}

/** D62, D63. */
function replicationStatus(world: World, parameters: Parameters): readonly CmdletObject[] {
  if (parameters.CentralManagementStoreStatus === true) {
    const active = world.cmsFunctional() ? world.name(world.cmsMaster()) : '';
    return [
      {
        ActiveMasterFqdn: active,
        ActiveFileTransferAgentFqdn: active,
        ActiveReplicas:
          active === ''
            ? ''
            : replicaHosts(world)
                .filter((h) => world.up(h))
                .map((h) => world.layout.hosts[h].fqdn)
                .join(', '),
      },
    ];
  }
  const one = parameters.ReplicaFqdn === undefined ? -1 : world.layout.host(String(parameters.ReplicaFqdn));
  return replicaHosts(world)
    .filter((h) => one < 0 || h === one)
    .map((h) => ({
      UpToDate: world.cmsFunctional() && world.variables.replica.get(h) === 1,
      ReplicaFqdn: world.layout.hosts[h].fqdn,
    }));
}

function relationship(world: World, parameters: Parameters): readonly CmdletObject[] | Ended {
  const p = world.layout.pool(String(parameters.PoolFqdn));
  const q = world.partner(p);
  if (q < 0) return refused('D40', `${world.name(p)} has no backup pool.`);
  return [{ PoolFqdn: world.name(p), BackupPoolFqdn: world.name(q) }];
}

function fabricState(world: World, parameters: Parameters): readonly CmdletObject[] {
  const p = world.layout.pool(String(parameters.PoolFqdn));
  const { servers, rule, startsAt, pool } = world.pool(p);
  // Services that do not run have no replicas that could agree.
  const share = world.frontEndRuns(p) ? usersWithoutQuorum(world, p) : ALL;
  return [
    {
      PoolFqdn: world.name(p),
      Services: world.stateName('frontEnd', p),
      ServersRunning: world.running(p),
      ServersTotal: servers.length,
      // Only the first of them count in D12, and in an even-sized pool the primary SQL database.
      ServersThatCount: Math.min(rule.among, servers.length),
      ServersRunningThatCount: world.running(p, rule.among),
      ServersNeededForQuorum: serversNeeded(rule, world.served(p, 0)),
      ServersNeededToStart: startsAt,
      UsersInRoutingGroupsWithoutQuorum: Math.floor((pool.users * share[0]) / share[1]),
    },
  ];
}

function service(world: World, parameters: Parameters): readonly CmdletObject[] | Ended {
  const only = parameters.PoolFqdn === undefined ? null : String(parameters.PoolFqdn);
  const here = (fqdn: string): boolean => only === null || fqdn === only;
  if (parameters.CentralManagement === true) {
    return [world.layout.cmsHome, world.layout.cmsStandby]
      .filter((p) => p >= 0 && here(world.name(p)))
      .map((p) => ({
        Identity: `CentralManagement:${world.name(p)}`,
        PoolFqdn: world.name(p),
        Active:
          world.variables.cmsActive.get(p === world.layout.cmsHome ? 0 : 1) === 1 && world.frontEndRuns(p),
      }));
  }
  if (parameters.EdgeServer === true) {
    return world.layout.edges
      .map((e, i) => ({ edge: e, hop: world.variables.nextHop.get(i) }))
      .filter(({ edge }) => here(edge.fqdn))
      .map(({ edge, hop }) => ({
        Identity: `EdgeServer:${edge.fqdn}`,
        PoolFqdn: edge.fqdn,
        Registrar: hop < 0 ? null : `Registrar:${world.name(hop)}`,
      }));
  }
  if (parameters.Registrar === true) {
    return world.layout.pools
      .filter((p) => here(p.pool.fqdn))
      .map((p) => ({
        Identity: `Registrar:${p.pool.fqdn}`,
        PoolFqdn: p.pool.fqdn,
        BackupRegistrar:
          world.partner(p.index) < 0 ? null : `Registrar:${world.name(world.partner(p.index))}`,
      }));
  }
  return notModelled('of Get-CsService the model answers -CentralManagement, -EdgeServer and -Registrar');
}

function pools(world: World, parameters: Parameters): readonly CmdletObject[] {
  const only = parameters.Identity === undefined ? null : String(parameters.Identity);
  const fe = world.layout.pools.map((p) => ({ fqdn: p.pool.fqdn, servers: p.servers }));
  return [...fe, ...world.layout.edges]
    .filter((p) => only === null || p.fqdn === only)
    .map((p) => ({
      Identity: p.fqdn,
      Fqdn: p.fqdn,
      Computers: p.servers.map((h) => world.layout.hosts[h].fqdn).join(', '),
    }));
}

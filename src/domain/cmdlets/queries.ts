import { mirroringState } from '../components/back-end/machine.js';
import { exportState } from '../components/backup-service/backlog.js';
import { importState } from '../components/backup-service/behaviour.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { replicaHosts } from '../components/central-management/behaviour.js';
import { usersWithoutQuorum } from '../components/front-end-pool/behaviour.js';
import { serversNeeded } from '../components/front-end-pool/quorum.js';
import { ALL } from '../components/front-end-pool/routing-groups.js';
import type { CmdletObject, ExportState } from '../result.js';
import { MODULES } from '../state/layout.js';
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

type Query = (w: World, parameters: Parameters) => readonly CmdletObject[] | Ended;

/** The Get- cmdlets: the values of the moment under the names that the management shell shows. Nothing changes. */
const QUERIES: Readonly<Record<string, Query>> = {
  'Get-CsBackupServiceStatus': backupStatus,
  'Get-CsBackupServiceConfiguration': (w) => [
    {
      Identity: 'Global',
      SyncInterval: timespan(w.c[w.s.syncIntervalSeconds]),
      MaxBatchesPerCmsSync: w.settings.maxBatchesPerCmsSync,
      MaxBatchesPerUserStoreSync: w.settings.maxBatchesPerUserStoreSync,
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
  begin(w, name, parameters): Begun {
    const answer = QUERIES[name](w, parameters);
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
function backupStatus(w: World, parameters: Parameters): readonly CmdletObject[] | Ended {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  if (w.partner(p) < 0) return refused('D35', `${w.name(p)} has no backup pool.`);
  const modules = modulesOf(w, p).map((m) => ({
    ModuleName: MODULES[m],
    ExportStatus: exportState(w, p, m),
    ImportStatus: importState(w, p, m),
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
function mirrorState(w: World, parameters: Parameters): readonly CmdletObject[] | Ended {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  const wanted = parameters.DatabaseType;
  const found: CmdletObject[] = [];
  for (const db of w.pool(p).databases) {
    if (wanted !== undefined && w.databaseName(db) !== wanted) continue;
    for (const name of DATABASE_NAMES[db]) {
      found.push({
        DatabaseName: name,
        StateOnPrimary: stateOn(w, p, db, 0),
        StateOnMirror: stateOn(w, p, db, 1),
        MirroringStatusOnPrimary: statusOn(w, p, db, 0),
        MirroringStatusOnMirror: statusOn(w, p, db, 1),
      });
    }
  }
  return found;
}

const NOT_THERE = 'DatabaseInaccessibleOrMirroringNotEnabled';

function stateOn(w: World, p: number, db: number, side: number): string {
  const { sql } = w.pool(p);
  if (sql[1] < 0 || !w.up(sql[side])) return NOT_THERE;
  return w.principalSide(p, db) === side ? 'Principal' : 'Mirror';
}

function statusOn(w: World, p: number, db: number, side: number): string {
  const { sql } = w.pool(p);
  if (sql[1] < 0 || !w.up(sql[side])) return NOT_THERE;
  return mirroringState(w.sessionName(p, db)).toLowerCase();
}

/** D62, D63. */
function replicationStatus(w: World, parameters: Parameters): readonly CmdletObject[] {
  if (parameters.CentralManagementStoreStatus === true) {
    const active = w.cmsFunctional() ? w.name(w.cmsMaster()) : '';
    return [
      {
        ActiveMasterFqdn: active,
        ActiveFileTransferAgentFqdn: active,
        ActiveReplicas:
          active === ''
            ? ''
            : replicaHosts(w)
                .filter((h) => w.up(h))
                .map((h) => w.layout.hosts[h].fqdn)
                .join(', '),
      },
    ];
  }
  const one = parameters.ReplicaFqdn === undefined ? -1 : w.layout.host(String(parameters.ReplicaFqdn));
  return replicaHosts(w)
    .filter((h) => one < 0 || h === one)
    .map((h) => ({
      UpToDate: w.cmsFunctional() && w.c[w.s.replica + h] === 1,
      ReplicaFqdn: w.layout.hosts[h].fqdn,
    }));
}

function relationship(w: World, parameters: Parameters): readonly CmdletObject[] | Ended {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  const q = w.partner(p);
  if (q < 0) return refused('D40', `${w.name(p)} has no backup pool.`);
  return [{ PoolFqdn: w.name(p), BackupPoolFqdn: w.name(q) }];
}

function fabricState(w: World, parameters: Parameters): readonly CmdletObject[] {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  const { servers, rule, startsAt, pool } = w.pool(p);
  // Services that do not run have no replicas that could agree.
  const share = w.frontEndRuns(p) ? usersWithoutQuorum(w, p) : ALL;
  return [
    {
      PoolFqdn: w.name(p),
      Services: w.stateName('frontEnd', p),
      ServersRunning: w.running(p),
      ServersTotal: servers.length,
      // Only the first of them count in D12, and in an even-sized pool the primary SQL database.
      ServersThatCount: Math.min(rule.among, servers.length),
      ServersRunningThatCount: w.running(p, rule.among),
      ServersNeededForQuorum: serversNeeded(rule, w.served(p, 0)),
      ServersNeededToStart: startsAt,
      UsersInRoutingGroupsWithoutQuorum: Math.floor((pool.users * share[0]) / share[1]),
    },
  ];
}

function service(w: World, parameters: Parameters): readonly CmdletObject[] | Ended {
  const only = parameters.PoolFqdn === undefined ? null : String(parameters.PoolFqdn);
  const here = (fqdn: string): boolean => only === null || fqdn === only;
  if (parameters.CentralManagement === true) {
    return [w.layout.cmsHome, w.layout.cmsStandby]
      .filter((p) => p >= 0 && here(w.name(p)))
      .map((p) => ({
        Identity: `CentralManagement:${w.name(p)}`,
        PoolFqdn: w.name(p),
        Active: w.c[w.s.cmsActive + (p === w.layout.cmsHome ? 0 : 1)] === 1 && w.frontEndRuns(p),
      }));
  }
  if (parameters.EdgeServer === true) {
    return w.layout.edges
      .map((e, i) => ({ edge: e, hop: w.c[w.s.nextHop + i] }))
      .filter(({ edge }) => here(edge.fqdn))
      .map(({ edge, hop }) => ({
        Identity: `EdgeServer:${edge.fqdn}`,
        PoolFqdn: edge.fqdn,
        Registrar: hop < 0 ? null : `Registrar:${w.name(hop)}`,
      }));
  }
  if (parameters.Registrar === true) {
    return w.layout.pools
      .filter((p) => here(p.pool.fqdn))
      .map((p) => ({
        Identity: `Registrar:${p.pool.fqdn}`,
        PoolFqdn: p.pool.fqdn,
        BackupRegistrar: w.partner(p.index) < 0 ? null : `Registrar:${w.name(w.partner(p.index))}`,
      }));
  }
  return notModelled('of Get-CsService the model answers -CentralManagement, -EdgeServer and -Registrar');
}

function pools(w: World, parameters: Parameters): readonly CmdletObject[] {
  const only = parameters.Identity === undefined ? null : String(parameters.Identity);
  const fe = w.layout.pools.map((p) => ({ fqdn: p.pool.fqdn, servers: p.servers }));
  return [...fe, ...w.layout.edges]
    .filter((p) => only === null || p.fqdn === only)
    .map((p) => ({
      Identity: p.fqdn,
      Fqdn: p.fqdn,
      Computers: p.servers.map((h) => w.layout.hosts[h].fqdn).join(', '),
    }));
}

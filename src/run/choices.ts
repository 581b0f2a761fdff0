import { forceRefusal, moveRefusal } from '../domain/cmdlets/cms-failover.js';
import { commandText } from '../domain/cmdlets/command-text.js';
import { refusal as databaseRefusal } from '../domain/cmdlets/database-failover.js';
import { refusal as failbackRefusal } from '../domain/cmdlets/pool-failback.js';
import { refusal as failoverRefusal } from '../domain/cmdlets/pool-failover-preconditions.js';
import type { BoundValue } from '../domain/command.js';
import type { FaultAction, FaultTarget, StepWork, TopologyChange, WaitCondition } from '../domain/drill.js';
import { DATABASE_TYPES } from '../domain/state/layout.js';
import type { World } from '../domain/state/world.js';

/** What an administrator or the world can do in the present state. */
export interface Offer {
  /** a class of choices; the driver draws a class first */
  readonly kind: string;
  readonly work: StepWork;
  /** a cmdlet as typed; otherwise null */
  readonly line: string | null;
  /** a fault: how long from now; null = a step */
  readonly inMs: number | null;
  /** the named hazard of domain.md 8 that this is, by its rule; null = none */
  readonly hazard: string | null;
}

export interface OfferOptions {
  /** offer the named hazards too (domain.md 8, I1) */
  readonly hazards?: boolean;
  /** offer faults (default true) */
  readonly faults?: boolean;
}

const MIN = 60_000;
/** Faults come at once, or inside what the administrator does next. */
const DELAYS_MS = [0, 20_000, 100_000, 7 * MIN, 25 * MIN];

/** Everything that makes sense now, the plainest first. Disaster forms only where the pool cannot serve. */
export function offers(w: World, options: OfferOptions = {}): Offer[] {
  return [
    ...waits(w),
    ...failovers(w),
    ...failbacks(w),
    ...centralManagement(w),
    ...databases(w),
    ...backups(w),
    ...edges(w),
    ...services(w),
    ...(options.hazards === true ? hazards(w) : []),
    ...(options.faults === false ? [] : [...repairs(w), ...faults(w)]),
  ];
}

const step = (kind: string, work: StepWork, hazard: string | null = null): Offer => ({
  kind,
  work,
  line: work.kind === 'run' ? commandText(work.command) : null,
  inMs: null,
  hazard,
});

function run(
  kind: string,
  cmdlet: string,
  parameters: Readonly<Record<string, BoundValue>>,
  hazard: string | null = null,
): Offer {
  return step(kind, { kind: 'run', command: { cmdlet, parameters } }, hazard);
}

const pairedPools = (w: World): number[] =>
  w.layout.pools.map((p) => p.index).filter((p) => w.partner(p) >= 0);

const until = (condition: WaitCondition, pool: string | null, timeoutMs: number): Offer =>
  step('wait', { kind: 'waitUntil', condition, pool, timeoutMs });

function waits(w: World): Offer[] {
  const found = w.layout.pools.flatMap(({ pool }) => [
    until('regular', pool.fqdn, 30 * MIN),
    until('steady', pool.fqdn, 60 * MIN),
    until('synchronized', pool.fqdn, 60 * MIN),
  ]);
  const pause = step('wait', { kind: 'wait', durationMs: 3 * MIN });
  return [pause, ...found, until('replicated', null, 15 * MIN)];
}

/** Ready ones under their own kind; those that a rule refuses now are an administrator's mistakes. */
function failovers(w: World): Offer[] {
  return pairedPools(w).flatMap((p) => {
    const PoolFqdn = w.name(p);
    const planned = { PoolFqdn };
    if (!w.canServe(p)) {
      const ready = failoverRefusal(w, p, true) === null;
      return [
        run(ready ? 'disasterFailover' : 'mistake', 'Invoke-CsPoolFailOver', {
          ...planned,
          DisasterMode: true,
        }),
        run('mistake', 'Invoke-CsPoolFailOver', planned),
      ];
    }
    if (failoverRefusal(w, p, false) !== null) return [run('mistake', 'Invoke-CsPoolFailOver', planned)];
    return [
      run('failover', 'Invoke-CsPoolFailOver', planned),
      run('failover', 'Invoke-CsPoolFailOver', { ...planned, WaitTime: 5 * MIN }),
    ];
  });
}

function failbacks(w: World): Offer[] {
  return pairedPools(w).map((p) =>
    run(failbackRefusal(w, p, false) === null ? 'failback' : 'mistake', 'Invoke-CsPoolFailBack', {
      PoolFqdn: w.name(p),
    }),
  );
}

/** The disaster form of the CMS failover with the right server and instance; null = there is no standby. */
function forcedCms(w: World): Record<string, BoundValue> | null {
  const { cmsHome, cmsStandby } = w.layout;
  if (cmsHome < 0 || cmsStandby < 0) return null;
  const to = w.cmsMaster() === cmsHome ? cmsStandby : cmsHome;
  const { sql, pool } = w.pool(to);
  return {
    BackupSqlServerFqdn: w.layout.hosts[sql[w.principalSide(to, 2)]].fqdn,
    BackupSqlInstanceName: pool.backEnd.instance,
    Force: true,
  };
}

const CMS_FAILOVER = 'Invoke-CsManagementServerFailover';

function centralManagement(w: World): Offer[] {
  const parameters = forcedCms(w);
  if (parameters === null) return [];
  const normal = run(moveRefusal(w) === null ? 'cms' : 'mistake', CMS_FAILOVER, {});
  if (w.cmsFunctional()) return [normal];
  const ready = forceRefusal(w, parameters) === null;
  return [normal, run(ready ? 'cmsForce' : 'mistake', CMS_FAILOVER, parameters)];
}

function databases(w: World): Offer[] {
  return w.layout.pools.flatMap((p) =>
    p.sql[1] < 0
      ? [databaseFailover(w, p.index, 0, 1, 'mistake')]
      : p.databases.map((db) => {
          const side = 1 - w.principalSide(p.index, db);
          const ready = databaseRefusal(w, p.index, db, side, false) === null;
          return databaseFailover(w, p.index, db, side, ready ? 'database' : 'mistake');
        }),
  );
}

function databaseFailover(w: World, p: number, db: number, side: number, kind: string, force = false): Offer {
  const PoolFqdn = w.name(p);
  const DatabaseType = DATABASE_TYPES[db];
  const NewPrincipal = side === 1 ? 'mirror' : 'primary';
  const parameters = { PoolFqdn, DatabaseType, NewPrincipal, ...(force ? { Force: true } : {}) };
  return run(kind, 'Invoke-CsDatabaseFailover', parameters, force ? 'D25' : null);
}

function backups(w: World): Offer[] {
  const sync = pairedPools(w).flatMap((p) => [
    run('sync', 'Invoke-CsBackupServiceSync', { PoolFqdn: w.name(p) }),
    run('sync', 'Invoke-CsBackupServiceSync', {
      PoolFqdn: w.name(p),
      BackupModule: 'ConfServices.DataConf',
    }),
  ]);
  const intervals = [2, 1, 5].map((n) =>
    run('configuration', 'Set-CsBackupServiceConfiguration', { SyncInterval: n * MIN }),
  );
  return [...sync, ...intervals];
}

function publish(change: TopologyChange): Offer {
  return step('edge', { kind: 'topologyBuilder', change });
}

/** Next hops that lead away from pools that could be failed over, and the routes to the outside. */
function edges(w: World): Offer[] {
  return w.layout.edges.flatMap((edge, e) => {
    const other = w.layout.pools.filter((p) => p.index !== w.c[w.s.nextHop + e]);
    const hops = other.map(({ pool }) =>
      run('edge', 'Set-CsEdgeServer', { Identity: edge.fqdn, Registrar: pool.fqdn }),
    );
    const federation = publish({
      kind: 'federation',
      edgePool: edge.fqdn,
      on: w.c[w.s.federationEdge] !== e,
    });
    return [...hops, federation];
  });
}

function services(w: World): Offer[] {
  const service = (host: number, start: boolean, Name: string): Offer =>
    run('services', `${start ? 'Start' : 'Stop'}-CsWindowsService`, {
      Name,
      ComputerName: w.layout.hosts[host].fqdn,
    });
  return w.layout.pools.flatMap((p) => {
    const found = p.servers
      .filter((h) => w.up(h))
      .flatMap((h) => [
        service(h, w.c[w.s.hostStopped + h] === 1, 'RTCSRV'),
        service(h, w.c[w.s.backupStopped + h] === 1, 'LYNCBACKUP'),
      ]);
    if (w.frontEndRuns(p.index)) return found;
    return [...found, run('services', 'Start-CsPool', { PoolFqdn: p.pool.fqdn })];
  });
}

/** Sessions that nobody serves though a server has the database: manual failover, with -Force as a last resort. */
function* databasesAgain(w: World): Generator<Offer, void> {
  for (const { index: p, databases } of w.layout.pools) {
    for (const db of databases) {
      const name = w.sessionName(p, db);
      if (name !== 'severed' && name !== 'severedBehind') continue;
      yield databaseFailover(w, p, db, 1 - w.principalSide(p, db), 'database', name === 'severedBehind');
    }
  }
}

// Named hazards (domain.md 8)

function hazards(w: World): Offer[] {
  const found = pairedPools(w).flatMap((p) => {
    const PoolFqdn = w.name(p);
    const mine: Offer[] = [];
    if (w.canServe(p) && failoverRefusal(w, p, false) === null) {
      const planned = { PoolFqdn, SkipDataVerification: true };
      mine.push(
        run('hazard', 'Invoke-CsPoolFailOver', planned, 'D44'),
        run('hazard', 'Invoke-CsPoolFailOver', { ...planned, WaitTime: MIN }, 'D44'),
        run('hazard', 'Invoke-CsPoolFailOver', { PoolFqdn, DisasterMode: true }, 'D45'),
      );
    }
    if (failbackRefusal(w, p, true) === null) {
      mine.push(run('hazard', 'Invoke-CsPoolFailBack', { PoolFqdn, DisasterMode: true }, 'D53'));
    }
    return mine;
  });
  const parameters = forcedCms(w);
  if (parameters !== null && w.cmsFunctional() && forceRefusal(w, parameters) === null) {
    found.push(run('hazard', CMS_FAILOVER, parameters, 'D61'));
  }
  for (const p of w.layout.pools) {
    for (const db of p.databases) {
      if (w.sessionName(p.index, db) !== 'severedBehind') continue;
      const side = 1 - w.principalSide(p.index, db);
      if (databaseRefusal(w, p.index, db, side, true) !== null) continue;
      found.push(databaseFailover(w, p.index, db, side, 'hazard', true));
    }
    if (w.served(p.index, 0)) {
      const parameters = { PoolFqdn: p.pool.fqdn, ResetType: 'QuorumLossRecovery' };
      found.push(run('hazard', 'Reset-CsPoolRegistrarState', parameters, 'D11'));
      const start = { PoolFqdn: p.pool.fqdn, QuorumLossRecovery: true };
      if (!w.frontEndRuns(p.index)) found.push(run('hazard', 'Start-CsPool', start, 'D11'));
    }
  }
  const disks = [
    ...w.layout.pools.flatMap((p) => p.sql.filter((h) => h >= 0)),
    ...w.layout.shares.map((h) => h),
  ];
  for (const h of new Set(disks)) {
    const fault = crash({ kind: 'server', server: w.layout.hosts[h].fqdn }, true);
    found.push(step('destroy', { kind: 'fault', fault }, 'M15'));
  }
  for (const site of w.layout.siteNames) {
    found.push(step('destroy', { kind: 'fault', fault: crash({ kind: 'site', site }, true) }, 'M15'));
  }
  return found;
}

// Faults

const crash = (target: FaultTarget, destroy = false): FaultAction => ({ verb: 'crash', target, destroy });

/** A fault now, or scheduled. */
function whenever(kind: string, fault: FaultAction): Offer[] {
  return DELAYS_MS.map((ms) => ({
    kind,
    work: { kind: 'fault', fault },
    line: null,
    inMs: ms === 0 ? null : ms,
    hazard: null,
  }));
}

/** The nouns of interface.md, each with what of it is down. */
function targets(w: World): { target: FaultTarget; broken: boolean }[] {
  const { layout, c, s } = w;
  const found: { target: FaultTarget; broken: boolean }[] = [];
  layout.siteNames.forEach((site, i) => {
    const hosts = layout.hosts.flatMap((h, x) => (h.site === i ? [x] : []));
    if (hosts.length > 0) found.push({ target: { kind: 'site', site }, broken: hosts.some((h) => !w.up(h)) });
  });
  for (const { pool, servers, index } of layout.pools) {
    found.push({ target: { kind: 'pool', pool: pool.fqdn }, broken: servers.some((h) => !w.up(h)) });
    const service = { kind: 'service', service: 'LYNCBACKUP', pool: pool.fqdn } as const;
    found.push({ target: service, broken: c[s.backupCrashed + index] === 1 });
  }
  layout.shares.forEach((h, i) => {
    const target = { kind: 'fileStore', fileStore: layout.hosts[h].fqdn } as const;
    found.push({ target, broken: c[s.shareUp + i] === 0 });
  });
  layout.hosts.forEach(({ fqdn }, h) => {
    found.push({ target: { kind: 'server', server: fqdn }, broken: !w.up(h) });
  });
  return found;
}

function faults(w: World): Offer[] {
  const crashes = targets(w)
    .filter((t) => !t.broken)
    .flatMap(({ target }) => whenever(`crash ${target.kind}`, crash(target)));
  const cuts = w.layout.deployment.links.flatMap(({ between: [a, b] }) => [
    ...whenever('cut', cut([a, b], false)),
    ...whenever('cut', cut([b, a], true)),
    ...whenever('cut', cut([a, b], true)),
  ]);
  return [...crashes, ...cuts];
}

const cut = (link: readonly [string, string], oneWay: boolean): FaultAction => ({
  verb: 'cut',
  target: { kind: 'link', link, oneWay },
  destroy: false,
});

function repairs(w: World): Offer[] {
  return broken(w).flatMap((fault) => whenever('repair', fault));
}

/** What would repair each thing that is broken now. */
function broken(w: World): FaultAction[] {
  const machines = targets(w)
    .filter((t) => t.broken)
    .map(({ target }) => ({ verb: 'repair', target, destroy: false }) as const);
  const links = w.layout.deployment.links
    .filter((_, i) => w.c[w.s.link + i] !== w.machines.wan.initial)
    .map(
      ({ between }): FaultAction => ({
        verb: 'mend',
        target: { kind: 'link', link: between, oneWay: false },
        destroy: false,
      }),
    );
  return [...machines, ...links];
}

/**
 * The documented way back to normal, asked for one step after another: repair everything, start what was
 * stopped, wait, fail back what is failed over, bring conference content home (D54), wait (I10).
 */
export function recovery(w: World): () => Offer | null {
  const steps = recoverySteps(w);
  return () => {
    const next = steps.next();
    return next.done === true ? null : next.value;
  };
}

function* recoverySteps(w: World): Generator<Offer, void> {
  const pause = (minutes: number): Offer => step('wait', { kind: 'wait', durationMs: minutes * MIN });
  // What is scheduled and has not come yet comes first.
  yield pause(30);
  for (let fault = broken(w)[0]; fault !== undefined; fault = broken(w)[0]) {
    yield step('repair', { kind: 'fault', fault });
  }
  for (let h = 0; h < w.layout.hosts.length; h++) {
    const ComputerName = w.layout.hosts[h].fqdn;
    if (w.c[w.s.hostStopped + h] === 1) yield run('services', 'Start-CsWindowsService', { ComputerName });
    if (w.c[w.s.backupStopped + h] === 1) {
      yield run('services', 'Start-CsWindowsService', { Name: 'LYNCBACKUP', ComputerName });
    }
  }
  // Start of the pools, restore of mirrors from a backup, handing users home (D13, D24, D70).
  yield pause(60);
  yield* databasesAgain(w);
  const steady = (p: number): Offer => until('steady', w.name(p), 24 * 60 * MIN);
  for (const p of pairedPools(w)) {
    if (!w.is('failover', p, 'failedOver')) continue;
    yield steady(w.partner(p));
    yield run('failback', 'Invoke-CsPoolFailBack', { PoolFqdn: w.name(p) });
  }
  for (const p of pairedPools(w)) yield run('sync', 'Invoke-CsBackupServiceSync', { PoolFqdn: w.name(p) });
  for (const p of pairedPools(w)) yield steady(p);
  yield pause(90);
}

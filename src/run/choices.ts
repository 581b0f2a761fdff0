import { forceRefusal, moveRefusal } from '../domain/cmdlets/cms-failover.js';
import { commandText } from '../domain/cmdlets/command-text.js';
import { refusal as databaseRefusal } from '../domain/cmdlets/database-failover.js';
import { refusal as failbackRefusal } from '../domain/cmdlets/pool-failback.js';
import { refusal as failoverRefusal } from '../domain/cmdlets/pool-failover-preconditions.js';
import type { BoundValue } from '../domain/command.js';
import type { Action } from '../domain/deployment-model.js';
import type { FaultAction, FaultTarget, StepWork, TopologyChange, WaitCondition } from '../domain/drill.js';
import { DATABASE_TYPES } from '../domain/state/modules.js';
import type { World } from '../domain/state/world.js';
import type { Present } from '../simulation/simulator.js';

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

/**
 * Everything that makes sense to try, the plainest first. Disaster forms only where the pool cannot serve. Of faults
 * and repairs all that there are: the model knows which of them are possible now (`Model.enabled`).
 */
export function offers(world: World, present: Present<Action>, options: OfferOptions = {}): Offer[] {
  return [
    ...waits(world),
    ...failovers(world),
    ...failbacks(world),
    ...centralManagement(world),
    ...databases(world),
    ...backups(world),
    ...edges(world),
    ...services(world),
    ...(options.hazards === true ? hazards(world) : []),
    ...(options.faults === false
      ? []
      : [...repairs(world).flatMap((fault) => whenever('repair', fault)), ...faults(world, present)]),
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

const pairedPools = (world: World): number[] =>
  world.layout.pools.map((p) => p.index).filter((p) => world.partner(p) >= 0);

const until = (condition: WaitCondition, pool: string | null, timeoutMs: number): Offer =>
  step('wait', { kind: 'waitUntil', condition, pool, timeoutMs });

function waits(world: World): Offer[] {
  const found = world.layout.pools.flatMap(({ pool }) => [
    until('regular', pool.fqdn, 30 * MIN),
    until('steady', pool.fqdn, 60 * MIN),
    until('synchronized', pool.fqdn, 60 * MIN),
  ]);
  const pause = step('wait', { kind: 'wait', durationMs: 3 * MIN });
  return [pause, ...found, until('replicated', null, 15 * MIN)];
}

/** Ready ones under their own kind; those that a rule refuses now are an administrator's mistakes. */
function failovers(world: World): Offer[] {
  return pairedPools(world).flatMap((p) => {
    const PoolFqdn = world.name(p);
    const planned = { PoolFqdn };
    if (!world.canServe(p)) {
      const ready = failoverRefusal(world, p, true) === null;
      return [
        run(ready ? 'disasterFailover' : 'mistake', 'Invoke-CsPoolFailOver', {
          ...planned,
          DisasterMode: true,
        }),
        run('mistake', 'Invoke-CsPoolFailOver', planned),
      ];
    }
    if (failoverRefusal(world, p, false) !== null) return [run('mistake', 'Invoke-CsPoolFailOver', planned)];
    return [
      run('failover', 'Invoke-CsPoolFailOver', planned),
      run('failover', 'Invoke-CsPoolFailOver', { ...planned, WaitTime: 5 * MIN }),
    ];
  });
}

function failbacks(world: World): Offer[] {
  return pairedPools(world).map((p) =>
    run(failbackRefusal(world, p, false) === null ? 'failback' : 'mistake', 'Invoke-CsPoolFailBack', {
      PoolFqdn: world.name(p),
    }),
  );
}

/** The disaster form of the CMS failover with the right server and instance; null = there is no standby. */
function forcedCms(world: World): Record<string, BoundValue> | null {
  const { cmsHome, cmsStandby } = world.layout;
  if (cmsHome < 0 || cmsStandby < 0) return null;
  const to = world.cmsMaster() === cmsHome ? cmsStandby : cmsHome;
  const { sql, pool } = world.pool(to);
  return {
    BackupSqlServerFqdn: world.layout.hosts[sql[world.principalSide(to, 2)]].fqdn,
    BackupSqlInstanceName: pool.backEnd.instance,
    Force: true,
  };
}

const CMS_FAILOVER = 'Invoke-CsManagementServerFailover';

function centralManagement(world: World): Offer[] {
  const parameters = forcedCms(world);
  if (parameters === null) return [];
  const normal = run(moveRefusal(world) === null ? 'cms' : 'mistake', CMS_FAILOVER, {});
  if (world.cmsFunctional()) return [normal];
  const ready = forceRefusal(world, parameters) === null;
  return [normal, run(ready ? 'cmsForce' : 'mistake', CMS_FAILOVER, parameters)];
}

function databases(world: World): Offer[] {
  return world.layout.pools.flatMap((p) =>
    p.sql[1] < 0
      ? [databaseFailover(world, p.index, 0, 1, 'mistake')]
      : p.databases.map((db) => {
          const side = 1 - world.principalSide(p.index, db);
          const ready = databaseRefusal(world, p.index, db, side, false) === null;
          return databaseFailover(world, p.index, db, side, ready ? 'database' : 'mistake');
        }),
  );
}

function databaseFailover(
  world: World,
  p: number,
  db: number,
  side: number,
  kind: string,
  force = false,
): Offer {
  const PoolFqdn = world.name(p);
  const DatabaseType = DATABASE_TYPES[db];
  const NewPrincipal = side === 1 ? 'mirror' : 'primary';
  const parameters = { PoolFqdn, DatabaseType, NewPrincipal, ...(force ? { Force: true } : {}) };
  return run(kind, 'Invoke-CsDatabaseFailover', parameters, force ? 'D25' : null);
}

function backups(world: World): Offer[] {
  const sync = pairedPools(world).flatMap((p) => [
    run('sync', 'Invoke-CsBackupServiceSync', { PoolFqdn: world.name(p) }),
    run('sync', 'Invoke-CsBackupServiceSync', {
      PoolFqdn: world.name(p),
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
function edges(world: World): Offer[] {
  return world.layout.edges.flatMap((edge, e) => {
    const other = world.layout.pools.filter((p) => p.index !== world.variables.nextHop.get(e));
    const hops = other.map(({ pool }) =>
      run('edge', 'Set-CsEdgeServer', { Identity: edge.fqdn, Registrar: pool.fqdn }),
    );
    const federation = publish({
      kind: 'federation',
      edgePool: edge.fqdn,
      on: world.variables.federationEdge.get() !== e,
    });
    return [...hops, federation];
  });
}

function services(world: World): Offer[] {
  const service = (host: number, start: boolean, Name: string): Offer =>
    run('services', `${start ? 'Start' : 'Stop'}-CsWindowsService`, {
      Name,
      ComputerName: world.layout.hosts[host].fqdn,
    });
  return world.layout.pools.flatMap((p) => {
    const found = p.servers
      .filter((h) => world.up(h))
      .flatMap((h) => [
        service(h, world.variables.hostStopped.get(h) === 1, 'RTCSRV'),
        service(h, world.variables.backupStopped.get(h) === 1, 'LYNCBACKUP'),
      ]);
    if (world.frontEndRuns(p.index)) return found;
    return [...found, run('services', 'Start-CsPool', { PoolFqdn: p.pool.fqdn })];
  });
}

/** Sessions that nobody serves though a server has the database: manual failover, with -Force as a last resort. */
function* databasesAgain(world: World): Generator<Offer, void> {
  for (const { index: p, databases } of world.layout.pools) {
    for (const db of databases) {
      const name = world.sessionName(p, db);
      if (name !== 'severed' && name !== 'severedBehind') continue;
      yield databaseFailover(
        world,
        p,
        db,
        1 - world.principalSide(p, db),
        'database',
        name === 'severedBehind',
      );
    }
  }
}

// Named hazards (domain.md 8)

function hazards(world: World): Offer[] {
  const found = pairedPools(world).flatMap((p) => {
    const PoolFqdn = world.name(p);
    const mine: Offer[] = [];
    if (world.canServe(p) && failoverRefusal(world, p, false) === null) {
      const planned = { PoolFqdn, SkipDataVerification: true };
      mine.push(
        run('hazard', 'Invoke-CsPoolFailOver', planned, 'D44'),
        run('hazard', 'Invoke-CsPoolFailOver', { ...planned, WaitTime: MIN }, 'D44'),
        run('hazard', 'Invoke-CsPoolFailOver', { PoolFqdn, DisasterMode: true }, 'D45'),
      );
    }
    if (failbackRefusal(world, p, true) === null) {
      mine.push(run('hazard', 'Invoke-CsPoolFailBack', { PoolFqdn, DisasterMode: true }, 'D53'));
    }
    return mine;
  });
  const parameters = forcedCms(world);
  if (parameters !== null && world.cmsFunctional() && forceRefusal(world, parameters) === null) {
    found.push(run('hazard', CMS_FAILOVER, parameters, 'D61'));
  }
  for (const p of world.layout.pools) {
    for (const db of p.databases) {
      if (world.sessionName(p.index, db) !== 'severedBehind') continue;
      const side = 1 - world.principalSide(p.index, db);
      if (databaseRefusal(world, p.index, db, side, true) !== null) continue;
      found.push(databaseFailover(world, p.index, db, side, 'hazard', true));
    }
    if (world.served(p.index, 0)) {
      const parameters = { PoolFqdn: p.pool.fqdn, ResetType: 'QuorumLossRecovery' };
      found.push(run('hazard', 'Reset-CsPoolRegistrarState', parameters, 'D11'));
      const start = { PoolFqdn: p.pool.fqdn, QuorumLossRecovery: true };
      if (!world.frontEndRuns(p.index)) found.push(run('hazard', 'Start-CsPool', start, 'D11'));
    }
  }
  const disks = [
    ...world.layout.pools.flatMap((p) => p.sql.filter((h) => h >= 0)),
    ...world.layout.shares.map((h) => h),
  ];
  for (const h of new Set(disks)) {
    const fault = crash({ kind: 'server', server: world.layout.hosts[h].fqdn }, true);
    found.push(step('destroy', { kind: 'fault', fault }, 'M15'));
  }
  for (const site of world.layout.siteNames) {
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

/** The nouns of interface.md that crash. */
function targets({ layout }: World): FaultTarget[] {
  return [
    ...layout.siteNames.map((site) => ({ kind: 'site', site }) as const),
    ...layout.pools.flatMap(({ pool: { fqdn } }) => [
      { kind: 'pool', pool: fqdn } as const,
      { kind: 'service', service: 'LYNCBACKUP', pool: fqdn } as const,
    ]),
    ...layout.shares.map((h) => ({ kind: 'fileStore', fileStore: layout.hosts[h].fqdn }) as const),
    ...layout.hosts.map(({ fqdn }) => ({ kind: 'server', server: fqdn }) as const),
  ];
}

function faults(world: World, { enabled }: Present<Action>): Offer[] {
  // What is broken in part is there to be repaired.
  const whole = targets(world).filter(
    (target) => enabled([{ type: 'fault', fault: repairOf(target) }]).length === 0,
  );
  const crashes = whole.flatMap((target) => whenever(`crash ${target.kind}`, crash(target)));
  const cuts = world.layout.deployment.links.flatMap(({ between: [a, b] }) => [
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

const repairOf = (target: FaultTarget): FaultAction => ({ verb: 'repair', target, destroy: false });

function repairs(world: World): FaultAction[] {
  const machines = targets(world).map(repairOf);
  const links = world.layout.deployment.links.map(
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
export function recovery(world: World): (present: Present<Action>) => Offer | null {
  const steps = recoverySteps(world);
  return (present) => {
    const next = steps.next(present);
    return next.done === true ? null : next.value;
  };
}

function* recoverySteps(world: World): Generator<Offer, void, Present<Action>> {
  const pause = (minutes: number): Offer => step('wait', { kind: 'wait', durationMs: minutes * MIN });
  // What is scheduled and has not come yet comes first.
  let present = yield pause(30);
  const all = repairs(world).map((fault) => ({ type: 'fault', fault }) as const);
  for (;;) {
    const [repair] = present.enabled(all);
    if (repair?.type !== 'fault') break;
    present = yield step('repair', { kind: 'fault', fault: repair.fault });
  }
  for (let h = 0; h < world.layout.hosts.length; h++) {
    const ComputerName = world.layout.hosts[h].fqdn;
    if (world.variables.hostStopped.get(h) === 1)
      yield run('services', 'Start-CsWindowsService', { ComputerName });
    if (world.variables.backupStopped.get(h) === 1) {
      yield run('services', 'Start-CsWindowsService', { Name: 'LYNCBACKUP', ComputerName });
    }
  }
  // Start of the pools, restore of mirrors from a backup, handing users home (D13, D24, D70).
  yield pause(60);
  yield* databasesAgain(world);
  const steady = (p: number): Offer => until('steady', world.name(p), 24 * 60 * MIN);
  for (const p of pairedPools(world)) {
    if (!world.is('failover', p, 'failedOver')) continue;
    yield steady(world.partner(p));
    yield run('failback', 'Invoke-CsPoolFailBack', { PoolFqdn: world.name(p) });
  }
  for (const p of pairedPools(world))
    yield run('sync', 'Invoke-CsBackupServiceSync', { PoolFqdn: world.name(p) });
  for (const p of pairedPools(world)) yield steady(p);
  yield pause(90);
}

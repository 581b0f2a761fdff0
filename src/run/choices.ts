/** The alphabet of the random walk: everything that makes sense in the present state, and the documented way back. */
import { byCmdlet, bySubject, cmdletNamed, commandText, hazardOf } from '../domain/cmdlets/catalog.js';
import { type Hazard, type Offered, offer } from '../domain/cmdlets/cmdlet.js';
import { toOtherServer } from '../domain/cmdlets/database-failover.js';
import { toResume } from '../domain/cmdlets/sql-statement.js';
import { isInShell } from '../domain/command.js';
import type { Action } from '../domain/deployment-model.js';
import type { FaultAction, FaultTarget, StepWork, WaitCondition } from '../domain/drill.js';
import { breaking, faultTargets, mending } from '../domain/fault-targets.js';
import type { World } from '../domain/state/world.js';
import type { Present } from '../simulation/simulator.js';

/** What an administrator or the world can do in the present state; the driver draws its kind first. */
export interface Offer extends Offered {
  /** a cmdlet as typed; otherwise null */
  readonly line: string | null;
  /** a fault: how long from now; null = a step */
  readonly inMs: number | null;
  /** the named hazard of domain.md 8 that this is, by its rule; null = none */
  readonly hazard: Hazard | null;
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
  const regular = byCmdlet(world, ({ freely }, i) => typeable(world, freely.offers?.(world, i) ?? []));
  const steps = [...waits(world), ...regular.filter(({ kind }) => kind !== 'hazard')];
  if (options.hazards === true) steps.push(...hazards(world));
  const found = steps.map((each) => told(world, each));
  if (options.faults === false) return found;
  const repairs = faultTargets(world).flatMap((target) => whenever('repair', mending(target)));
  return [...found, ...repairs, ...faults(world, present)];
}

/** Lines whose cmdlets the shell has in which they are typed: that of the pool that they name, or of the deployment. */
const typeable = ({ deployment: { product, pools } }: World, offered: readonly Offered[]): Offered[] =>
  offered.filter(({ work }) => {
    if (work.kind !== 'run') return true;
    const { cmdlet, parameters } = work.command;
    const named = pools.find(({ fqdn }) => fqdn === parameters.PoolFqdn)?.product;
    return isInShell(cmdletNamed(cmdlet)!, named ?? product);
  });

function told(world: World, { kind, work }: Offered): Offer {
  const line = work.kind === 'run' ? commandText(work.command) : null;
  return { kind, work, line, inMs: null, hazard: hazardIn(world, work) };
}

function hazardIn(world: World, work: StepWork): Hazard | null {
  if (work.kind === 'run') return hazardOf(world, work.command);
  return work.kind === 'fault' && work.fault.destroy ? 'M15' : null;
}

const until = (condition: WaitCondition, pool: string | null, timeoutMs: number): Offered => ({
  kind: 'wait',
  work: { kind: 'waitUntil', condition, pool, timeoutMs },
});
const pause = (minutes: number): Offered => ({ kind: 'wait', work: { kind: 'wait', durationMs: minutes * MIN } });

function waits(world: World): Offered[] {
  const found = world.layout.pools.flatMap(({ pool }) => [
    until('regular', pool.fqdn, 30 * MIN),
    until('steady', pool.fqdn, 60 * MIN),
    until('synchronized', pool.fqdn, 60 * MIN),
  ]);
  return [pause(3), ...found, until('replicated', null, 15 * MIN)];
}

/** The named hazards (domain.md 8): forms of cmdlets, and disks that are lost. */
function hazards(world: World): Offered[] {
  const { pools, shares, hosts, siteNames } = world.layout;
  const typed = bySubject(world, ({ freely }, i) => typeable(world, freely.offers?.(world, i) ?? []));
  const disks = [...pools.flatMap(({ sql }) => sql.filter((h) => h >= 0)), ...shares];
  const destroyed: FaultTarget[] = [
    ...[...new Set(disks)].map((h) => ({ kind: 'server', server: hosts[h].fqdn }) as const),
    ...siteNames.map((site) => ({ kind: 'site', site }) as const),
  ];
  return [
    ...typed.filter(({ kind }) => kind === 'hazard'),
    ...destroyed.map((target) => ({
      kind: 'destroy',
      work: { kind: 'fault', fault: { ...breaking(target), destroy: true } } as const,
    })),
  ];
}

/** A fault now, or scheduled. */
function whenever(kind: string, fault: FaultAction): Offer[] {
  const work = { kind: 'fault', fault } as const;
  return DELAYS_MS.map((ms) => ({ kind, work, line: null, inMs: ms === 0 ? null : ms, hazard: null }));
}

/** What is drawn together with LYNCBACKUP. */
const SERVICES: readonly FaultTarget['kind'][] = ['replicator', 'module', 'share'];

function faults(world: World, { enabled }: Present<Action>): Offer[] {
  return faultTargets(world).flatMap((target) => {
    if (target.kind === 'link') return cuts(target.link);
    // What is broken in part is there to be repaired.
    const damaged = enabled([{ type: 'fault', fault: mending(target) }]).length > 0;
    // The replicator and the modules are services among the others.
    const kind = SERVICES.includes(target.kind) ? 'service' : target.kind;
    return damaged ? [] : whenever(`crash ${kind}`, breaking(target));
  });
}

/** Of a link, whatever its state: both ways, or one. */
const cuts = ([a, b]: readonly [string, string]): Offer[] =>
  [
    { kind: 'link', link: [a, b], oneWay: false } as const,
    { kind: 'link', link: [b, a], oneWay: true } as const,
    { kind: 'link', link: [a, b], oneWay: true } as const,
  ].flatMap((target) => whenever('cut', breaking(target)));

/**
 * The documented way back to normal, asked for one step after another: repair everything, start what was
 * stopped, wait, fail back what is failed over, bring conference content home (D54), wait (I10).
 */
export function recovery(world: World): (present: Present<Action>) => Offer | null {
  const steps = recoverySteps(world);
  return (present) => {
    const next = steps.next(present);
    return next.done === true ? null : told(world, next.value);
  };
}

function* recoverySteps(world: World): Generator<Offered, void, Present<Action>> {
  const { layout, variables } = world;
  // What is scheduled and has not come yet comes first.
  let present = yield pause(30);
  const repairs = faultTargets(world).map((target) => ({ type: 'fault', fault: mending(target) }) as const);
  for (;;) {
    const [repair] = present.enabled(repairs);
    if (repair?.type !== 'fault') break;
    present = yield { kind: 'repair', work: { kind: 'fault', fault: repair.fault } };
  }
  for (let h = 0; h < layout.hosts.length; h++) {
    const ComputerName = layout.hosts[h].fqdn;
    if (variables.hostStopped.get(h) === 1) yield offer('services', 'Start-CsWindowsService', { ComputerName });
    if (variables.backupStopped.get(h) === 1) {
      yield offer('services', 'Start-CsWindowsService', { Name: 'LYNCBACKUP', ComputerName });
    }
  }
  // Start of the pools, restore of mirrors from a backup, handing users home (D13, D24, D70).
  yield pause(60);
  yield* databasesAgain(world);
  const steady = (p: number): Offered => until('steady', world.name(p), 24 * 60 * MIN);
  const paired = layout.pools.map(({ index }) => index).filter((p) => world.partner(p) >= 0);
  for (const p of paired) {
    if (!world.is('failover', p, 'failedOver')) continue;
    yield steady(world.partner(p));
    yield offer('failback', 'Invoke-CsPoolFailBack', { PoolFqdn: world.name(p) });
  }
  for (const p of paired) yield offer('sync', 'Invoke-CsBackupServiceSync', { PoolFqdn: world.name(p) });
  for (const p of paired) yield steady(p);
  yield pause(90);
}

/** Sessions that wait for a RESUME, or that nobody serves: manual failover, with -Force as a last resort. */
function* databasesAgain(world: World): Generator<Offered, void> {
  for (const { index: p, databases } of world.layout.pools) {
    for (const db of databases) {
      const { behind, waitsForResume } = world.ids.session;
      const session = world.session(p, db);
      if (waitsForResume[session]) yield offer('database', 'Invoke-Sqlcmd', toResume(world, p, db));
      if (world.sessionName(p, db) !== 'severed' && !behind[session]) continue;
      yield offer('database', 'Invoke-CsDatabaseFailover', toOtherServer(world, p, db, behind[session]));
    }
  }
}

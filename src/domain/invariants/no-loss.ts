/** I1, I2 and I9 on the ledger: what left the serving branch, whether it may have, and that every change is somewhere. */
import { count, counted } from '../../core/format.js';
import { mayAcknowledge } from '../components/users/invariants.js';
import { type ChangeLog, HOME_SIDE } from '../ledger/change-log.js';
import type { Departure } from '../ledger/departure.js';
import { noteLeaving, type Outages } from '../ledger/outages.js';
import { CONFIG, CONTENT, MODULES, USER_DATA } from '../state/modules.js';
import type { World } from '../state/world.js';
import { noteBurnt } from './burnt-disks.js';

/** Positions served now, for every log that takes changes, into an array for each. */
export function servedPositions(world: World, into: readonly number[][]): void {
  const { logs } = world.state;
  for (let i = 0; i < logs.length; i++) {
    if (logs[i].isSilent) continue;
    logs[i].served(world.now, world.servingStore(logs[i], world.moduleOfLog[i]), into[i]);
  }
}

/** Positions of what is served or on a disk now, of every log: what `destroy` may take. */
export function keptPositions(world: World): number[][] {
  return world.state.logs.map((_, i) => keptOf(world, i));
}

/** The same of log `i`. */
export function keptOf(world: World, i: number): number[] {
  const log = world.state.logs[i];
  const kept = log.served(world.now, world.servingStore(log, world.moduleOfLog[i]));
  return log.onDisk().map((onDisk, k) => Math.max(onDisk, kept[k]));
}

const AFTER: number[] = [];

/**
 * I1: what is acknowledged is served, and no acknowledged change leaves the serving branch, except (a) by a disaster
 * failover of what could not serve, (b) conference content that waits for its restore, (c) an FE tail whose replicas
 * all died with their disks, (d) what went with disks of a pool that is then failed over by a disaster failover.
 * `before` = what was served before the event. With `kept`, what was served or on a disk before disks were destroyed:
 * only what is on no disk any more counts then, also of what was stranded.
 */
export function checkNoLoss(
  world: World,
  before: readonly (readonly number[])[],
  kept: readonly (readonly number[])[] | null,
  outages: Outages,
): void {
  for (let i = 0; i < before.length; i++) {
    const log = world.state.logs[i];
    // Where nothing is ever acknowledged, nothing can go.
    if (log.isSilent) continue;
    const after = log.served(world.now, world.servingStore(log, world.moduleOfLog[i]), AFTER);
    if (acknowledgesUnserved(log, after) && inRightMode(world, i)) neverServed(world, log);
    const gone = log.departed(before[i], after);
    const excuse = world.allowedDepartures.get(i);
    if (gone !== null && excuse !== 'restore' && !world.quiet) {
      noteLeaving(world, i, before[i], after, outages.referenceMs(world, i));
    }
    if (kept !== null) checkDisks(world, i, before[i], kept[i], outages);
    if (gone === null || (kept !== null && gone.lost === 0)) continue;
    if (excuse === 'disaster') leftBehind(world, log, gone);
    else if (excuse === 'tail') tailLost(world, log, gone);
    else if (excuse === undefined && kept === null) left(world, log, gone);
  }
}

function left(world: World, log: ChangeLog, gone: Departure): void {
  violated(world, log, gone, 'left the serving branch', ['D20', 'D43', 'D51']);
}

/**
 * What the destroyed disks held alone is lost (M15): of what was served until now, a failover of its pool decides
 * whether that breaks I1 (exception d). What a takeover had stranded was judged then; what is stranded while home serves
 * (D25), or is served by the partner, has no failover to wait for and is judged here.
 */
function checkDisks(
  world: World,
  i: number,
  served: readonly number[],
  kept: readonly number[],
  outages: Outages,
): void {
  const log = world.state.logs[i];
  const left = keptOf(world, i);
  const gone = log.departed(kept, left);
  if (gone === null) return;
  if (!world.quiet) noteLeaving(world, i, kept, left, outages.referenceMs(world, i), true);
  const awaitsFailover = log.side === HOME_SIDE || world.moduleOfLog[i] === CONFIG;
  const wasServed = log.departed(served, left);
  if (wasServed !== null && awaitsFailover) noteBurnt(world, i, wasServed);
  else if (wasServed !== null) violated(world, log, wasServed, onNoDisk(wasServed), ['M15']);
  const stranded = gone.count - (wasServed?.count ?? 0);
  if (stranded <= 0) return;
  if (log.side === HOME_SIDE) {
    const rest = { ...gone, count: stranded, lost: stranded };
    return violated(world, log, rest, onNoDisk(rest), ['M15']);
  }
  const what = `${counted(stranded, 'stranded change')} of ${world.name(log.owner)} (${log.module})`;
  const where =
    world.moduleOfLog[i] === CONFIG
      ? 'the pool that the Central Management Store was failed over from'
      : 'the failed-over pool';
  world.finding('warning', 'M15', `${what} ${stranded === 1 ? 'was' : 'were'} lost with the disks of ${where}`);
}

/**
 * I1 of what was stranded, and of which a failback with -DisasterMode threw away the last copy (D53): no disk has it any
 * more. `kept`, `served` = what was on a disk, and served, before; what was served counts where it left.
 */
export function checkDiscarded(world: World, i: number, kept: readonly number[], served: readonly number[]): void {
  const log = world.state.logs[i];
  const left = keptOf(world, i).map((at, k) => Math.max(at, k < served.length ? served[k] : at));
  const gone = log.departed(kept, left);
  if (gone === null) return;
  if (!world.quiet) noteLeaving(world, i, kept, left, world.now, true);
  violated(world, log, gone, onNoDisk(gone), ['D53', 'M38']);
  const n = counted(gone.count, 'acknowledged change');
  world.finding(
    'error',
    'D53',
    `the failback of ${world.name(log.owner)} with -DisasterMode threw away ${n} of user data that it had imported from its partner and that no other disk has: lost for good (M38).`,
  );
}

const onNoDisk = ({ count: n }: Departure): string => `${n === 1 ? 'is' : 'are'} on no disk any more`;

function violated(world: World, log: ChangeLog, gone: Departure, how: string, rules: readonly string[]): void {
  const cause = world.cause === '' ? '' : `: ${world.cause}`;
  world.effects.observe({
    kind: 'violation',
    invariant: 'I1',
    message: `${changes(gone.count)} of ${world.name(log.owner)} (${log.module}) ${how}${cause}`,
    rules,
    departure: gone,
  });
}

/** Changes are acknowledged now, and what is served (`after`) does not have the latest of them. */
function acknowledgesUnserved(log: ChangeLog, after: readonly number[]): boolean {
  if (log.acknowledging === 0) return false;
  const open = log.segments[log.current];
  const upToMs = after[log.current];
  return upToMs < open.endMs && open.count(upToMs) < open.count(open.endMs);
}

/** What users save in the wrong mode is I8's. */
function inRightMode(world: World, i: number): boolean {
  const { owner } = world.state.logs[i];
  const ofUsers = world.moduleOfLog[i] === USER_DATA || world.moduleOfLog[i] === CONTENT;
  return !ofUsers || mayAcknowledge(world, owner, world.serviceStateOf(owner));
}

function neverServed(world: World, log: ChangeLog): void {
  world.effects.observe({
    kind: 'violation',
    invariant: 'I1',
    message: `changes of ${world.name(log.owner)} (${log.module}) are acknowledged where they are not served`,
    rules: ['D20'],
    departure: null,
  });
}

const changes = (n: number): string => counted(n, 'acknowledged change');

function leftBehind(world: World, log: ChangeLog, gone: Departure): void {
  const central = log.module === MODULES[CONFIG];
  const stranded = gone.count - gone.lost;
  const what =
    gone.lost === 0
      ? 'on its disks at that moment (stranded)'
      : stranded === 0
        ? 'lost'
        : `${count(stranded)} of them on its disks at that moment (stranded), ${count(gone.lost)} lost`;
  world.finding(
    'warning',
    central ? 'D61' : 'D45',
    `the ${central ? 'failover of the Central Management Store' : 'takeover'} left ${changes(gone.count)} of ${world.name(log.owner)} (${log.module}) behind: ${what}. They had not been imported at the partner.`,
  );
}

function tailLost(world: World, log: ChangeLog, gone: Departure): void {
  world.finding(
    'warning',
    'D28',
    `${changes(gone.count)} of ${world.name(log.owner)} were lost with all replicas of them on its FE servers before they were written to the Back End`,
  );
}

/**
 * I2: what the side that takes over by a disaster failover had imported (`held`, positions before the fork) is
 * served after it. So what is stranded or lost was not imported there.
 */
export function checkBounded(world: World, log: ChangeLog, module: number, held: readonly number[]): void {
  const after = log.served(world.now, world.servingStore(log, module));
  const kept = after.map((a, i) => (i < held.length ? Math.min(a, held[i]) : -1));
  const gone = log.countOf(held) - log.countOf(kept);
  if (gone <= 0) return;
  world.effects.observe({
    kind: 'violation',
    invariant: 'I2',
    message: `${counted(gone, 'change')} of ${world.name(log.owner)} (${log.module}) had been imported by the partner and ${gone === 1 ? 'is' : 'are'} not served after the takeover`,
    rules: ['D45', 'D46', 'D61'],
    departure: null,
  });
}

/** I9: acknowledged = served + stranded + lost, and what the log holds is what the load acknowledged. */
export function checkAccounting(world: World, i: number): string | null {
  const log = world.state.logs[i];
  const byLoad = log.acknowledgedByLoad(world.now);
  const { served, stranded, lost } = classes(world, i);
  if (served + stranded + lost === byLoad && !log.overrun()) return null;
  return `${world.name(log.owner)} (${log.module}): ${count(byLoad)} acknowledged, but ${count(served)} served + ${count(stranded)} stranded + ${count(lost)} lost`;
}

/** I9 where no store lost anything: what the log holds is what the load acknowledged. */
export function holdsAll(world: World, i: number): boolean {
  const log = world.state.logs[i];
  if (log.isSilent) return true;
  return log.acknowledged(world.now) === log.acknowledgedByLoad(world.now) && !log.overrun();
}

/** The class of every acknowledged change of one log (domain.md 7), and how old the oldest unserved one is. */
export function classes(
  world: World,
  i: number,
): { served: number; stranded: number; lost: number; oldestMs: number | null } {
  const log = world.state.logs[i];
  const serves = log.served(world.now, world.servingStore(log, world.moduleOfLog[i]));
  const disk = log.onDisk();
  let served = 0;
  let stranded = 0;
  let lost = 0;
  let oldestMs: number | null = null;
  log.segments.forEach((s, k) => {
    const all = s.count(s.endMs);
    const here = s.count(serves[k]);
    const there = Math.max(here, s.count(disk[k]));
    served += here;
    stranded += there - here;
    lost += all - there;
    if (here < all) oldestMs = Math.min(oldestMs ?? Number.POSITIVE_INFINITY, s.timeOf(here + 1));
  });
  return { served, stranded, lost, oldestMs };
}

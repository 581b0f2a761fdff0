/** Outages and what left the serving branch in them, for the age of a loss (RPO, D46). */
import { isBehind } from '../components/backup-service/backlog.js';
import { CONFIG, CONTENT, RGS_DATA, RGS_FILES, USER_DATA } from '../state/modules.js';
import type { World } from '../state/world.js';
import type { Leaving } from '../state/world-state.js';

/** Logs that a failover of pool `p` is about: all that goes with its users, and the CMS where `p` is its master. */
function logsOf(world: World, p: number): number[] {
  const found = [USER_DATA, CONTENT, RGS_DATA, RGS_FILES].map((m) => world.logIndex[p][m]).filter((i) => i >= 0);
  if (world.cmsMaster() === p) found.push(world.logIndex[world.layout.cmsHome][CONFIG]);
  return found;
}

/**
 * Notes that pool `p` stopped serving now, what its logs served until now, and whether its backup was behind.
 * `before` = the positions served before the event that stopped it, by log; they are copied.
 */
export function recordOutage(
  world: World,
  p: number,
  before?: readonly (readonly number[])[],
  behind = isBehind(world, p),
): void {
  const served =
    before === undefined
      ? servedByLog(world, p)
      : new Map(logsOf(world, p).map((i) => [i, before[i].slice()] as const));
  world.state.outages[p] = { atMs: world.now, served, behind };
}

/** The Central Management Store stops taking changes, or takes them again. */
export function configOutage(world: World, takes: boolean): void {
  world.state.configOutageMs = takes ? -1 : world.now;
}

/**
 * What is asked after an event of the time before it: of each log the pool that served it, and since when that could not
 * (-1 = it could); of each pool whether its backup was behind.
 */
export class Outages {
  private readonly pool: number[] = [];
  private readonly sinceMs: number[] = [];
  private readonly behind: boolean[] = [];

  /** Before the event. */
  take(world: World): void {
    for (let i = 0; i < world.state.logs.length; i++) {
      const { owner, side } = world.state.logs[i];
      this.pool[i] = world.poolOnSide(owner, side);
      this.sinceMs[i] = this.outageMs(world, i);
    }
    for (let p = 0; p < world.layout.pools.length; p++) this.behind[p] = isBehind(world, p);
  }

  /** Pool `p` stopped serving in the event; `before`: the positions that each log served before it. */
  record(world: World, p: number, before: readonly (readonly number[])[]): void {
    recordOutage(world, p, before, this.behind[p]);
  }

  private outageMs(world: World, i: number): number {
    if (world.moduleOfLog[i] === CONFIG) return world.state.configOutageMs;
    const pool = this.pool[i];
    return pool < 0 ? -1 : (world.state.outages[pool]?.atMs ?? -1);
  }

  /**
   * After the event: the moment that the age of what left log `i` counts from. That is the outage of what served it,
   * also where this event ends it, as a forced service does; without an outage it is now.
   */
  referenceMs(world: World, i: number): number {
    const afterMs = this.outageMs(world, i);
    if (afterMs >= 0) return afterMs;
    return this.sinceMs[i] >= 0 ? this.sinceMs[i] : world.now;
  }
}

/**
 * Notes that what log `i` held up to `before` is held only up to `after`: its age counts from the outage, `atMs`. What left
 * before and is lost with its disk now keeps the age that it had then.
 */
export function noteLeaving(
  world: World,
  i: number,
  before: readonly number[],
  after: readonly number[],
  atMs: number,
  stranded = false,
): void {
  const { segments } = world.state.logs[i];
  const parts = segments.flatMap(({ endMs }, segment) => {
    const toMs = segment < before.length ? Math.min(before[segment], endMs) : endMs;
    let fromMs = after[segment];
    if (stranded) fromMs = beyondNoted(world.state.leavings[i], segment, fromMs);
    return toMs > fromMs ? [{ segment, fromMs, toMs }] : [];
  });
  if (parts.length === 0) return;
  // D27: FE servers without their Back End acknowledge changes later than the outage; the age counts from the newest.
  let newestMs = atMs;
  for (const { segment, fromMs, toMs } of parts) {
    const s = segments[segment];
    if (s.count(toMs) > s.count(fromMs)) newestMs = Math.max(newestMs, toMs);
  }
  // What was noted is replaced, not changed: copies of a state share it.
  world.state.leavings[i] = [...world.state.leavings[i], { atMs: newestMs, parts }];
}

/** Where in a segment what left before ends that begins at `fromMs`. */
function beyondNoted(leavings: readonly Leaving[], segment: number, fromMs: number): number {
  let atMs = fromMs;
  for (const { parts } of leavings) {
    for (const p of parts) if (p.segment === segment && p.fromMs <= atMs) atMs = Math.max(atMs, p.toMs);
  }
  return atMs;
}

/**
 * Greatest age of what left log `i` and is not served again, each at the outage that it left in: a later, larger
 * loss is not younger for an earlier outage. What only waits for its restore has none (D54).
 */
export function oldestAgeMs(world: World, i: number): number {
  const log = world.state.logs[i];
  const served = log.served(world.now, world.servingStore(log, world.moduleOfLog[i]));
  let oldestMs = 0;
  for (const { atMs, parts } of world.state.leavings[i]) {
    for (const { segment, fromMs, toMs } of parts) {
      const s = log.segments[segment];
      const here = s.count(Math.max(fromMs, served[segment]));
      if (here < s.count(toMs)) oldestMs = Math.max(oldestMs, atMs - s.timeOf(here + 1));
    }
  }
  return oldestMs;
}

/** Positions that the logs of a failover of pool `p` serve now, by log. */
export function servedByLog(world: World, p: number): ReadonlyMap<number, readonly number[]> {
  const served = new Map<number, readonly number[]>();
  for (const i of logsOf(world, p)) {
    const log = world.state.logs[i];
    served.set(i, log.served(world.now, world.servingStore(log, world.moduleOfLog[i])));
  }
  return served;
}

/**
 * Span of acknowledged time, from the oldest change to the newest, that the takeover of pool `p` took from what was
 * served at its outage, or just before the takeover (`closed`): FE servers without their Back End go on acknowledging
 * until the failover is commanded (D27, D46). 0 = nothing was left behind.
 */
export function rpoSince(world: World, p: number, closed: ReadonlyMap<number, readonly number[]>): number {
  let oldestMs = Number.POSITIVE_INFINITY;
  let newestMs = Number.NEGATIVE_INFINITY;
  const atOutage = world.state.outages[p]?.served ?? closed;
  for (const i of new Set([...atOutage.keys(), ...closed.keys()])) {
    const log = world.state.logs[i];
    const before = furthest(atOutage.get(i) ?? [], closed.get(i) ?? []);
    const gone = log.departed(before, log.served(world.now, world.servingStore(log, world.moduleOfLog[i])));
    if (gone === null) continue;
    oldestMs = Math.min(oldestMs, gone.oldestMs);
    newestMs = Math.max(newestMs, gone.newestMs);
  }
  return Math.max(0, newestMs - oldestMs);
}

/** Of two sets of positions the further one, segment by segment. */
function furthest(a: readonly number[], b: readonly number[]): number[] {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.map((position, i) => (i < short.length ? Math.max(position, short[i]) : position));
}

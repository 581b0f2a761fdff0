/** Packs one log into bit fields and back: who writes and serves, and its abstraction without times and counts. */
import type { BitFields } from '../../core/bit-fields.js';
import type { ChangeLog, Side } from '../../domain/ledger/change-log.js';
import type { World } from '../../domain/state/world.js';
import { abstractLog, placementBits, restoreLog, restoreSilent } from './log-abstraction.js';
import { secondBits, secondMax, secondOf } from './second-branch-packing.js';

/** Virtual time of every unpacked state; it decides nothing. */
export const PRESENT_MS = 1_000_000_000;
/** Time that passes before each action: long enough for the lazy write (D15), and in it every open log takes changes. */
export const TICK_MS = 60_000;
/** Users of every pool that has any: enough for the smallest share of routing groups to be somebody (D11). */
export const USERS_PER_POOL = 1_000_000;

/** Kinds of stretch that one log can be made of at a time; more of them throw, as that is a fault of the model. */
const KINDS_MAX = 12;

/** What the fields of one log hold. */
export interface LogValues {
  flags: number;
  writer: number;
  followers: number;
  second: number;
  /** one more than each placement */
  readonly placements: number[];
}

/** What fields that are 0 hold. */
export const noLogValues = (): LogValues => ({ flags: 0, writer: -1, followers: 0, second: 0, placements: [] });

/** The stores of a log that exist, as bits. */
export function storesOf(world: World, log: ChangeLog): number {
  const partner = world.layout.deployment.pools[log.owner].backupPool;
  const perSide = log.stores / 2;
  let all = 0;
  for (let store = 0; store < log.stores; store++) {
    const side = Math.floor(store / perSide);
    const pool = side === 0 ? log.owner : partner === null ? -1 : world.layout.pool(partner);
    if (pool < 0) continue;
    if (perSide === 1 || world.layout.hasStore(pool, store % perSide)) all |= 1 << store;
  }
  return all;
}

/** The fields of one log, which it adds. */
export class LogPacking {
  /** its first field, and one beyond its last */
  readonly first: number;
  readonly end: number;
  private readonly flags: number;
  private readonly writer: number;
  private readonly followers: number;
  private readonly perSide: number;
  private readonly inHomeBranch: number;
  /** -1 for a log without a load, which has no second branch */
  private readonly second: number;
  /** fields of one more than a placement each, 0 = none; empty for a log without a load */
  private readonly placements: readonly number[];

  /**
   * `everywhere` = all stores that exist: what they all have can leave the serving branch only with disks, and need not
   * be kept unless the search `destroys` some.
   */
  constructor(
    private readonly fields: BitFields,
    log: ChangeLog,
    private readonly everywhere: number,
    private readonly destroys: boolean,
  ) {
    const { placements, inHomeBranch } = placementBits(log.stores);
    const placement = { min: 0, max: placements - 1 };
    this.perSide = log.stores / 2;
    this.inHomeBranch = inHomeBranch;
    this.first = fields.size;
    this.flags = fields.add({ min: 0, max: 127 });
    this.writer = fields.add({ min: -1, max: log.stores - 1 });
    this.followers = fields.add({ min: 0, max: (1 << log.stores) - 1 });
    this.second = log.isSilent ? -1 : fields.add({ min: 0, max: secondMax(this.perSide) });
    this.placements = log.isSilent ? [] : Array.from({ length: KINDS_MAX }, () => fields.add(placement));
    this.end = fields.size;
  }

  /** Writes what differs from the values `from` to words that hold those. */
  pack(from: LogValues, log: ChangeLog, nowMs: number, words: Uint32Array, at: number): void {
    const { fields } = this;
    const c = this.placements.length === 0 ? null : abstractLog(log, nowMs);
    const flags =
      log.side |
      (log.withoutQuorum ? 2 : 0) |
      (c?.tail ? 4 : 0) |
      (c?.open ? 8 : 0) |
      (c?.batches[0] ? 16 : 0) |
      (c?.batches[1] ? 32 : 0) |
      (c?.homeBranch ? 64 : 0);
    if (flags !== from.flags) fields.change(words, at, this.flags, flags);
    if (log.writer !== from.writer) fields.change(words, at, this.writer, log.writer);
    if (log.followers !== from.followers) fields.change(words, at, this.followers, log.followers);
    if (c === null) return;
    const second = secondBits(c.second, this.perSide);
    if (second !== from.second) fields.change(words, at, this.second, second);
    // What every store holds may still leave by a failback that drops what the home side imported (D53).
    const everywhere = log.homeBranch === null ? this.everywhere : this.everywhere | this.inHomeBranch;
    this.packPlacements(from.placements, c.placements, everywhere, words, at);
  }

  private packPlacements(
    from: readonly number[],
    placements: readonly number[],
    everywhere: number,
    words: Uint32Array,
    at: number,
  ): void {
    const { fields, destroys, placements: to } = this;
    let n = 0;
    for (const placement of placements) {
      if (!destroys && (placement & everywhere) === everywhere) continue;
      if (n === to.length) throw new Error(`a log is made of more than ${KINDS_MAX} kinds of stretch`);
      if (from[n] !== placement + 1) fields.change(words, at, to[n], placement + 1);
      n++;
    }
    for (; n < from.length; n++) fields.change(words, at, to[n], 0);
  }

  /** What the fields hold, into `into`. */
  unpack(words: Uint32Array, at: number, into: LogValues): void {
    const { fields, placements } = this;
    into.flags = fields.get(words, at, this.flags);
    into.writer = fields.get(words, at, this.writer);
    into.followers = fields.get(words, at, this.followers);
    into.second = this.second < 0 ? 0 : fields.get(words, at, this.second);
    into.placements.length = 0;
    for (let i = 0; i < placements.length; i++) {
      const stored = fields.get(words, at, placements[i]);
      if (stored === 0) break;
      into.placements.push(stored);
    }
  }

  /** Makes `log` the one of these values, at `PRESENT_MS`. */
  restore(log: ChangeLog, { flags, writer, followers, second, placements }: LogValues): void {
    const side = (flags & 1) as Side;
    const stuck = (flags & 2) !== 0;
    if (this.placements.length === 0) return restoreSilent(log, side, stuck, writer, followers, PRESENT_MS);
    const contents = {
      placements: placements.map((stored) => stored - 1),
      tail: (flags & 4) !== 0,
      batches: [(flags & 16) !== 0, (flags & 32) !== 0] as const,
      homeBranch: (flags & 64) !== 0,
      second: secondOf(second, this.perSide),
      side,
      withoutQuorum: stuck,
      writer,
      followers,
      open: (flags & 8) !== 0,
    };
    restoreLog(log, contents, PRESENT_MS, TICK_MS, USERS_PER_POOL);
  }
}

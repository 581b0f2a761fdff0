import type { Fields } from '../../core/fields.js';
import { COMMAND } from '../cmdlets/cmdlet.js';
import { contentsOf, PATTERNS, restoreContents, restoreSilent } from '../ledger/contents.js';
import type { Log } from '../ledger/log.js';
import type { World, WorldState } from '../world.js';
import { controlRanges } from './control-ranges.js';

/** Virtual time of every state of an exploration; it decides nothing. */
export const PRESENT_MS = 1_000_000_000;
/** Time that passes before each action: long enough for the lazy write (D15), and in it every open log takes changes. */
export const TICK_MS = 60_000;
/** Users of every pool while exploring: enough for the smallest share of routing groups to be somebody (D11). */
export const USERS = 1_000_000;

/** Kinds of stretch that one log can be made of at a time; more is a fault of ours and said. */
const MOST_PATTERNS = 12;

/** The fields of one log. */
interface LogFields {
  readonly flags: number;
  readonly writer: number;
  readonly mirror: number;
  /** fields for patterns, each one more than the pattern, 0 = none; empty for a log without a load */
  readonly patterns: readonly number[];
  /** all stores that exist: what they all have can leave the serving branch only with disks */
  readonly everywhere: number;
}

/** Whether exploring may destroy disks; if not, what every store holds need not be remembered. */
export interface PackingOptions {
  readonly destroys: boolean;
}

/**
 * A `WorldState` without its times and counts in a few words, and back: the control state, the work that is
 * under way, and of each log that has a load where its stretches are.
 */
export class StatePacking {
  /** first fields of the control state, one a slot, and of the work under way */
  private readonly control: number;
  private readonly work: number;
  private readonly slots: number;
  private readonly scratch: Int32Array;
  private readonly logs: LogFields[];

  constructor(
    private readonly w: World,
    readonly fields: Fields,
    logs: readonly Log[],
    private readonly options: PackingOptions,
  ) {
    const [first] = controlRanges(w).map((r) => fields.add(r));
    const [firstWork] = w.work.names.map(() => fields.add({ min: 0, max: 1 }));
    this.control = first;
    this.work = firstWork;
    this.slots = w.work.count;
    this.scratch = new Int32Array(w.s.size);
    this.logs = logs.map((log, i) => {
      const pattern = { min: 0, max: PATTERNS - 1 };
      return {
        flags: fields.add({ min: 0, max: 63 }),
        writer: fields.add({ min: -1, max: log.stores - 1 }),
        mirror: fields.add({ min: -1, max: log.stores - 1 }),
        patterns:
          log.rate.numerator === 0 ? [] : Array.from({ length: MOST_PATTERNS }, () => fields.add(pattern)),
        everywhere: this.storesOf(i),
      };
    });
    this.size = fields.size;
  }

  /** Fields from 0 on that are the deployment's. */
  readonly size: number;

  private storesOf(i: number): number {
    const { w } = this;
    const log = this.w.makeLogs()[i];
    const partner = w.layout.deployment.pools[log.owner].backupPool;
    let all = 0;
    for (let store = 0; store < log.stores; store++) {
      const perSide = log.stores / 2;
      const side = Math.floor(store / perSide);
      const pool = side === 0 ? log.owner : partner === null ? -1 : w.layout.pool(partner);
      if (pool < 0) continue;
      if (perSide === 1 || store % 2 === 0 || w.pool(pool).sql[1] >= 0) all |= 1 << store;
    }
    return all;
  }

  /** Writes `state` and the work under way (one flag a slot) to words that are 0. */
  pack(state: WorldState, work: Uint8Array, words: Uint32Array, at: number): void {
    const { fields, scratch } = this;
    const { s } = this.w;
    scratch.set(state.control);
    // What the last command was decides nothing any more; how long one waits is no matter without time.
    if (scratch[s.command] === COMMAND.none) scratch.fill(0, s.commandPool, s.commandValue + 1);
    else scratch[s.commandValue] = Math.min(scratch[s.commandValue], 2 ** 31 - 3);
    fields.putAll(words, at, this.control, scratch.length, scratch);
    fields.putAll(words, at, this.work, this.slots, work);
    for (let i = 0; i < this.logs.length; i++)
      this.packLog(state.logs[i], state.nowMs, this.logs[i], words, at);
  }

  private packLog(log: Log, nowMs: number, f: LogFields, words: Uint32Array, at: number): void {
    const { fields, options } = this;
    if (f.patterns.length === 0) {
      fields.put(words, at, f.flags, log.side | (log.stuck ? 2 : 0));
      fields.put(words, at, f.writer, log.writer);
      fields.put(words, at, f.mirror, log.mirror);
      return;
    }
    const c = contentsOf(log, nowMs);
    const flags =
      c.side |
      (c.stuck ? 2 : 0) |
      (c.tail ? 4 : 0) |
      (c.open ? 8 : 0) |
      (c.batches[0] ? 16 : 0) |
      (c.batches[1] ? 32 : 0);
    fields.put(words, at, f.flags, flags);
    fields.put(words, at, f.writer, c.writer);
    fields.put(words, at, f.mirror, c.mirror);
    let n = 0;
    for (const pattern of c.patterns) {
      if (!options.destroys && (pattern & f.everywhere) === f.everywhere) continue;
      if (n === f.patterns.length)
        throw new Error(`a log is made of more than ${MOST_PATTERNS} kinds of stretch`);
      fields.put(words, at, f.patterns[n++], pattern + 1);
    }
  }

  /** The state and the work under way that `pack` wrote, into `state`, at `PRESENT_MS`. */
  unpack(words: Uint32Array, at: number, state: WorldState, work: Uint8Array): void {
    const { fields } = this;
    fields.getAll(words, at, this.control, state.control.length, state.control);
    fields.getAll(words, at, this.work, this.slots, work);
    state.nowMs = PRESENT_MS;
    state.outages.fill(null);
    for (let i = 0; i < this.logs.length; i++) this.unpackLog(state.logs[i], this.logs[i], words, at);
  }

  private unpackLog(log: Log, f: LogFields, words: Uint32Array, at: number): void {
    const { fields } = this;
    const flags = fields.get(words, at, f.flags);
    const side = (flags & 1) as 0 | 1;
    const stuck = (flags & 2) !== 0;
    const writer = fields.get(words, at, f.writer);
    const mirror = fields.get(words, at, f.mirror);
    if (f.patterns.length === 0) return restoreSilent(log, side, stuck, writer, mirror, PRESENT_MS);
    const patterns: number[] = [];
    for (let i = 0; i < f.patterns.length; i++) {
      const stored = fields.get(words, at, f.patterns[i]);
      if (stored === 0) break;
      patterns.push(stored - 1);
    }
    const tail = (flags & 4) !== 0;
    const open = (flags & 8) !== 0;
    const batches = [(flags & 16) !== 0, (flags & 32) !== 0] as const;
    const contents = { patterns, tail, batches, side, stuck, writer, mirror, open };
    restoreContents(log, contents, PRESENT_MS, TICK_MS, USERS);
  }
}

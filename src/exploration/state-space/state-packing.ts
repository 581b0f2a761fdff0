/**
 * Packs a deployment into bit fields and back: the control state, one bit for each piece of pending work, and the
 * abstraction of each log, without times and counts. What was unpacked last is kept, so that packing a successor
 * writes only what has changed.
 */
import type { BitFields } from '../../core/bit-fields.js';
import type { ChangeLog, Side } from '../../domain/ledger/change-log.js';
import type { World } from '../../domain/state/world.js';
import type { WorldState } from '../../domain/state/world-state.js';
import { abstractLog, IN_HOME_BRANCH, PLACEMENTS, restoreLog, restoreSilent } from './log-abstraction.js';
import type { PlanFiles } from './plan-files.js';
import { SECOND_MAX, secondBits, secondOf } from './second-branch-packing.js';

/** Virtual time of every unpacked state; it decides nothing. */
export const PRESENT_MS = 1_000_000_000;
/** Time that passes before each action: long enough for the lazy write (D15), and in it every open log takes changes. */
export const TICK_MS = 60_000;
/** Users of every pool that has any: enough for the smallest share of routing groups to be somebody (D11). */
export const USERS_PER_POOL = 1_000_000;

/** Kinds of stretch that one log can be made of at a time; more of them throw, as that is a fault of the model. */
const KINDS_MAX = 12;

/** The fields of one log. */
interface LogFields {
  readonly flags: number;
  readonly writer: number;
  readonly mirror: number;
  /** -1 for a log without a load, which has no second branch */
  readonly second: number;
  /** fields of one more than a placement each, 0 = none; empty for a log without a load */
  readonly placements: readonly number[];
  /** all stores that exist: what they all have can leave the serving branch only with disks */
  readonly everywhere: number;
}

/** What the fields of one log hold. */
interface LogValues {
  flags: number;
  writer: number;
  mirror: number;
  second: number;
  /** one more than each placement */
  readonly placements: number[];
}

/** What all fields hold. */
interface Values {
  readonly control: Int32Array;
  readonly work: Uint8Array;
  readonly logs: readonly LogValues[];
  readonly files: Uint8Array;
}

/** What of a search decides how its states are packed. */
export interface PackingOptions {
  /** it may destroy disks; if not, what every store holds need not be kept */
  readonly destroys: boolean;
  /** the files that its exports and imports have in common (D34) */
  readonly files: PlanFiles;
}

/** Packs a `WorldState` and the work under way into the fields that it adds. */
export class StatePacking {
  /** Fields from 0 on that are the deployment's. */
  readonly size: number;
  /** first fields of the control state, one a slot, and of the work under way */
  private readonly control: number;
  private readonly work: number;
  /** first field of the files, one each */
  private readonly files: number;
  private readonly scratch: Int32Array;
  /** the control state, the work and the files that were packed last */
  private readonly packedControl: Int32Array;
  private readonly packedWork: Uint8Array;
  private packedFiles: WorldState['files'] = [];
  private readonly logs: LogFields[];
  /** words that are 0 */
  private readonly nothing: Values;
  /** the state unpacked last, and its words */
  private readonly last: Values;
  private readonly lastWords: Uint32Array;

  constructor(
    private readonly world: World,
    readonly fields: BitFields,
    logs: readonly ChangeLog[],
    private readonly options: PackingOptions,
  ) {
    const ranges = world.controlLayout.ranges();
    const [first] = ranges.map((r) => fields.add(r));
    const [firstWork] = world.pendingWork.names.map(() => fields.add({ min: 0, max: 1 }));
    this.control = first;
    this.work = firstWork;
    this.scratch = new Int32Array(world.controlLayout.size);
    this.packedControl = new Int32Array(world.controlLayout.size);
    this.packedWork = new Uint8Array(world.pendingWork.count);
    this.logs = logs.map((log, i) => {
      const placement = { min: 0, max: PLACEMENTS - 1 };
      return {
        flags: fields.add({ min: 0, max: 127 }),
        writer: fields.add({ min: -1, max: log.stores - 1 }),
        mirror: fields.add({ min: -1, max: log.stores - 1 }),
        second: log.rate.numerator === 0 ? -1 : fields.add({ min: 0, max: SECOND_MAX }),
        placements: log.rate.numerator === 0 ? [] : Array.from({ length: KINDS_MAX }, () => fields.add(placement)),
        everywhere: this.storesOf(i),
      };
    });
    this.files = fields.size;
    for (const _ of options.files.all) fields.add({ min: 0, max: 1 });
    this.size = fields.size;
    const values = (): Values => ({
      control: Int32Array.from(ranges, (r) => r.min),
      work: new Uint8Array(world.pendingWork.count),
      files: new Uint8Array(options.files.all.length),
      logs: logs.map(() => ({ flags: 0, writer: -1, mirror: -1, second: 0, placements: [] })),
    });
    this.nothing = values();
    this.last = values();
    this.lastWords = new Uint32Array(fields.words);
  }

  private storesOf(i: number): number {
    const { world } = this;
    const log = this.world.makeLogs()[i];
    const partner = world.layout.deployment.pools[log.owner].backupPool;
    let all = 0;
    for (let store = 0; store < log.stores; store++) {
      const perSide = log.stores / 2;
      const side = Math.floor(store / perSide);
      const pool = side === 0 ? log.owner : partner === null ? -1 : world.layout.pool(partner);
      if (pool < 0) continue;
      if (perSide === 1 || store % 2 === 0 || world.pool(pool).sql[1] >= 0) all |= 1 << store;
    }
    return all;
  }

  /** Writes `state` and the work under way (one flag a slot) to words that are 0. */
  pack(state: WorldState, work: Uint8Array, words: Uint32Array, at: number): void {
    this.packFrom(this.nothing, state, work, words, at);
  }

  /** As `pack`, of a state that came from the one unpacked last, over whatever `words` are: only changes are written. */
  packChanges(state: WorldState, work: Uint8Array, words: Uint32Array): void {
    words.set(this.lastWords);
    this.packFrom(this.last, state, work, words, 0);
  }

  private packFrom(from: Values, state: WorldState, work: Uint8Array, words: Uint32Array, at: number): void {
    const { fields, scratch, control, logs } = this;
    const { command, commandPool, commandValue } = this.world.variables;
    const before = from.control;
    this.packedControl.set(state.control);
    this.packedWork.set(work);
    this.packedFiles = state.files;
    scratch.set(state.control);
    // What the last command was decides nothing any more; how long one waits is no matter without time.
    if (scratch[command.at()] === 0) scratch.fill(0, commandPool.at(), commandValue.at() + 1);
    else scratch[commandValue.at()] = Math.min(scratch[commandValue.at()], 2 ** 31 - 3);
    for (let i = 0; i < scratch.length; i++) {
      if (scratch[i] !== before[i]) fields.change(words, at, control + i, scratch[i]);
    }
    for (let i = 0; i < work.length; i++) {
      if (work[i] !== from.work[i]) fields.change(words, at, this.work + i, work[i]);
    }
    const files = this.options.files.bitsOf(state.files);
    for (let i = 0; i < files.length; i++) {
      if (files[i] !== from.files[i]) fields.change(words, at, this.files + i, files[i]);
    }
    for (let i = 0; i < logs.length; i++) {
      this.packLog(from.logs[i], state.logs[i], state.nowMs, logs[i], words, at);
    }
  }

  /** Whether the control state, the work and the files are those that were packed last. Logs are not looked at. */
  isAsPacked({ control, files }: WorldState, work: Uint8Array): boolean {
    const { packedControl, packedWork } = this;
    if (files !== this.packedFiles) return false;
    for (let i = 0; i < control.length; i++) if (control[i] !== packedControl[i]) return false;
    for (let i = 0; i < work.length; i++) if (work[i] !== packedWork[i]) return false;
    return true;
  }

  private packLog(from: LogValues, log: ChangeLog, nowMs: number, f: LogFields, words: Uint32Array, at: number): void {
    const { fields } = this;
    const c = f.placements.length === 0 ? null : abstractLog(log, nowMs);
    const flags =
      log.side |
      (log.withoutQuorum ? 2 : 0) |
      (c?.tail ? 4 : 0) |
      (c?.open ? 8 : 0) |
      (c?.batches[0] ? 16 : 0) |
      (c?.batches[1] ? 32 : 0) |
      (c?.homeBranch ? 64 : 0);
    if (flags !== from.flags) fields.change(words, at, f.flags, flags);
    if (log.writer !== from.writer) fields.change(words, at, f.writer, log.writer);
    if (log.mirror !== from.mirror) fields.change(words, at, f.mirror, log.mirror);
    if (c === null) return;
    if (secondBits(c.second) !== from.second) fields.change(words, at, f.second, secondBits(c.second));
    // What every store holds may still leave by a failback that drops what the home side imported (D53).
    const everywhere = log.homeBranch === null ? f.everywhere : f.everywhere | IN_HOME_BRANCH;
    this.packPlacements(from.placements, c.placements, f.placements, everywhere, words, at);
  }

  private packPlacements(
    from: readonly number[],
    placements: readonly number[],
    to: readonly number[],
    everywhere: number,
    words: Uint32Array,
    at: number,
  ): void {
    const { fields, options } = this;
    let n = 0;
    for (const placement of placements) {
      if (!options.destroys && (placement & everywhere) === everywhere) continue;
      if (n === to.length) throw new Error(`a log is made of more than ${KINDS_MAX} kinds of stretch`);
      if (from[n] !== placement + 1) fields.change(words, at, to[n], placement + 1);
      n++;
    }
    for (; n < from.length; n++) fields.change(words, at, to[n], 0);
  }

  /** The state and the work under way that `pack` wrote, into `state`, at `PRESENT_MS`. */
  unpack(words: Uint32Array, at: number, state: WorldState, work: Uint8Array): void {
    const { fields, last, lastWords } = this;
    for (let i = 0; i < lastWords.length; i++) lastWords[i] = words[at + i];
    fields.getAll(words, at, this.control, last.control.length, last.control);
    fields.getAll(words, at, this.work, last.work.length, last.work);
    fields.getAll(words, at, this.files, last.files.length, last.files);
    for (let i = 0; i < this.logs.length; i++) this.unpackLog(last.logs[i], this.logs[i], words, at);
    this.unpackAgain(state, work);
  }

  private unpackLog(into: LogValues, f: LogFields, words: Uint32Array, at: number): void {
    const { fields } = this;
    into.flags = fields.get(words, at, f.flags);
    into.writer = fields.get(words, at, f.writer);
    into.mirror = fields.get(words, at, f.mirror);
    into.second = f.second < 0 ? 0 : fields.get(words, at, f.second);
    into.placements.length = 0;
    for (let i = 0; i < f.placements.length; i++) {
      const stored = fields.get(words, at, f.placements[i]);
      if (stored === 0) break;
      into.placements.push(stored);
    }
  }

  /** What was unpacked last, once more. */
  unpackAgain(state: WorldState, work: Uint8Array): void {
    const { last } = this;
    state.control.set(last.control);
    work.set(last.work);
    state.files = this.options.files.list(last.files);
    state.nowMs = PRESENT_MS;
    state.outages.fill(null);
    for (let i = 0; i < this.logs.length; i++) this.restoreLog(state.logs[i], last.logs[i], this.logs[i]);
  }

  private restoreLog(log: ChangeLog, { flags, writer, mirror, second, placements }: LogValues, f: LogFields): void {
    const side = (flags & 1) as Side;
    const stuck = (flags & 2) !== 0;
    if (f.placements.length === 0) return restoreSilent(log, side, stuck, writer, mirror, PRESENT_MS);
    const contents = {
      placements: placements.map((stored) => stored - 1),
      tail: (flags & 4) !== 0,
      batches: [(flags & 16) !== 0, (flags & 32) !== 0] as const,
      homeBranch: (flags & 64) !== 0,
      second: secondOf(second),
      side,
      withoutQuorum: stuck,
      writer,
      mirror,
      open: (flags & 8) !== 0,
    };
    restoreLog(log, contents, PRESENT_MS, TICK_MS, USERS_PER_POOL);
  }
}

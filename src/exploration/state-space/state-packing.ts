/**
 * Packs a deployment into bit fields and back: the control state, one bit for each piece of pending work, and the
 * abstraction of each log, without times and counts. What was unpacked last is kept, so that packing a successor
 * writes only what has changed.
 */
import type { BitFields } from '../../core/bit-fields.js';
import type { ChangeLog } from '../../domain/ledger/change-log.js';
import type { World } from '../../domain/state/world.js';
import type { WorldState } from '../../domain/state/world-state.js';
import { LogPacking, type LogValues, noLogValues, PRESENT_MS, storesOf } from './log-packing.js';
import type { PlanFiles } from './plan-files.js';

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
  private readonly firstControl: number;
  private readonly work: number;
  /** first field of the files, one each */
  private readonly files: number;
  private readonly logs: readonly LogPacking[];
  /** what was packed last: the control state as it is packed, the work and the files */
  private readonly packedControl: Int32Array;
  private readonly packedWork: Uint8Array;
  private packedFiles: WorldState['files'] = [];
  /** words that are 0 */
  private readonly nothing: Values;
  /** the state unpacked last, its files as a list, and its words */
  private readonly last: Values;
  private lastFiles: WorldState['files'] = [];
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
    this.firstControl = first;
    this.work = firstWork;
    this.packedControl = new Int32Array(world.controlLayout.size);
    this.packedWork = new Uint8Array(world.pendingWork.count);
    this.logs = logs.map((log) => new LogPacking(fields, log, storesOf(world, log), options.destroys));
    this.files = fields.size;
    for (const _ of options.files.all) fields.add({ min: 0, max: 1 });
    this.size = fields.size;
    const values = (): Values => ({
      control: Int32Array.from(ranges, (r) => r.min),
      work: new Uint8Array(world.pendingWork.count),
      files: new Uint8Array(options.files.all.length),
      logs: logs.map(noLogValues),
    });
    this.nothing = values();
    this.last = values();
    this.lastWords = new Uint32Array(fields.words);
  }

  /** Writes `state` and the work under way (one flag a slot) to words that are 0. */
  pack(state: WorldState, work: Uint8Array, words: Uint32Array, at: number): void {
    this.packFrom(this.nothing, state, work, words, at);
  }

  /**
   * As `pack`, of a state that came from the one unpacked last, over whatever `words` are: only changes are written.
   * False: there are none.
   */
  packChanges(state: WorldState, work: Uint8Array, words: Uint32Array): boolean {
    const { lastWords } = this;
    words.set(lastWords);
    this.packFrom(this.last, state, work, words, 0);
    for (let i = 0; i < lastWords.length; i++) if (words[i] !== lastWords[i]) return true;
    return false;
  }

  private packFrom(from: Values, state: WorldState, work: Uint8Array, words: Uint32Array, at: number): void {
    const { fields, packedControl, packedWork, firstControl, logs } = this;
    const { command, commandPool, commandValue } = this.world.variables;
    const before = from.control;
    packedControl.set(state.control);
    packedWork.set(work);
    this.packedFiles = state.files;
    // What the last command was decides nothing any more; how long one waits is no matter without time.
    if (packedControl[command.at()] === 0) packedControl.fill(0, commandPool.at(), commandValue.at() + 1);
    else packedControl[commandValue.at()] = Math.min(packedControl[commandValue.at()], 2 ** 31 - 3);
    for (let i = 0; i < packedControl.length; i++) {
      if (packedControl[i] !== before[i]) fields.change(words, at, firstControl + i, packedControl[i]);
    }
    for (let i = 0; i < work.length; i++) {
      if (work[i] !== from.work[i]) fields.change(words, at, this.work + i, work[i]);
    }
    const files = this.options.files.bitsOf(state.files);
    for (let i = 0; i < files.length; i++) {
      if (files[i] !== from.files[i]) fields.change(words, at, this.files + i, files[i]);
    }
    for (let i = 0; i < logs.length; i++) logs[i].pack(from.logs[i], state.logs[i], state.nowMs, words, at);
  }

  /**
   * Whether the control state, the work and the files are those that were packed last. Logs are not looked at, and where
   * a command has left something behind that is not packed, the answer is no.
   */
  isAsPacked({ control, files }: WorldState, work: Uint8Array): boolean {
    const { packedControl, packedWork } = this;
    if (files !== this.packedFiles) return false;
    for (let i = 0; i < control.length; i++) if (control[i] !== packedControl[i]) return false;
    for (let i = 0; i < work.length; i++) if (work[i] !== packedWork[i]) return false;
    return true;
  }

  /** The bits, in so many words, of what is asked for: of words of the control state, slots of work, and logs; -1 = it is none. */
  bits(words: number, isWanted: (field: { control: number; slot: number; log: number }) => boolean): Uint32Array {
    const mask = new Uint32Array(words);
    for (let field = 0; field < this.size; field++) {
      const [control, slot] = [field - this.firstControl, field - this.work];
      const log = this.logs.findIndex(({ first, end }) => field >= first && field < end);
      const what = {
        control: control >= 0 && control < this.packedControl.length ? control : -1,
        slot: slot >= 0 && slot < this.packedWork.length ? slot : -1,
        log,
      };
      if (!isWanted(what)) continue;
      const part = this.fields.part(field, field + 1);
      mask[part.first] |= part.mask[0];
    }
    return mask;
  }

  /** The work under way in packed words, into `into`, one flag a slot. True: a command is running. */
  unpackWork(words: Uint32Array, at: number, into: Uint8Array): boolean {
    this.fields.getAll(words, at, this.work, into.length, into);
    return this.control(words, at, this.world.variables.command.at()) !== 0;
  }

  /** One word of the control state in packed words. */
  control(words: Uint32Array, at: number, i: number): number {
    return this.fields.get(words, at, this.firstControl + i);
  }

  /** The state and the work under way that `pack` wrote, into `state`, at `PRESENT_MS`. */
  unpack(words: Uint32Array, at: number, state: WorldState, work: Uint8Array): void {
    const { fields, last, lastWords } = this;
    for (let i = 0; i < lastWords.length; i++) lastWords[i] = words[at + i];
    fields.getAll(words, at, this.firstControl, last.control.length, last.control);
    fields.getAll(words, at, this.work, last.work.length, last.work);
    fields.getAll(words, at, this.files, last.files.length, last.files);
    for (let i = 0; i < this.logs.length; i++) this.logs[i].unpack(words, at, last.logs[i]);
    this.lastFiles = this.options.files.list(last.files);
    this.unpackAgain(state, work);
  }

  /** What was unpacked last, once more. */
  unpackAgain(state: WorldState, work: Uint8Array): void {
    const { last } = this;
    state.control.set(last.control);
    work.set(last.work);
    state.files = this.lastFiles;
    state.nowMs = PRESENT_MS;
    state.outages.fill(null);
    for (let i = 0; i < this.logs.length; i++) this.logs[i].restore(state.logs[i], last.logs[i]);
  }
}

/** Texts that scripts show to who runs them, folded into the timeline: one that comes again soon stands there once. */
import { clock } from '../core/format.js';
import type { TimelineEntry } from '../domain/result.js';

/** The longest text, in UTF-16 units, and how many entries there are at most. */
const [LENGTH_MAX, ENTRIES_MAX] = [200, 300];
/** A text that comes again after a longer silence is told anew, at its own time. */
const SILENCE_MS = 10 * 60_000;

/** Where a text stands last, how often it came there, and when last. */
interface Told {
  readonly at: number;
  times: number;
  lastMs: number;
}

/** The texts of one run. */
export class ScriptTexts {
  private readonly told = new Map<string, Told>();
  private entries = 0;

  constructor(private readonly timeline: TimelineEntry[]) {}

  /** A script shows a text at `atMs`; rules and blank lines say nothing. */
  shown(atMs: number, text: string): void {
    const plain = text.replace(/\s+/g, ' ').trim().slice(0, LENGTH_MAX);
    if (!/[\p{L}\p{N}]/u.test(plain)) return;
    const entry = { actor: 'script', text: plain, step: null, kind: 'note' } as const;
    const before = this.told.get(plain);
    if (before !== undefined && atMs - before.lastMs <= SILENCE_MS) {
      before.times++;
      before.lastMs = atMs;
      const again = `${plain} (${before.times} times, until ${clock(atMs)})`;
      this.timeline[before.at] = { ...entry, text: again, atMs: this.timeline[before.at].atMs };
      return;
    }
    if (this.entries++ >= ENTRIES_MAX) return;
    this.told.set(plain, { at: this.timeline.length, times: 1, lastMs: atMs });
    this.timeline.push({ ...entry, atMs });
  }
}

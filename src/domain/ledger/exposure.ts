/** All that a load acknowledged, counted by the load alone: what the segments of a log are held against (I9). */
import { accumulate, type Rate, wholeChanges } from './rate.js';

/** Whole changes up to a moment and the rest below one; how many users acknowledge since then is the log's to say. */
export class Exposure {
  private whole = 0;
  private rest = 0;
  private sinceMs = 0;

  clone(): Exposure {
    return Object.assign(new Exposure(), this);
  }

  restart(whole: number, rest: number, nowMs: number): void {
    this.whole = whole;
    this.rest = rest;
    this.sinceMs = nowMs;
  }

  /** Counts what `users` acknowledged until now. */
  advance(rate: Rate, users: number, nowMs: number): void {
    const more = accumulate(rate, users, nowMs - this.sinceMs, this.rest);
    this.restart(this.whole + more.whole, more.rest, nowMs);
  }

  /** Whole changes at `nowMs` where `users` acknowledge since the last `advance`. */
  at(rate: Rate, users: number, nowMs: number): number {
    return this.whole + wholeChanges(rate, users, nowMs - this.sinceMs, this.rest);
  }

  /** Adds the whole changes of one that has ended. */
  add(ended: Exposure): void {
    this.whole += ended.whole;
  }
}

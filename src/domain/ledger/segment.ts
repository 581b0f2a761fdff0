/** A segment of a log: a piecewise linear count of changes over time, exact in whole changes, invertible. */
import { accumulate, msUntil, type Rate, wholeChanges } from './rate.js';

/** From `atMs` on, `weight` users acknowledge changes; `whole`/`rest` is what the segment held by then. */
interface Break {
  readonly atMs: number;
  readonly weight: number;
  readonly whole: number;
  readonly rest: number;
}

/** `Segment.heldBySide` of what a home side took that its partner cannot stop: a branch of its own (D45). */
export const ON_SECOND_BRANCH = 2;

/** A share of a whole as numerator and denominator. */
type Share = readonly [number, number];

/**
 * A stretch of one owner's change log that was acknowledged on one branch. A position in it is a virtual
 * time in ms: "everything acknowledged up to then". A store holds a prefix of a segment, so one position
 * for each segment says all that a store contains. Counts follow from the load, exactly.
 */
export class Segment {
  constructor(
    readonly rate: Rate,
    readonly startMs: number,
    /** the last acknowledgement; grows while the segment is open */
    public endMs: number,
    /** its own: nobody else keeps the list */
    readonly breaks: Break[],
    /** side (0 home, 1 partner) whose FE replicas hold it and no store took it, or ON_SECOND_BRANCH; -1 = neither */
    public heldBySide = -1,
  ) {}

  static open(rate: Rate, atMs: number, weight: number, rest: number, heldBySide = -1): Segment {
    return new Segment(rate, atMs, atMs, [{ atMs, weight, whole: 0, rest }], heldBySide);
  }

  clone(): Segment {
    return new Segment(this.rate, this.startMs, this.endMs, [...this.breaks], this.heldBySide);
  }

  /** From `atMs` (not before the last break) on, `weight` users acknowledge. */
  setWeight(atMs: number, weight: number): void {
    const last = this.breaks[this.breaks.length - 1];
    if (last.weight === weight) return;
    const at = this.totals(atMs);
    if (last.atMs === atMs) this.breaks.pop();
    this.breaks.push({ atMs, weight, ...at });
  }

  /** Whole changes up to `positionMs`, and the rest below one. */
  totals(positionMs: number): { whole: number; rest: number } {
    let i = this.breaks.length - 1;
    while (i > 0 && this.breaks[i].atMs >= positionMs) i--;
    const b = this.breaks[i];
    if (positionMs <= b.atMs) return { whole: b.whole, rest: b.rest };
    const more = accumulate(this.rate, b.weight, positionMs - b.atMs, b.rest);
    return { whole: b.whole + more.whole, rest: more.rest };
  }

  /** Whole changes acknowledged in this segment up to `positionMs`. */
  count(positionMs: number): number {
    if (positionMs <= this.startMs) return 0;
    let i = this.breaks.length - 1;
    while (i > 0 && this.breaks[i].atMs >= positionMs) i--;
    const b = this.breaks[i];
    if (positionMs <= b.atMs) return b.whole;
    return b.whole + wholeChanges(this.rate, b.weight, positionMs - b.atMs, b.rest);
  }

  /** Changes between two positions as a fraction: the same for the same stretch of steady load. */
  amount(fromMs: number, toMs: number): number {
    let sum = 0;
    for (let i = this.breaks.length - 1; i >= 0; i--) {
      const b = this.breaks[i];
      const from = Math.max(fromMs, b.atMs);
      const to = Math.min(toMs, i + 1 < this.breaks.length ? this.breaks[i + 1].atMs : toMs);
      if (to > from) sum += (b.weight * this.rate.numerator * (to - from)) / this.rate.denominator;
      if (b.atMs <= fromMs) break;
    }
    return sum;
  }

  /** Acknowledgement time (ms) of the `n`-th change, n from 1 to `count(endMs)`. */
  timeOf(n: number): number {
    let i = this.breaks.length - 1;
    while (i > 0 && this.breaks[i].whole >= n) i--;
    const b = this.breaks[i];
    return b.atMs + msUntil(this.rate, b.weight, n - b.whole, b.rest);
  }

  /**
   * Ends this segment at `positionMs` and gives what came after as two new segments: `share` of it, and the
   * remainder. Fractions below one change stay with the remainder, so that no change is lost in counting.
   */
  split(positionMs: number, share: Share): { part: Segment; remainder: Segment } {
    // A change that two fractions made whole at the start is not before a cut there: it goes on with the rest.
    const held = this.totals(Math.max(positionMs, this.startMs));
    const carried = held.rest + (held.whole - this.count(positionMs)) * this.rate.denominator;
    const part: Break[] = [];
    const shape = this.after(positionMs);
    for (const b of shape) this.push(part, b.atMs, Math.floor((b.weight * share[0]) / share[1]), 0);
    const taken = new Segment(this.rate, positionMs, this.endMs, part);
    const fraction = taken.totals(this.endMs).rest;
    const rest: Break[] = [];
    shape.forEach((b, i) => {
      this.push(rest, b.atMs, b.weight - part[i].weight, carried + fraction);
    });
    const remainder = new Segment(this.rate, positionMs, this.endMs, rest);
    this.truncate(positionMs);
    return { part: taken, remainder };
  }

  private after(positionMs: number): { atMs: number; weight: number }[] {
    const later = this.breaks.filter((b) => b.atMs > positionMs);
    const first = this.breaks.findLast((b) => b.atMs <= positionMs) ?? this.breaks[0];
    return [{ atMs: positionMs, weight: first.weight }, ...later];
  }

  private push(to: Break[], atMs: number, weight: number, carry: number): void {
    const last = to[to.length - 1];
    if (last === undefined) {
      // The carry is below one change except when two fractions meet: then it already makes a change.
      const whole = Math.floor(carry / this.rate.denominator);
      to.push({ atMs, weight, whole, rest: carry - whole * this.rate.denominator });
      return;
    }
    const more = accumulate(this.rate, last.weight, atMs - last.atMs, last.rest);
    to.push({ atMs, weight, whole: last.whole + more.whole, rest: more.rest });
  }

  private truncate(positionMs: number): void {
    while (this.breaks.length > 1 && this.breaks[this.breaks.length - 1].atMs >= positionMs) this.breaks.pop();
    this.endMs = Math.max(positionMs, this.startMs);
  }
}

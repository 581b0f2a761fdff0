/** Order statistics over the seeds of a run, as a result has them. */

/** What the seeds of a run came to. A seed draws the durations that are ranges, and the phase of the sync cycles (D37). */
export interface SeedsResult {
  readonly played: number;
  /** why fewer than usual, or than asked for, were played; null = it were as many */
  readonly fewerBecause: string | null;
  /** the seeds in which the drill failed */
  readonly failed: readonly number[];
  readonly inconclusive: readonly number[];
  readonly spread: readonly Spread[];
}

/** A number over all seeds: least, median, 95 % and most. */
export type Spread = TimeSpread | CountSpread;

/** Null = a seed in that place never came to it, as to regular service; `never` = how many did not. */
export interface TimeSpread {
  readonly what: 'rto' | 'outage' | 'rpo';
  readonly pool: string;
  readonly minMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
  readonly never: number;
}

/** Changes at the end, of all pools and modules together. */
export interface CountSpread {
  readonly what: 'lost' | 'stranded';
  readonly pool: null;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly never: 0;
}

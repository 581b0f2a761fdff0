/** A linear time axis: where a moment lies, and which moments have a label. */
import { clock } from '../../core/format.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Distances between labels that a reader counts in, ms. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24, 48, 168, 720, 8760].map((hours) => hours * HOUR_MS),
];

/** An axis from 0 to the end of a run. */
export interface TimeAxis {
  readonly left: number;
  readonly width: number;
  readonly endMs: number;
  readonly ticks: readonly { readonly atMs: number; readonly label: string }[];
  /** pixels from the left edge */
  readonly x: (atMs: number) => number;
}

/** An axis with about `labels` labels at most. */
export function timeAxis(left: number, width: number, endedAtMs: number, labels: number): TimeAxis {
  const endMs = Math.max(endedAtMs, MINUTE_MS);
  const stepMs = STEPS_MS.find((each) => endMs / each <= labels) ?? Math.ceil(endMs / labels);
  const moments = Array.from({ length: Math.floor(endMs / stepMs) + 1 }, (_, i) => i * stepMs);
  return {
    left,
    width,
    endMs,
    ticks: moments.map((atMs) => ({ atMs, label: clock(atMs).replace(/:00$/, '') })),
    x: (atMs) => tenth(left + (Math.min(Math.max(atMs, 0), endMs) / endMs) * width),
  };
}

/** Pixels to a tenth: shorter text, and nobody sees the rest. */
export const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

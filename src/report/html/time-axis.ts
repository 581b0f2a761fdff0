/** A linear time axis: where a moment lies, and which moments have a label. */
import { clock } from '../../core/format.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Distances between labels that a reader counts in, ms. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24, 48, 168, 720, 8760].map((hours) => hours * HOUR_MS),
];

/** An axis over a run, or a part of it. */
export interface TimeAxis {
  readonly left: number;
  readonly width: number;
  readonly fromMs: number;
  readonly endMs: number;
  readonly ticks: readonly { readonly atMs: number; readonly label: string }[];
  /** pixels from the left edge */
  readonly x: (atMs: number) => number;
}

/** An axis with about `labels` labels at most, from `fromMs` on. */
export function timeAxis(left: number, width: number, endedAtMs: number, labels: number, fromMs = 0): TimeAxis {
  const endMs = Math.max(endedAtMs, fromMs + MINUTE_MS);
  const spanMs = endMs - fromMs;
  const stepMs = STEPS_MS.find((each) => spanMs / each <= labels) ?? Math.ceil(spanMs / labels);
  const first = Math.ceil(fromMs / stepMs);
  const moments = Array.from({ length: Math.floor(endMs / stepMs) - first + 1 }, (_, i) => (first + i) * stepMs);
  return {
    left,
    width,
    fromMs,
    endMs,
    ticks: moments.map((atMs) => ({ atMs, label: clock(atMs).replace(/:00$/, '') })),
    x: (atMs) => tenth(left + ((Math.min(Math.max(atMs, fromMs), endMs) - fromMs) / spanMs) * width),
  };
}

/** Something that lasted, or a moment where both are one, is seen on the axis, in part at least. */
export const isOnAxis = ({ fromMs, endMs }: TimeAxis, from: number, to: number): boolean =>
  from === to ? from >= fromMs && from <= endMs : to > fromMs && from < endMs;

/** Pixels to a tenth: shorter text, and nobody sees the rest. */
export const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

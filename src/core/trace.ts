/**
 * Record and replay: a run as the list of the choices that its driver made, and the same run from that list. A text of
 * other origin is decoded without trust: what is no trace is null.
 */
import type { Effects, Model } from './model.js';

/** One choice of a driver: at `atMs` of virtual time this action was taken. */
export interface TraceEntry<A> {
  readonly atMs: number;
  readonly action: A;
}

/** A recorded run as text: one JSON document, the same bytes for the same trace. */
export function encodeTrace<A>(trace: readonly TraceEntry<A>[]): string {
  return `${JSON.stringify({ drydrillTrace: 1, entries: trace.map((e) => [e.atMs, e.action]) })}\n`;
}

/** Reads what `encodeTrace` wrote; null where the text is no trace. */
export function decodeTrace<A>(text: string): TraceEntry<A>[] | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const entries = (data as { drydrillTrace?: unknown; entries?: unknown } | null)?.entries;
  if (!Array.isArray(entries) || (data as { drydrillTrace?: unknown }).drydrillTrace !== 1) return null;
  let last = 0;
  for (const e of entries) {
    if (!Array.isArray(e) || e.length !== 2 || !Number.isSafeInteger(e[0]) || e[0] < last) return null;
    last = e[0];
  }
  return entries.map(([atMs, action]) => ({ atMs, action }));
}

/** Takes the recorded choices again. Neither an event queue nor a seed is needed: the trace says what happened when. */
export function replayTrace<S, A, E, C>(
  model: Model<S, A, E, C>,
  trace: readonly TraceEntry<A>[],
  observe: (atMs: number, event: E) => void,
): S {
  let nowMs = 0;
  const effects: Effects<E> = {
    start: () => {},
    startPeriodic: () => {},
    cancel: () => {},
    observe: (event) => observe(nowMs, event),
  };
  const state = model.initial(effects);
  for (const { atMs, action } of trace) {
    nowMs = atMs;
    model.advance(state, atMs);
    model.apply(state, action, effects);
  }
  return state;
}

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

/** Takes the recorded choices again. No agenda and no seed are needed: the trace says what happened when. */
export function replayTrace<S, A, O>(
  model: Model<S, A, O>,
  trace: readonly TraceEntry<A>[],
  observe: (atMs: number, observation: O) => void,
): S {
  let nowMs = 0;
  const sink: Effects<O> = {
    start: () => {},
    startPeriodic: () => {},
    cancel: () => {},
    observe: (o) => observe(nowMs, o),
  };
  const state = model.initial(sink);
  for (const { atMs, action } of trace) {
    nowMs = atMs;
    model.advance(state, atMs);
    model.apply(state, action, sink);
  }
  return state;
}

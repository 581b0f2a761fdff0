/** A saved counterexample again, step by step, on the model of today. */
import { replayTraceOf, type TraceReplay } from '../exploration/counterexample/replay-trace.js';
import { memoryFiles } from '../input/memory-files.js';
import { traceIn } from '../input/trace/read-trace.js';
import { type Result, refused, wholeNumberProblem } from './outcome.js';

/** Which counterexample is replayed, and what is shown of it. */
export interface ReplayOptions {
  /** the name of the text in messages; default `trace.json` */
  readonly file?: string;
  /** its number in the report, from 1 on, where there are several */
  readonly violation?: number;
  /** show the whole state after so many steps; 0 = at the start; default: no state */
  readonly after?: number;
}

/**
 * Replays a counterexample: the text of a `.trace.json` of `drydrill explore --out`, or of `explore --json`. The answer has
 * what each step changes, where the trace does not fit the model any more, and whether the same invariant breaks.
 */
export async function replayText(text: string, options: ReplayOptions = {}): Promise<Result<TraceReplay>> {
  const { file = 'trace.json', violation, after } = options;
  if (typeof text !== 'string') return refused('text', 'the trace must be given as text');
  const trace = await traceIn(memoryFiles({ [file]: text }), file, { violation });
  if (Array.isArray(trace)) return { ok: false, errors: trace };
  const { drill, request, invariant, steps } = trace;
  const wrong = wholeNumberProblem('after', after, 0, steps.length);
  if (wrong !== null) return wrong;
  const { log, cause } = trace.trace;
  return { ok: true, value: replayTraceOf(drill, { request, log, invariant, cause, steps }, after ?? null) };
}

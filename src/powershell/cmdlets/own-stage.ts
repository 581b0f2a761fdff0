// The stage of one of PowerShell's own cmdlets, guarded: where what it does hangs on an argument that is not known, that is told,
// and so is the code among its arguments, which is not run; what it gives is unknown.
import type { Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { DependsOnUnknown } from '../values/depends-on-unknown.js';
import { atEnd, type Builtin, type Call, type Stage } from './stage.js';

/** Makes the stage of a cmdlet, whose arguments are bound now, or when the first object or the end of the pipeline has come. */
export function* ownStage(runtime: Runtime, call: Call, builtin: Builtin): Coroutine<Stage> {
  const givesUnknown = function* (error: unknown): Coroutine<void> {
    if (!(error instanceof DependsOnUnknown)) throw error;
    yield* runtime.notModelled(call.command, error.message, call.command, error.unknown);
    yield* call.out(error.unknown.spread);
  };
  const guarded = function* (act: () => Coroutine<void>): Coroutine<void> {
    try {
      yield* act();
    } catch (error) {
      yield* givesUnknown(error);
    }
  };
  try {
    const stage = builtin(runtime, call);
    return { ...stage, item: (value) => guarded(() => stage.item(value)), end: () => guarded(() => stage.end()) };
  } catch (error) {
    return atEnd(() => givesUnknown(error));
  }
}

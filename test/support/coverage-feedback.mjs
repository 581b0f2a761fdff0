// Coverage as feedback for a fuzzer: which blocks of the built sources were never run before, as V8 counts them for the thread
// that asks (node:inspector). What reaches one is kept, and mutated further.
import { Session } from 'node:inspector';

/**
 * Counts from now on, up to `end()`. `grown()`: whether something was run that is not among the blocks in `seen`, which it adds.
 */
export function coverageFeedback(folder, seen) {
  const session = new Session();
  session.connect();
  // Answers come at once, before `post` is through.
  const ask = (method, parameters) => {
    let answer = null;
    session.post(method, parameters, (error, result) => {
      if (error !== null) throw new Error(`${method}: ${error.message}`);
      answer = result;
    });
    return answer;
  };
  ask('Profiler.enable');
  ask('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
  return {
    grown() {
      let isNew = false;
      for (const { url, functions } of ask('Profiler.takePreciseCoverage').result) {
        if (!url.includes(folder)) continue;
        for (const { ranges } of functions) {
          for (const { count, startOffset, endOffset } of ranges) {
            const block = `${url}:${startOffset}-${endOffset}`;
            if (count === 0 || seen.has(block)) continue;
            seen.add(block);
            isNew = true;
          }
        }
      }
      return isNew;
    },
    end() {
      ask('Profiler.stopPreciseCoverage');
      ask('Profiler.disable');
      session.disconnect();
    },
  };
}

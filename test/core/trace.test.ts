import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/core/model.js';
import { decodeTrace, encodeTrace, replayTrace, type TraceEntry } from '../../src/core/trace.js';

const SEED = 20130901;

const traces = fc
  .array(fc.tuple(fc.nat(10 ** 9), fc.jsonValue()), { maxLength: 20 })
  .map((pairs) => pairs.sort(([a], [b]) => a - b).map(([atMs, action]) => ({ atMs, action })));

describe('text of a trace', () => {
  test('is read back as it was written, and written again as the same bytes', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const text = encodeTrace(trace);
        const read = decodeTrace(text);
        // -0 is no JSON number.
        expect(read).toEqual(JSON.parse(JSON.stringify(trace)));
        expect(encodeTrace(read!)).toBe(text);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"drydrillTrace"'],
    ['a list', '[]'],
    ['another document', '{}'],
    ['another version', '{"drydrillTrace":2,"entries":[]}'],
    ['no entries', '{"drydrillTrace":1}'],
    ['entries that are no list', '{"drydrillTrace":1,"entries":{}}'],
    ['an entry that is no pair', '{"drydrillTrace":1,"entries":[[0]]}'],
    ['an entry of three', '{"drydrillTrace":1,"entries":[[0,{},{}]]}'],
    ['an entry that is an object', '{"drydrillTrace":1,"entries":[{"atMs":0,"action":{}}]}'],
    ['a time that is a text', '{"drydrillTrace":1,"entries":[["0",{}]]}'],
    ['a fraction of a millisecond', '{"drydrillTrace":1,"entries":[[0.5,{}]]}'],
    ['a time before the start', '{"drydrillTrace":1,"entries":[[-1,{}]]}'],
    ['a time that is too large', '{"drydrillTrace":1,"entries":[[9007199254740992,{}]]}'],
    ['time that runs backwards', '{"drydrillTrace":1,"entries":[[5,{}],[4,{}]]}'],
    ['something after the document', '{"drydrillTrace":1,"entries":[]} x'],
  ])('%s is no trace', (_what, text) => {
    expect(decodeTrace(text)).toBeNull();
  });

  test('any damaged text is read or refused, never thrown at', () => {
    const whole = encodeTrace([{ atMs: 0, action: { type: 'close' } }]);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(8), fc.string({ maxLength: 8 }), (at, cut, put) => {
        const read = decodeTrace(whole.slice(0, at) + put + whole.slice(at + cut));
        if (read !== null) for (const e of read) expect(Number.isSafeInteger(e.atMs)).toBe(true);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('replay', () => {
  test('of any model: advance, then apply, in the order of the trace', () => {
    const calls: string[] = [];
    const model: Model<{ n: number }, number, string, never> = {
      initial: (effects) => {
        effects.observe('begin');
        effects.start(0, 1, 2);
        effects.startPeriodic(0, 1, 1, 2);
        effects.cancel(0);
        return { n: 0 };
      },
      clone: (s) => ({ ...s }),
      advance: (_s, now) => calls.push(`advance ${now}`),
      apply: (s, action, effects) => {
        s.n += action;
        effects.observe(`n = ${s.n}`);
      },
      enabled: (_s, { candidates }) => candidates,
      properties: [],
      finished: () => 0,
      busy: () => false,
      holds: () => true,
      slotName: () => '',
      slots: 1,
    };
    const trace: TraceEntry<number>[] = [
      { atMs: 3, action: 1 },
      { atMs: 3, action: 2 },
      { atMs: 7, action: 4 },
    ];
    const state = replayTrace(model, trace, (atMs, o) => calls.push(`${atMs}: ${o}`));
    expect(state).toEqual({ n: 7 });
    expect(calls).toEqual(['0: begin', 'advance 3', '3: n = 1', 'advance 3', '3: n = 3', 'advance 7', '7: n = 7']);
  });
});

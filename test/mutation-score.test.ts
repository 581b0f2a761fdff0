import { describe, expect, test } from 'vitest';
import { addUp, scoreLine, survivorsOf } from './support/mutation-score.mjs';
import { isDrawn } from './support/sampled-mutants.mjs';

const SOURCE = 'const a = 1;\n  return a   > 0;\n';
const mutant = (status: string, replacement: string, more: object = {}) => ({
  status,
  replacement,
  mutatorName: 'EqualityOperator',
  location: { start: { line: 2, column: 10 } },
  ...more,
});
const reportOf = (...mutants: object[]) => ({ 'src/core/a.ts': { source: SOURCE, mutants } });
const EXPLAINED = {
  file: 'src/core/a.ts',
  line: 'return a > 0;',
  mutator: 'EqualityOperator',
  replacement: 'a >= 0',
  why: 'a is never 0',
};

describe('survivors', () => {
  test('who is explained is counted and not listed; who differs in one thing is listed', () => {
    const { count, unexplained, unused } = survivorsOf(
      reportOf(mutant('Survived', 'a >= 0'), mutant('NoCoverage', 'a  <\n 0')),
      [EXPLAINED],
    );
    expect([count.survived, count.uncovered, count.explained, count.tried]).toEqual([1, 1, 1, 2]);
    expect(unexplained).toEqual(['  src/core/a.ts:2:10 uncovered: EqualityOperator a < 0\n    return a > 0;']);
    expect(unused).toEqual([]);
  });

  test.each(['file', 'line', 'mutator', 'replacement'])('another %s is another mutant', (key) => {
    const { unexplained, unused } = survivorsOf(reportOf(mutant('Survived', 'a >= 0')), [{ ...EXPLAINED, [key]: 'b' }]);
    expect([unexplained.length, unused.length]).toEqual([1, 1]);
  });

  test('an explanation of what is killed, ran without end or is gone is told', () => {
    const endless = mutant('Timeout', 'a >= 0', { statusReason: 'Hit limit reached (501/500)' });
    for (const report of [reportOf(mutant('Killed', 'a >= 0')), reportOf(endless), reportOf()]) {
      expect(survivorsOf(report, [EXPLAINED]).unused).toEqual([
        '  src/core/a.ts EqualityOperator a >= 0: is explained, and does not survive\n    return a > 0;',
      ]);
    }
  });

  test('an explanation of what the clock ended, or what was not drawn, may be right', () => {
    for (const status of ['Timeout', 'CompileError', 'Ignored']) {
      expect(survivorsOf(reportOf(mutant(status, 'a >= 0')), [EXPLAINED]).unused).toEqual([]);
    }
  });

  test('a status that is not known is a fault', () => {
    expect(() => survivorsOf(reportOf(mutant('Pending', '')), [])).toThrow('src/core/a.ts: a mutant is Pending');
  });
});

test('the score counts what the clock ended, and says what it is without', () => {
  const statuses = ['Killed', 'Killed', 'Killed', 'Timeout', 'Survived', 'RuntimeError', 'Ignored', 'CompileError'];
  const { count } = survivorsOf(reportOf(...statuses.map((status) => mutant(status, 'x'))), []);
  expect(scoreLine('core', count)).toBe(
    'core: 80.0 % of 5 mutants noticed (75.0 % of those that the clock did not end): ' +
      '3 killed, 0 endless, 1 ended by the clock, 1 survived, 0 reached by no test; 0 of these are explained ' +
      '(besides: 1 broke the test runner, 1 are of the loading of a module, 1 not in the sample)',
  );
  expect(scoreLine('both', addUp([count, count]))).toContain('80.0 % of 10 mutants noticed');
  expect(scoreLine('none', addUp([]))).toBe('none: no mutant was tried');
});

test('about one of ten is drawn, the same ones each time, and others with another seed', () => {
  const all = Array.from({ length: 2000 }, (_, i) => ({
    file: `src/domain/${i % 7}.ts`,
    mutatorName: 'BooleanLiteral',
    replacement: i % 2 === 0 ? 'true' : 'false',
    location: { start: { line: 1 + Math.floor(i / 14), column: 4 } },
  }));
  const drawn = (seed: number) => all.filter((one) => isDrawn(one, { seed, share: 10 }));
  expect(drawn(1).length).toBeGreaterThan(140);
  expect(drawn(1).length).toBeLessThan(260);
  const first = new Set(drawn(1));
  expect(drawn(1).every((one) => first.has(one))).toBe(true);
  expect(drawn(2).filter((one) => first.has(one)).length).toBeLessThan(60);
  expect(all.every((one) => isDrawn(one, { seed: 1, share: 1 }))).toBe(true);
});

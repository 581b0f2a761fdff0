import { expect, test } from 'vitest';
import { NO_WAY_OUT, stateAfter, untimedExamples } from '../../../src/report/html/untimed-example.js';
import { hazardsOfSmall, searchOfSmall } from './other-pages.js';

test('what no timed run shows can be stepped through, and what each step changes adds up', async () => {
  const { report, runs } = await searchOfSmall();
  const found = untimedExamples(report, runs);
  const ids = found.map(({ id }) => id);
  // What a run shows is not among them.
  expect(ids).toContain('violation-1');
  expect(ids).not.toContain('violation-2');
  expect(ids).not.toContain('way-unserved');
  const [first] = found;
  const { steps, atStart, unavoidableFrom } = report.violations[0];
  expect(first.steps.map(({ action }) => action)).toHaveLength(steps.length);
  expect(stateAfter(first, 0)).toEqual(atStart);
  // Whatever changes was something before.
  const subjects = new Set(steps.flatMap(({ changed }) => Object.keys(changed)));
  expect(subjects.size).toBeGreaterThan(0);
  expect(new Set(Object.keys(atStart))).toEqual(subjects);
  steps.forEach(({ changed }, i) => {
    for (const [subject, is] of Object.entries(changed)) {
      expect(stateAfter(first, i + 1)[subject]).toBe(is);
      expect(stateAfter(first, i)[subject]).not.toBe(is);
    }
  });
  const decided = first.steps.findIndex(({ after }) => after === NO_WAY_OUT) + 1;
  expect(decided).toBe(unavoidableFrom ?? 0);
});

test('so it is where nothing was played at all', async () => {
  const report = await hazardsOfSmall();
  const runs = {
    itself: null,
    violations: report.violations.map(() => null),
    consequences: report.consequences.map(() => null),
  };
  const found = untimedExamples(report, runs);
  expect(found.length).toBeGreaterThanOrEqual(report.violations.length);
  for (const { why } of found) expect(why).not.toBe('');
});

import { expect, test } from 'vitest';
import { isBadEnd } from '../../../src/domain/consequence.js';
import { NO_WAY_OUT, stateAfter, untimedExamples } from '../../../src/report/html/untimed-example.js';
import type { ExplorationRuns } from '../../../src/report/text/page.js';
import { noRuns, searchOfSmall } from './other-pages.js';

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

test('so it is where nothing was played at all, and nothing says that it was', async () => {
  const { report } = await searchOfSmall();
  const runs = noRuns(report);
  const found = untimedExamples(report, runs);
  expect(found.length).toBeGreaterThanOrEqual(report.violations.length);
  const bad = report.consequences.filter(({ consequence, example }) => isBadEnd(consequence) && example.length > 0);
  expect(bad.length).toBeGreaterThan(0);
  const ways = (of: ExplorationRuns) => untimedExamples(report, of).filter(({ id }) => id.startsWith('way-'));
  expect(ways(runs).map(({ why }) => why)).toEqual(bad.map(() => 'none was tried'));
  const tried = report.consequences.map((_, i) => i + 1);
  expect(ways({ ...runs, triedForConsequences: tried }).map(({ why }) => why)).toEqual(
    bad.map((each) => {
      const n = report.consequences.indexOf(each) + 1;
      return `none of ${n} timed run${n === 1 ? '' : 's'} ends so`;
    }),
  );
  for (const { why } of found) expect(why).not.toBe('');
});

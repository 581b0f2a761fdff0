import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take longest, the longest first; beside them the others are short. */
const SLOWEST = [
  'examples.test.ts',
  'package.test.ts',
  'in-browser.test.ts',
  'explore-drill.test.ts',
  'readme.test.ts',
  'others-in-browser.test.ts',
  'what-if-panel.test.ts',
  'init.test.ts',
  'reductions.test.ts',
  'fast-check.test.ts',
  'explore.test.ts',
  'merge-command.test.ts',
  'played-drill.test.ts',
  'task-threads.test.ts',
  'cli-built.test.ts',
  'random-sequences.test.ts',
  'sims.test.ts',
  'reconcile.test.ts',
  'check-parallel.test.ts',
  'invariants.test.ts',
  'check-command.test.ts',
  'architecture.test.ts',
  'seeded-faults.test.ts',
  'compare-command.test.ts',
  'interned-states.test.ts',
  'same-run.test.ts',
  'changed-files.test.ts',
  'library.test.ts',
  'language.test.ts',
  'exploration-page.test.ts',
  'ledger.test.ts',
  'check-coverage.test.ts',
  'vitest.test.ts',
  'coverage-of-model.test.ts',
];

/**
 * Begins with the files that take longest, so that the workers end together: on a fresh checkout the test runner knows
 * only how large a file is.
 */
export default class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = SLOWEST.indexOf(basename(moduleId));
      return place < 0 ? SLOWEST.length : place;
    };
    // A sort keeps the order of what has the same rank.
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

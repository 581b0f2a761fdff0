import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take longest, the longest first; beside them the others are short. */
const SLOWEST = [
  'explore-drill.test.ts',
  'examples.test.ts',
  'package.test.ts',
  'in-browser.test.ts',
  'readme.test.ts',
  'init.test.ts',
  'explore.test.ts',
  'replay-trace.test.ts',
  'played-drill.test.ts',
  'merge-command.test.ts',
  'sims.test.ts',
  'same-run.test.ts',
  'cli-built.test.ts',
  'reductions.test.ts',
  'vitest.test.ts',
  'architecture.test.ts',
  'compare-command.test.ts',
  'check-parallel.test.ts',
  'library.test.ts',
  'invariants.test.ts',
  'fast-check.test.ts',
  'random-sequences.test.ts',
  'coverage-of-model.test.ts',
  'task-threads.test.ts',
  'reconcile.test.ts',
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

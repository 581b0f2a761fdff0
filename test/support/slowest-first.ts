import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take longest, the longest first; beside them the others are short. */
const SLOWEST = [
  'package.test.ts',
  'examples.test.ts',
  'in-browser.test.ts',
  'fuzz.test.ts',
  'readme.test.ts',
  'kubernetes.test.ts',
  'sims.test.ts',
  'explore-drill.test.ts',
  'init.test.ts',
  'others-in-browser.test.ts',
  'what-if-panel.test.ts',
  'remote-tasks.test.ts',
  'merge-command.test.ts',
  'security.test.ts',
  'fast-check.test.ts',
  'explore.test.ts',
  'task-cache.test.ts',
  'cli-built.test.ts',
  'played-drill.test.ts',
  'reductions.test.ts',
  'compare-command.test.ts',
  'determinism.test.ts',
  'kills.test.ts',
  'task-threads.test.ts',
  'random-sequences.test.ts',
  'json-documents.test.ts',
  'architecture.test.ts',
  'interned-states.test.ts',
  'check-command.test.ts',
  'drill-text.test.ts',
  'check-parallel.test.ts',
  'seeded-faults.test.ts',
  'joined-drills.test.ts',
  'invariants.test.ts',
  'library.test.ts',
  'consequences.test.ts',
  'changed-files.test.ts',
  'check-coverage.test.ts',
  'vitest.test.ts',
  'powershell-corpus.test.ts',
  'coverage-of-model.test.ts',
  'ledger.test.ts',
  'explore-parts.test.ts',
  'language.test.ts',
  'same-run.test.ts',
  'exploration-page.test.ts',
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

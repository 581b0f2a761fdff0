import { defineConfig } from 'vitest/config';
import { builtSources, LOADED_BY_NODE } from './test/support/built-sources.js';
import SmallestFirst from './test/support/smallest-first.js';

/** `npm run mutate`: tests of one room, on what was built of the sources with the mutants in them. */
export default defineConfig({
  plugins: [builtSources],
  test: {
    server: { deps: { external: LOADED_BY_NODE } },
    include: (process.env.DRYDRILL_MUTATED_TESTS ?? 'test/core').split(',').map((folder) => `${folder}/**/*.test.ts`),
    exclude: [
      // Threads of a search would have the sources without the mutant, and the memory of a process is that of Stryker, too.
      'test/checker/check-parallel.test.ts',
      'test/checker/memory.test.ts',
      // Every deployment and every sim, and drills with a rule broken: seconds for each mutant of what has tests of its own.
      'test/domain/deployment-model.test.ts',
      'test/domain/invariants/I*.test.ts',
    ],
    reporters: [{}],
    testTimeout: 60_000,
    isolate: false,
    restoreMocks: true,
    sequence: { sequencer: SmallestFirst },
  },
});

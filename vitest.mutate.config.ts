import { defineConfig } from 'vitest/config';

/** `npm run mutate`: tests of one room, on the sources themselves, which is where the mutants are. */
export default defineConfig({
  test: {
    include: (process.env.DRYDRILL_MUTATED_TESTS ?? 'test/core').split(',').map((folder) => `${folder}/**/*.test.ts`),
    exclude: [
      // Threads of a search are started from the build, and the memory of a process is that of Stryker, too.
      'test/checker/check-parallel.test.ts',
      'test/checker/memory.test.ts',
      // Every deployment and every sim: seconds for each mutant of what has tests of its own.
      'test/core/model.test.ts',
    ],
    reporters: [{}],
    testTimeout: 60_000,
    isolate: false,
    restoreMocks: true,
  },
});

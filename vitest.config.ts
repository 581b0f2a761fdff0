import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import SlowestFirst from './test/support/slowest-first.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // the tests of the command itself need dist
    globalSetup: ['test/support/build.ts'],
    // Loading the sources anew for each file would take half of the time. A test leaves nothing behind in them:
    // what it replaces with vi.spyOn comes back.
    isolate: false,
    restoreMocks: true,
    sequence: { sequencer: SlowestFirst },
    // vitest would leave one of two cores to itself
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});

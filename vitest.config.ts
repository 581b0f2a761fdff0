import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { builtSources, LOADED_BY_NODE } from './test/support/built-sources.js';
import SlowestFirst from './test/support/slowest-first.js';

export default defineConfig(({ mode }) => ({
  // `npm run test:watch` follows the sources themselves.
  plugins: mode === 'watch' ? [] : [builtSources],
  test: {
    server: { deps: { external: LOADED_BY_NODE } },
    include: ['test/**/*.test.ts'],
    // A machine may be busy with other things: these are for what hangs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // builds dist where it is older than a source
    globalSetup: ['test/support/build.ts'],
    // Loading the sources anew for each file would take half of the time. A test leaves nothing behind in them:
    // what it replaces with vi.spyOn comes back.
    isolate: false,
    restoreMocks: true,
    sequence: { sequencer: SlowestFirst },
    // vitest would leave one of two cores to itself
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
}));

import { defineConfig } from 'vitest/config';

/** `npm run campaign`: the property tests at length, and searches without reductions that are long. */
export default defineConfig({
  test: {
    include: [
      'test/properties/**/*.test.ts',
      'test/campaign/random-sequences.test.ts',
      'test/exploration/explore-drill.test.ts',
      'test/exploration/reductions.test.ts',
      'test/exploration/state-space/interned-states.test.ts',
      'test/commands/init.test.ts',
      'test/input/drill/played-drill.test.ts',
      'test/readme.test.ts',
    ],
    // the pages are written by what is built
    globalSetup: ['test/support/build.ts'],
    testTimeout: 24 * 3_600_000,
    disableConsoleIntercept: true,
  },
});

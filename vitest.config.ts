import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // the tests of the command itself need dist
    globalSetup: ['test/support/build.ts'],
  },
});

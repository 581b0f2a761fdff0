import { defineConfig } from 'vitest/config';

/** `npm run campaign`: the property tests at length. */
export default defineConfig({
  test: {
    include: ['test/properties/**/*.test.ts'],
    testTimeout: 24 * 3_600_000,
    disableConsoleIntercept: true,
  },
});

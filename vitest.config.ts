import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';
import SlowestFirst from './test/support/slowest-first.js';

const SOURCES = fileURLToPath(new URL('src/', import.meta.url));
const BUILT = fileURLToPath(new URL('dist/modules/', import.meta.url));

/**
 * A test that imports a source gets what the build has made of it (`dist/modules/`, the sources one by one), which the
 * tests begin with: Node loads that in a tenth of the time.
 */
const builtSources: Plugin = {
  name: 'built-sources',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return null;
    const path = resolve(dirname(importer), source);
    return path.startsWith(SOURCES) ? join(BUILT, relative(SOURCES, path)).replaceAll(sep, '/') : null;
  },
};

export default defineConfig(({ mode }) => ({
  // `npm run test:watch` follows the sources themselves.
  plugins: mode === 'watch' ? [] : [builtSources],
  test: {
    server: { deps: { external: [/\/dist\/modules\//] } },
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

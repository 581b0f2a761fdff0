import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist/modules/', import.meta.url));

/**
 * A test that imports a source gets what the build has made of it (`dist/modules/`, the sources one by one): Node loads
 * that in a tenth of the time.
 */
export const builtSources: Plugin = {
  name: 'built-sources',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return null;
    const path = resolve(dirname(importer), source);
    return path.startsWith(SOURCES) ? join(BUILT, relative(SOURCES, path)).replaceAll(sep, '/') : null;
  },
};

/** What Node loads by itself, which is all of `dist/modules/`. */
export const LOADED_BY_NODE = [/\/dist\/modules\//];

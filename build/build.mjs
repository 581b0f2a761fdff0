// Builds the package into dist/ (npm run build):
//   bin.js                     what npm starts (src/bin.ts); beside it the rest of the command with the packages it
//                              needs, in as few files as can be without loading what a short run has no use for
//   rule-places.json           which sources and tests name each rule, for `drydrill rules`
//   THIRD-PARTY-LICENSES.txt   of the packages in it
//   modules/                   the sources one by one, for docs/ and bench/; not installed
// A source that another one starts by its URL, as a worker, becomes a file too: src/a/b.ts is dist/b.js.
// Packages under "dependencies" stay outside, those under "devDependencies" go in. npm run typecheck checks types.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { fileUrls, startedByUrl } from './file-urls.mjs';
import { licences } from './licences.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');
const DIST = join(ROOT, 'dist');
const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Paths of the sources under src/, with slashes and without `.ts`. */
const SOURCES = readdirSync(SRC, { recursive: true })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll(sep, '/').slice(0, -'.ts'.length))
  .sort();

rmSync(DIST, { recursive: true, force: true });
const inSources = (paths, name) => Object.fromEntries(paths.map((path) => [name(path), join(SRC, `${path}.ts`)]));
const bundled = await write(
  { input: inSources(['bin', ...startedByUrl(SRC, SOURCES)], basename), external: Object.keys(dependencies) },
  { dir: DIST, comments: false },
);
// npm does so only when it links the command, not after a later build
chmodSync(join(DIST, 'bin.js'), 0o755);
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), licences(bundled));
await write(
  { input: inSources(SOURCES, (path) => path), external: /^[^./]/ },
  { dir: join(DIST, 'modules'), preserveModules: true, preserveModulesRoot: SRC },
);
const { placesOf, readRules } = await import(pathToFileURL(join(DIST, 'modules/input/rule-catalogue.js')));
writeFileSync(join(DIST, 'rule-places.json'), JSON.stringify(placesOf(readRules().map(({ id }) => id))));

/** Writes a build of the sources; returns the paths of the modules in it. */
async function write(input, output) {
  const bundle = await rolldown({
    ...input,
    platform: 'node',
    plugins: [fileUrls(ROOT, output)],
    // what it warns of is an error; how long it took is not
    checks: { bundlerTimings: false },
    onLog(_, log) {
      throw new Error(log.message);
    },
  });
  const { output: chunks } = await bundle.write({ ...output, format: 'esm' });
  await bundle.close();
  return chunks.flatMap((chunk) => Object.keys(chunk.modules ?? {}));
}

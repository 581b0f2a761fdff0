// Builds the package into dist/ (npm run build):
//   bin.js                     what npm starts (src/bin.ts); beside it the rest of the command with the packages it
//                              needs, in as few files as can be without loading what a short run has no use for
//   library/                   what a program imports (src/kit/), and for browsers in library/browser/; each function
//                              with what it needs in files of its own, so that a bundler leaves the others out
//   page-scripts.json          what runs in the HTML report: the page's script, and the simulator for its worker
//   build-digest.json         what this build is told from another one by, as results of another one are not its own
//   rule-places.json           where each rule is implemented and tested, for `drydrill rules`
//   THIRD-PARTY-LICENSES.txt   of the packages in it
//   sbom.cdx.json              these packages as a bill of materials
//   modules/                   the sources one by one, for docs/, bench/ and test/; not installed
// `--modules` writes these alone, and they start one another, for mutation testing.
// A source that another one starts by its URL, as a worker, becomes a file too: src/a/b.ts is dist/b.js.
// The command has all packages in it. Of the library those under "dependencies" and "peerDependencies" stay outside.
// npm run typecheck checks types, build/types.mjs writes the declarations (dist/types/).
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, posix, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { fileUrls, startedByUrl } from './file-urls.mjs';
import { LIBRARY } from './library-entries.mjs';
import { licences } from './licences.mjs';
import { LEFT_TO_THE_USER, packagesOf } from './packages.mjs';
import { pageScripts } from './page-scripts.mjs';
import { sbom } from './sbom.mjs';
import { staticImports } from './static-imports.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');
const DIST = join(ROOT, 'dist');
const [OWN, LOCK] = ['package.json', 'package-lock.json'].map((name) =>
  JSON.parse(readFileSync(join(ROOT, name), 'utf8')),
);
const { dependencies, peerDependencies } = OWN;
const OF_ITS_USER = new RegExp(
  `^(?:${[...Object.keys(dependencies), ...Object.keys(peerDependencies)].join('|')})(?:/|$)`,
);

/** Paths of the sources under src/, with slashes and without `.ts`. */
const SOURCES = readdirSync(SRC, { recursive: true })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll(sep, '/').slice(0, -'.ts'.length))
  .sort();

// The declarations take long, and say themselves when they are of other sources.
mkdirSync(DIST, { recursive: true });
for (const name of readdirSync(DIST)) {
  if (name !== 'types') rmSync(join(DIST, name), { recursive: true, force: true });
}
const inSources = (paths, name) => Object.fromEntries(paths.map((path) => [name(path), join(SRC, `${path}.ts`)]));
const modulesAlone = process.argv.includes('--modules');
if (modulesAlone) {
  await writeModules();
  process.exit();
}
const { scripts, modules: inPages } = await pageScripts(SRC);
writeFileSync(join(DIST, 'page-scripts.json'), JSON.stringify(scripts));
// written anew when all is there that it is of
writeFileSync(join(DIST, 'build-digest.json'), '{}');
const bundled = await write(
  { input: inSources(['bin', ...startedByUrl(SRC, SOURCES)], basename), external: LEFT_TO_THE_USER },
  { dir: DIST, comments: false },
);
// Each source that something is exported from is a file of its own: what a program does not import stays out of it.
const forAll = exportedBy('kit/browser');
const forNode = [...new Set([...LIBRARY.flatMap((name) => exportedBy(`kit/${name}`)), ...forAll])];
const library = await write(
  { input: inSources(forNode, basename), external: OF_ITS_USER, plugins: [staticImports()] },
  { dir: join(DIST, 'library'), comments: { legal: false, annotation: true, jsdoc: false } },
);
const forBrowsers = await write(
  { input: inSources(forAll, basename), external: OF_ITS_USER, platform: 'browser', plugins: [staticImports()] },
  { dir: join(DIST, 'library/browser'), comments: { legal: false, annotation: true, jsdoc: false } },
);
const digest = createHash('sha256');
for (const name of readdirSync(DIST).sort()) {
  if (name.endsWith('.js')) digest.update(`${name}\0`).update(readFileSync(join(DIST, name)));
}
writeFileSync(join(DIST, 'build-digest.json'), JSON.stringify({ sha256: digest.digest('hex') }));
// npm does so only when it links the command, not after a later build
chmodSync(join(DIST, 'bin.js'), 0o755);
const packages = packagesOf([...bundled, ...library, ...forBrowsers, ...inPages]);
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), licences(packages));
writeFileSync(join(DIST, 'sbom.cdx.json'), sbom(OWN, LOCK, packages));
await writeModules();
const { placesOf, readRules } = await import(pathToFileURL(join(DIST, 'modules/input/rule-catalogue.js')));
writeFileSync(join(DIST, 'rule-places.json'), JSON.stringify(placesOf(readRules().map(({ id }) => id))));

/** The sources that a part of the library exports from, itself included, as paths under src/ without `.ts`. */
function exportedBy(path) {
  const text = readFileSync(join(SRC, `${path}.ts`), 'utf8');
  const names = [...text.matchAll(/^export (?:\*|\{(?!\s*\}).*?\}) from '(\.[^']+)\.js'/gms)];
  return [path, ...names.map(([, name]) => posix.join('kit', name))];
}

/** Writes the sources one by one. */
async function writeModules() {
  await write(
    { input: inSources(SOURCES, (path) => path), external: /^[^./]/ },
    { dir: join(DIST, 'modules'), preserveModules: true, preserveModulesRoot: SRC },
  );
}

/** Writes a build of the sources; returns the paths of the modules in it. */
async function write(input, output) {
  const bundle = await rolldown({
    platform: 'node',
    ...input,
    plugins: [fileUrls(ROOT, output, modulesAlone), ...(input.plugins ?? [])],
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

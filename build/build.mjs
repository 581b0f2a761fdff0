// Builds the package into dist/ (npm run build):
//   cli.js, drydrill.cjs       the command in two files: what starts it (src/bin.ts), and all the rest with
//                              the packages it needs, as most of a short run is loading; import.cjs imports for it
//   drydrill.*.cache           what V8 compiled of it in a short run, for the Node that builds
//   THIRD-PARTY-LICENSES.txt   of the packages in it
//   modules/                   the sources one by one, for docs/ and bench/; not installed
// A source that another one starts by its URL, as a worker, becomes a file too: src/a/b.ts is dist/a/b.js.
// Packages under "dependencies" stay outside, those under "devDependencies" go in. npm run typecheck checks types.
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { licences } from './licences.mjs';
import { fileUrls, importsElsewhere, startedByUrl } from './plugins.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');
const DIST = join(ROOT, 'dist');
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Paths of the sources under src/, with slashes and without `.ts`. */
const SOURCES = readdirSync(SRC, { recursive: true })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll(sep, '/').slice(0, -'.ts'.length))
  .sort();

rmSync(DIST, { recursive: true, force: true });
const parts = await Promise.all([
  oneFile('bin', { format: 'esm', file: 'cli.js' }),
  oneFile('cli', { format: 'cjs', file: 'drydrill.cjs' }),
  ...startedByUrl(SRC, SOURCES).map((path) => oneFile(path, { format: 'esm', file: `${path}.js` })),
]);
asciiOnly(join(DIST, 'drydrill.cjs'));
writeFileSync(join(DIST, 'import.cjs'), 'module.exports = (name) => import(name);\n');
// npm does so only when it links the command, not after a later build
chmodSync(join(DIST, 'cli.js'), 0o755);
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), licences(parts.flat()));
await write(
  { input: Object.fromEntries(SOURCES.map((path) => [path, join(SRC, `${path}.ts`)])), external: /^[^./]/ },
  { dir: join(DIST, 'modules'), format: 'esm', preserveModules: true, preserveModulesRoot: SRC },
);
execFileSync(process.execPath, [join(ROOT, 'build/compile-cache.mjs')], { stdio: 'inherit' });

/** Bundles one source with all that it imports into one file of dist; returns the paths of the modules in it. */
function oneFile(path, { format, file }) {
  const external = Object.keys(dependencies);
  return write(
    { input: join(SRC, `${path}.ts`), external },
    { file: join(DIST, file), format, codeSplitting: false, comments: false },
  );
}

async function write(input, output) {
  const bundle = await rolldown({
    ...input,
    platform: 'node',
    plugins: [fileUrls(ROOT, output), output.format === 'cjs' && importsElsewhere('./import.cjs')],
    // what it warns of is an error; how long it took is not
    checks: { bundlerTimings: false },
    onLog(_, log) {
      throw new Error(log.message);
    },
  });
  const { output: chunks } = await bundle.write(output);
  await bundle.close();
  return chunks.flatMap((chunk) => Object.keys(chunk.modules ?? {}));
}

/** Writes what is not ASCII in a script as escapes: V8 reads and keeps such a text in half the time and space. */
function asciiOnly(file) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[^\0-\x7f]/g, escaped));
}

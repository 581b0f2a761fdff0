// Writes the declarations of the library, bundled, into dist/types/ where those there are older than a source.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LIBRARY } from './library-entries.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TYPES = join(ROOT, 'dist/types');

const written = join(TYPES, 'index.d.ts');
const sources = readdirSync(join(ROOT, 'src'), { recursive: true }).map((path) => join(ROOT, 'src', path));
const newest = Math.max(...[...sources, fileURLToPath(import.meta.url)].map((path) => statSync(path).mtimeMs));
if (!existsSync(written) || statSync(written).mtimeMs < newest) {
  // They bring the compiler with them, which takes longer to load than to see that nothing is to be done.
  const [{ rolldown }, { dts }] = await Promise.all([import('rolldown'), import('rolldown-plugin-dts')]);
  rmSync(TYPES, { recursive: true, force: true });
  const bundle = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(LIBRARY.map((name) => [name, join(ROOT, `src/kit/${name}.ts`)])),
    external: /^[^./]/,
    checks: { bundlerTimings: false },
    plugins: [dts({ emitDtsOnly: true, tsconfig: join(ROOT, 'tsconfig.json'), compilerOptions: { noEmit: false } })],
  });
  await bundle.write({ dir: TYPES, format: 'esm' });
  await bundle.close();
}

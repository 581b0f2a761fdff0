// The program of the executable as one script: the command, what its threads run, and all packages in them.
import { readdirSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { fileUrls, startedByUrl } from '../file-urls.mjs';
import { LEFT_TO_THE_USER } from '../packages.mjs';

/** Its text, a function of `require`, `module` and `__filename`, and the paths of the modules in it. */
export async function programText(root) {
  const bundle = await rolldown({
    input: join(root, 'build/executable/main.mjs'),
    platform: 'node',
    external: LEFT_TO_THE_USER,
    plugins: [partsInside(root), fileUrls(root, { dir: join(root, 'dist') })],
    checks: { bundlerTimings: false },
    onLog(_, log) {
      throw new Error(log.message);
    },
  });
  const { output } = await bundle.generate({ format: 'cjs', minify: true, comments: false, codeSplitting: false });
  await bundle.close();
  if (output.length !== 1) throw new Error(`the program is in ${output.length} files`);
  const [{ code, modules }] = output;
  return { text: `(function (require, module, __filename) {\n${code}\n})`, modules: Object.keys(modules) };
}

/** What sources name by a URL of their own is inside: they get inside.mjs in the place of what reads and starts files. */
function partsInside(root) {
  const inside = join(root, 'build/executable/inside.mjs');
  const src = join(root, 'src') + sep;
  /** The line that names one module of Node, and what of it inside.mjs has. */
  const replaced = {
    'node:fs': ['readFileSync', 'existsSync'],
    'node:worker_threads': ['Worker'],
  };
  const modules = join(root, 'build/executable/modules.mjs');
  return {
    name: 'parts-inside',
    load: (id) => (id === modules ? modulesOf(src) : null),
    transform(code, id) {
      if (!id.startsWith(src) || !/import\.meta|import\(source\.module\)/.test(code)) return null;
      let text = code.replace('import(source.module)', 'moduleInside(source.module)');
      const taken = text === code ? [] : ['moduleInside'];
      text = text.replace(/^import \{ ([^}]*) \} from '(node:fs|node:worker_threads)';$/gm, (_, names, from) => {
        const all = names.split(', ');
        const own = all.filter((name) => replaced[from].includes(name));
        const rest = all.filter((name) => !own.includes(name));
        taken.push(...own);
        return rest.length === 0 ? '' : `import { ${rest.join(', ')} } from '${from}';`;
      });
      return taken.length === 0 ? null : `import { ${taken.join(', ')} } from ${JSON.stringify(inside)};\n${text}`;
    },
  };
}

/** The text of modules.mjs: every source that another one starts by its URL. */
function modulesOf(src) {
  const sources = readdirSync(src, { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.replaceAll(sep, '/').slice(0, -'.ts'.length));
  const entries = startedByUrl(src, sources).map((path) => {
    const file = JSON.stringify(join(src, `${path}.ts`));
    return `  ${JSON.stringify(`${basename(path)}.js`)}: () => import(${file}),\n`;
  });
  return `export const MODULES = {\n${entries.join('')}};\n`;
}

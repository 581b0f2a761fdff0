// Rewrites file URLs relative to a source, so that they hold from where its code lies in the build.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative, sep } from 'node:path';

/** How a source names a file that lies beside it, or elsewhere in the package. */
const FILE_URL =
  /new URL\(\s*'(\.\.?\/[^']+)',\s*import\.meta\.url,?\s*\)|import\.meta\.resolve\(\s*'(\.\.?\/[^']+)',?\s*\)/g;

/** The sources that other sources start by their URL; all as paths under `src` without `.ts`. */
export function startedByUrl(src, sources) {
  const started = sources.flatMap((path) =>
    [...readFileSync(join(src, `${path}.ts`), 'utf8').matchAll(FILE_URL)].map(([, url, text]) =>
      posix.join(posix.dirname(path), url ?? text).replace(/\.js$/, ''),
    ),
  );
  return [...new Set(started)].filter((path) => sources.includes(path)).sort();
}

/**
 * Lets those URLs mean from the output what they mean from the source; a source that is started lies in dist/, or with
 * `inPlace` among the others of the output.
 */
export function fileUrls(root, { dir, preserveModules }, inPlace = false) {
  const src = join(root, 'src');
  const slashes = (path) => path.replaceAll(sep, '/');
  return {
    name: 'file-urls',
    transform(code, id) {
      if (!id.startsWith(src + sep) || !code.includes('import.meta.')) return null;
      const from = preserveModules ? dirname(join(dir, relative(src, id))) : dir;
      return code.replace(FILE_URL, (_, asUrl, asText) => {
        const to = asUrl ?? asText;
        const source = join(dirname(id), to);
        const inSources = source.startsWith(src + sep);
        const started = inPlace ? join(dir, relative(src, source)) : join(root, 'dist', basename(source));
        const target = inSources ? started : source;
        // What the build itself writes may not be there yet.
        if (!inSources && !target.startsWith(join(root, 'dist') + sep) && !existsSync(target))
          throw new Error(`${relative(root, id)}: there is no ${to}`);
        const url = slashes(relative(from, target));
        const made = `new URL('${url.startsWith('.') ? url : `./${url}`}', import.meta.url)`;
        return asText === undefined ? made : `${made}.href`;
      });
    },
  };
}

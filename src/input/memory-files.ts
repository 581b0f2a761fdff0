/** Files that exist as texts only, by their paths: what a program has in its hands instead of on a disk. */
import { inputError } from '../core/input-error.js';
import { type InputFiles, tooLarge } from './input-files.js';

/** A set of files in memory. Paths are relative, with slashes of either kind; `..` leads nowhere above the first folder. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): InputFiles {
  const files = new Map(Object.entries(contents).map(([path, content]) => [plainPath(path), content]));
  return {
    readBytes(path, limitBytes) {
      const refuse = (message: string, hint = '') => inputError({ file: path, line: 0, column: 0 }, message, hint);
      const content = files.get(plainPath(path));
      if (content === undefined) return refuse('no such file');
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      if (bytes.length > limitBytes) return refuse(...tooLarge(limitBytes, bytes.length));
      return bytes.length === 0 ? refuse('the file is empty') : bytes;
    },
    folderOf: (path) => /^(.*)[\\/]/.exec(path)?.[1] ?? '.',
    join: (folder, path) => (/^(?:[\\/]|[A-Za-z]:)/.test(path) ? path : plainPath(`${folder}/${path}`)),
    locate: (path) => (files.has(plainPath(path)) ? plainPath(path) : null),
    spelled(_, path) {
      const plain = plainPath(path);
      if (files.has(plain)) return path;
      const alike = [...files.keys()].filter((each) => each.toLowerCase() === plain.toLowerCase());
      return alike.length === 1 ? alike[0] : path;
    },
    isWithin(folder, path) {
      const [outer, inner] = [plainPath(folder), plainPath(path)];
      if (outer === '.') return inner !== '.' && !/^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)/.test(inner);
      return inner.startsWith(`${outer}/`);
    },
  };
}

/** A path with slashes, without `.` and without `..` that can be resolved. */
function plainPath(path: string): string {
  const slashes = path.replaceAll('\\', '/');
  const parts: string[] = [];
  for (const part of slashes.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  const plain = parts.join('/');
  return slashes.startsWith('/') ? `/${plain}` : plain || '.';
}

/** Content addressing of input files: what lies at the paths that a reader asked for, as digests of the bytes. */
import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { type InputError, isInputError } from '../core/input-error.js';
import type { InputFiles } from './input-files.js';
import type { AskedFiles } from './recorded-files.js';

/** What lies at paths: plain data, the same wherever the working directory is. */
export interface FileFacts {
  /** how paths are written where the files lie */
  readonly style: 'posix' | 'win32';
  /** SHA-256 of the bytes, or why they cannot be used */
  readonly read: readonly (readonly [path: string, found: string | InputError])[];
  /** the file or folder itself, links followed, below the working directory if it lies there; null = there is none */
  readonly located: readonly (readonly [path: string, itself: string | null])[];
  /** how a path that was named in a folder is spelled there */
  readonly spelled: readonly (readonly [folder: string, path: string, there: string])[];
}

/** Bytes by their SHA-256. */
export type Contents = ReadonlyMap<string, Uint8Array>;

/** SHA-256 in hexadecimal digits. */
export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Looks at all that is asked for. `below`: the working directory. */
export function factsOf(
  { read, located, spelled }: AskedFiles,
  source: InputFiles,
  below: string,
): { readonly facts: FileFacts; readonly contents: Contents } {
  const contents = new Map<string, Uint8Array>();
  const style = process.platform === 'win32' ? 'win32' : 'posix';
  const found = read.map(([path, limitBytes]) => {
    const bytes = source.readBytes(path, limitBytes);
    if (isInputError(bytes)) return [path, bytes] as const;
    const digest = sha256Of(bytes);
    contents.set(digest, bytes);
    return [path, digest] as const;
  });
  const places = located.map((path) => [path, belowFolder(source.locate(path), below, style)] as const);
  const spellings = spelled.map(([folder, path]) => [folder, path, source.spelled(folder, path)] as const);
  return { facts: { style, read: found, located: places, spelled: spellings }, contents };
}

/** Where the work tree of a check lies is no part of what it comes to. */
function belowFolder(path: string | null, folder: string, style: FileFacts['style']): string | null {
  if (path === null) return null;
  const { relative, isAbsolute } = style === 'win32' ? win32 : posix;
  const inside = relative(folder, path);
  return isAbsolute(inside) || /^\.\.(?:[\\/]|$)/.test(inside) ? path : inside || '.';
}

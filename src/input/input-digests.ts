// The files that a run was made of, each with the SHA-256 of its bytes, so that a record can be held against them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isInputError } from '../core/input-error.js';
import type { InputFile } from '../domain/result.js';
import type { InputFiles } from './input-files.js';

/** SHA-256 in hexadecimal digits. */
export const sha256Of = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The digests of files that have been read, in this order, each file once. */
export function digestsOf(paths: readonly string[]): InputFile[] {
  return [...new Set(paths)].map((path) => ({
    path,
    sha256: sha256Of(readFileSync(path)),
  }));
}

/** The same of files that are read through a port. */
export function digestsIn(files: InputFiles, paths: readonly string[]): InputFile[] {
  return [...new Set(paths)].map((path) => {
    const bytes = files.readBytes(path, Number.MAX_SAFE_INTEGER);
    if (isInputError(bytes)) throw new Error(`${path} has been read, and cannot be read again: ${bytes.message}`);
    return { path, sha256: sha256Of(bytes) };
  });
}

/** The digest of plain data: that of its JSON without spaces. */
export const digestOfData = (data: unknown): string => sha256Of(JSON.stringify(data));

// The files that a run was made of, each with the SHA-256 of its bytes, so that a record can be held against them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { InputFile } from '../domain/result.js';

/** The digests of files that have been read, in this order, each file once. */
export function digestsOf(paths: readonly string[]): InputFile[] {
  return [...new Set(paths)].map((path) => ({
    path,
    sha256: sha256(readFileSync(path)),
  }));
}

/** The digest of plain data: that of its JSON without spaces. */
export const digestOfData = (data: unknown): string => sha256(JSON.stringify(data));

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

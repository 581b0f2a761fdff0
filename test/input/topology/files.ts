import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { isInputError } from '../../../src/core/input-error.js';
import { formatInputError } from '../../../src/input/format-error.js';

/** A folder for the files of one test file, removed at its end. */
export function scratchFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write(name: string, content: string | Uint8Array): string {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      return path(name);
    },
    /** What the user would see, with the folder left out; `ok` where the input was accepted. */
    shown(result: unknown): string {
      const errors = Array.isArray(result) ? result : [result];
      if (!errors.every(isInputError)) return 'ok';
      return errors.map(formatInputError).join('\n').replaceAll(`${folder}/`, '');
    },
  };
}

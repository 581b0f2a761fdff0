import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isInputError } from '../../../src/core/input-error.js';
import { DISK } from '../../../src/input/disk-files.js';
import { type ScriptEncoding, scriptIn } from '../../../src/input/runbook/script-text.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-encoding-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The text of the first statement, and what is said of it; or the error. */
function read(bytes: Buffer, encoding: ScriptEncoding = 'windows-1252'): string[] {
  const path = join(folder, 'x.ps1');
  writeFileSync(path, bytes);
  const found = scriptIn(DISK, path, encoding);
  if (isInputError(found)) return [`${found.position.line}:${found.position.column} ${found.message} (${found.hint})`];
  const { script, garbled } = found;
  return [script.body.statements[0].text, ...(garbled === null ? [] : [`${garbled.line}: ${garbled.message}`])];
}

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

test('without a mark a script is Windows-1252', () => {
  expect(read(Buffer.from('show \x96Name \x93Z\xfcrich\x94', 'latin1'))).toEqual(['show –Name “Zürich”']);
  expect(read(Buffer.from("show '\x80'", 'latin1'))).toEqual(["show '€'"]);
});

test('with a mark it is what the mark says', () => {
  expect(read(Buffer.concat([MARK, utf8('show –Name “Zürich”')]))).toEqual(['show –Name “Zürich”']);
  expect(read(Buffer.from('\ufeffshow “ü”', 'utf16le'))).toEqual(['show “ü”']);
});

test('UTF-8 without a mark: letters come out wrong, a dash ends the night', () => {
  expect(read(utf8("show a\n# Prüfung\nshow 'ü'"))).toEqual(['show a', '2: "ü" comes out as "Ã¼"']);
  expect(read(utf8('show a\nshow –Name b\nshow c'))).toMatchInlineSnapshot(`
    [
      "2:8 without a byte order mark the file is Windows-1252 to PowerShell 5.1, where "–" is "â€“": the string that starts here has no end (save it with a byte order mark (UTF-8 with BOM); --encoding utf8 if PowerShell 7 runs it)",
    ]
  `);
  expect(read(utf8('show –Name b'), 'utf8')).toEqual(['show –Name b']);
});

test('what neither way reads is told by its place alone', () => {
  expect(read(utf8("show 'ü'\nif ("))).toMatchInlineSnapshot(`
    [
      "2:4 this ( is never closed (close it with ))",
    ]
  `);
});

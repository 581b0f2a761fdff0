// Reads a text file: bounded in size, its encoding checked byte by byte, and every failure a value with a place.
import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { type InputError, inputError, isInputError } from '../core/input-error.js';

/** Largest YAML file, in bytes. */
export const YAML_LIMIT_BYTES = 10 * 1024 * 1024;

/** The text of a file, or why it cannot be used. Never throws. */
export function readText(path: string, limitBytes: number = YAML_LIMIT_BYTES): string | InputError {
  const bytes = readBytes(path, limitBytes);
  if (isInputError(bytes)) return bytes;
  const text = decode(bytes);
  if (text === null) return notText(path, bytes);
  return text.trim() === '' ? inputError({ file: path, line: 0, column: 0 }, 'the file is empty') : text;
}

/** The bytes of a file, at least one; or why it cannot be used. Never throws. */
export function readBytes(path: string, limitBytes: number): Buffer | InputError {
  const refuse = (message: string, hint = '') => inputError({ file: path, line: 0, column: 0 }, message, hint);
  if (path === '' || path.includes('\0')) return refuse('this is not a file name');
  try {
    // before opening: opening a named pipe would wait for its writer
    const unfit = unfitness(statSync(path), limitBytes);
    if (unfit !== null) return refuse(unfit.message, unfit.hint);
    const bytes = readAtMost(path, limitBytes);
    if (bytes === null) return refuse(...tooLarge(limitBytes));
    return bytes.length === 0 ? refuse('the file is empty') : bytes;
  } catch (error) {
    return refuse(...failure(error));
  }
}

/** Binary data; or text in the code page of some Windows, which is told by its place. */
function notText(path: string, bytes: Buffer): InputError {
  const utf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
  const at = utf16 || bytes.includes(0) ? -1 : firstOutsideUtf8(bytes);
  if (at < 0 || hasControls(bytes)) {
    return inputError(
      { file: path, line: 0, column: 0 },
      'the file is not text',
      'it holds binary data; expected is UTF-8 (or UTF-16 with a byte order mark)',
    );
  }
  const before = bytes.toString('utf8', 0, at).split('\n');
  const byte = bytes[at].toString(16).toUpperCase();
  return inputError(
    { file: path, line: before.length, column: (before.at(-1) ?? '').length + 1 },
    `the byte ${byte} (hexadecimal) is not UTF-8`,
    'save the file as UTF-8; it may be in the code page of Windows (ANSI)',
  );
}

/** No text editor writes these. */
const hasControls = (bytes: Buffer): boolean =>
  bytes.some((b) => b < 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0c && b !== 0x0d);

/** Where the first byte is that no character of UTF-8 has there. */
function firstOutsideUtf8(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  // Its last character may have been cut off: then that one does not go on as it should.
  while (good > 0 && !isUtf8(bytes.subarray(0, good), false)) good--;
  return good;
}

/** `cutOff`: the last character may be incomplete. */
function isUtf8(bytes: Buffer, cutOff: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cutOff });
    return true;
  } catch {
    return false;
  }
}

function unfitness(stats: Stats, limitBytes: number): { message: string; hint: string } | null {
  if (stats.isDirectory()) return { message: 'this is a directory', hint: 'name a file in it' };
  if (!stats.isFile()) return { message: 'this is not a regular file', hint: 'devices and pipes are not read' };
  if (stats.size <= limitBytes) return null;
  const [message, hint] = tooLarge(limitBytes, stats.size);
  return { message, hint };
}

function tooLarge(limitBytes: number, bytes?: number): [string, string] {
  const mebibytes = (count: number) => `${Math.floor(count / 1024 / 1024)} MiB`;
  const size = bytes === undefined ? '' : ` (${mebibytes(bytes)})`;
  return [`the file is too large${size}`, `at most ${mebibytes(limitBytes)} are read`];
}

/** Null if the file grew past the limit after it was measured. */
function readAtMost(path: string, limitBytes: number): Buffer | null {
  const descriptor = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    let total = 0;
    for (;;) {
      const chunk = Buffer.alloc(Math.min(Math.max(fstatSync(descriptor).size - total, 0) + 1, limitBytes + 1));
      const count = readSync(descriptor, chunk);
      if (count === 0) return Buffer.concat(chunks);
      total += count;
      if (total > limitBytes) return null;
      chunks.push(chunk.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Null if the bytes are not text. A byte order mark is dropped. */
function decode(bytes: Buffer): string | null {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function failure(error: unknown): [string, string] {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') return ['no such file', ''];
  if (code === 'EACCES' || code === 'EPERM') return ['the file cannot be read', 'its permissions do not allow it'];
  return [`the file cannot be read (${code})`, ''];
}

/**
 * Where input comes from: a port, so that drills, topologies and scripts are read in the same way from the disk and from
 * texts in memory. Text is decoded here, strictly: what is not text is an error with its place.
 */
import { type InputError, inputError, isInputError } from '../core/input-error.js';

/** Files by their paths. Nothing here throws. */
export interface InputFiles {
  /** The bytes of a file, at least one; or why it cannot be used. */
  readBytes(path: string, limitBytes: number): Uint8Array | InputError;
  /** The folder of a file, as the user named it. */
  folderOf(path: string): string;
  /** A path that an input file names in a folder, with slashes of either kind; an absolute one stays where it is. */
  join(folder: string, path: string): string;
  /** The file or folder itself, links followed; null = there is none. */
  locate(path: string): string | null;
  /**
   * A path that was named in a folder as the files spell it from there: where there is none of a name, the only one that
   * differs from it in the case of its letters; as it is where there is none, or several.
   */
  spelled(folder: string, path: string): string;
  /** Whether a path leads to somewhere below the folder, by its name alone. */
  isWithin(folder: string, path: string): boolean;
}

/** Largest YAML file, in bytes. */
export const YAML_LIMIT_BYTES = 10 * 1024 * 1024;

/** The path of what a file names: a relative one is beside that file. */
export function besideFile(files: InputFiles, file: string, name: string): string {
  const folder = files.folderOf(file);
  return files.spelled(folder, files.join(folder, name));
}

/** The text of a file, or why it cannot be used. */
export function textIn(files: InputFiles, path: string, limitBytes: number = YAML_LIMIT_BYTES): string | InputError {
  const bytes = files.readBytes(path, limitBytes);
  if (isInputError(bytes)) return bytes;
  const text = decode(bytes);
  if (text === null) return notText(path, bytes);
  return text.trim() === '' ? inputError({ file: path, line: 0, column: 0 }, 'the file is empty') : text;
}

/** Why a file of so many bytes is not read; the words of the message and of the hint. */
export function tooLarge(limitBytes: number, bytes?: number): [message: string, hint: string] {
  const mebibytes = (count: number) => `${Math.floor(count / 1024 / 1024)} MiB`;
  const size = bytes === undefined ? '' : ` (${mebibytes(bytes)})`;
  return [`the file is too large${size}`, `at most ${mebibytes(limitBytes)} are read`];
}

/** Binary data; or text in the code page of some Windows, which is told by its place. */
function notText(path: string, bytes: Uint8Array): InputError {
  const utf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
  const at = utf16 || bytes.includes(0) ? -1 : firstOutsideUtf8(bytes);
  if (at < 0 || hasControls(bytes)) {
    return inputError(
      { file: path, line: 0, column: 0 },
      'the file is not text',
      'it holds binary data; expected is UTF-8 (or UTF-16 with a byte order mark)',
    );
  }
  const before = new TextDecoder().decode(bytes.subarray(0, at)).split('\n');
  const byte = bytes[at].toString(16).toUpperCase();
  return inputError(
    { file: path, line: before.length, column: (before.at(-1) ?? '').length + 1 },
    `the byte ${byte} (hexadecimal) is not UTF-8`,
    'save the file as UTF-8; it may be in the code page of Windows (ANSI)',
  );
}

/** No text editor writes these. */
const hasControls = (bytes: Uint8Array): boolean =>
  bytes.some((b) => b < 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0c && b !== 0x0d);

/** Where the first byte is that no character of UTF-8 has there. */
function firstOutsideUtf8(bytes: Uint8Array): number {
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
function isUtf8(bytes: Uint8Array, cutOff: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cutOff });
    return true;
  } catch {
    return false;
  }
}

/** Null if the bytes are not text. A byte order mark is dropped. */
function decode(bytes: Uint8Array): string | null {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

// Scripts as Windows PowerShell decodes them: a byte order mark says what a file is; without one it is Windows-1252.
import { type InputError, inputError, isInputError } from '../../core/input-error.js';
import { readScript } from '../../powershell/parser/read-script.js';
import type { ParsedScript } from '../../powershell/parser/syntax.js';
import { type InputFiles, textIn } from '../input-files.js';

/** Largest script, in bytes. */
export const SCRIPT_LIMIT_BYTES = 2 * 1024 * 1024;

/** How a script without a byte order mark is decoded: as Windows PowerShell 5.1 does, or as PowerShell 7. */
export type ScriptEncoding = 'windows-1252' | 'utf8';

/** A script, and what is to be said of how it was saved. */
export interface ScriptText {
  readonly script: ParsedScript;
  /** letters that come out wrong, with the line of the first; null = none */
  readonly garbled: { readonly line: number; readonly message: string } | null;
}

/** Reads a script file; one that 5.1 does not parse for how it was saved is told so, with what 5.1 sees. */
export function scriptIn(files: InputFiles, path: string, encoding: ScriptEncoding): ScriptText | InputError {
  const bytes = files.readBytes(path, SCRIPT_LIMIT_BYTES);
  if (isInputError(bytes)) return bytes;
  const mark = [...bytes.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const hasMark = /^(?:efbbbf|fffe|feff)/.test(mark);
  const plain = bytes.every((byte) => byte < 0x80);
  if (hasMark || plain || encoding === 'utf8' || bytes.includes(0)) return asItStands(files, path);
  const text = windows1252(bytes);
  const script = readScript(text, path);
  const utf8 = utf8Of(bytes);
  if (utf8 === null) return isInputError(script) ? script : { script, garbled: null };
  const line = utf8.slice(0, utf8.search(/[^\0-\x7f]/)).split('\n').length;
  const [letter] = /[^\0-\x7f]/u.exec(utf8) ?? [''];
  if (!isInputError(script)) return { script, garbled: { line, message: garbledWords(letter, 'comes out') } };
  if (isInputError(readScript(utf8, path))) return script;
  const { position, message } = script;
  const hint = 'save it with a byte order mark (UTF-8 with BOM); --encoding utf8 if PowerShell 7 runs it';
  const why = `without a byte order mark the file is Windows-1252 to PowerShell 5.1, where ${garbledWords(offender(utf8, letter), 'is')}`;
  return inputError(position, `${why}: ${message}`, hint);
}

function asItStands(files: InputFiles, path: string): ScriptText | InputError {
  const text = textIn(files, path, SCRIPT_LIMIT_BYTES);
  if (isInputError(text)) return text;
  const script = readScript(text, path);
  return isInputError(script) ? script : { script, garbled: null };
}

/** A letter that has a meaning of its own to PowerShell where it is read in the wrong way, else the first. */
const offender = (text: string, first: string): string => /[\u2013-\u2015\u2018-\u201e]/.exec(text)?.[0] ?? first;

function garbledWords(letter: string, verb: string): string {
  const seen = windows1252(new TextEncoder().encode(letter));
  return `"${letter}" ${verb} as "${seen}"`.replace(' is as ', ' is ');
}

/** The characters of the bytes 80 to 9F; the others are those of Unicode. */
const UPPER =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Decodes Windows-1252, which the decoder of some runtimes takes for Latin-1. */
function windows1252(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 0x1000) parts.push(String.fromCharCode(...bytes.subarray(i, i + 0x1000)));
  return parts.join('').replace(/[\x80-\x9f]/g, (char) => UPPER[char.charCodeAt(0) - 0x80]);
}

/** null = the bytes are no UTF-8. */
function utf8Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Text of a user in messages: quoted, cut, and without characters that a terminal obeys. */

const LONGEST = 80;

/** Escapes what could move the cursor, colour the terminal or reorder the line. */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

/** A piece of the user's input as an error message shows it: quoted, printable, cut where it is long. */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  return `"${escapeControls(cut)}"`;
}

/** What a value is, in the words of an error message. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (typeof value === 'boolean') return `${value}`;
  return `the number ${value}`;
}

/** A word of a command line, quoted where a shell would take part of it for itself. */
export const inShell = (word: string): string =>
  /^(?!@)[\w@%+=:./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Escapes what a terminal would obey in text of a user (an FQDN, a note, a command). A control character could
 * move the cursor, rename the window or hide what follows, and a bidirectional mark could reorder a line;
 * each is shown as an escape instead. Half of a surrogate pair has no UTF-8 form and is shown likewise. What a CI system
 * would obey in a log is taken apart by a space: workflow commands of GitHub Actions (`::error::`, `##[error]`), logging
 * commands of Azure Pipelines (`##vso[`) and service messages of TeamCity (`##teamcity[`).
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** The same, but for the line breaks between the lines of a document, of which there are thousands. */
const UNPRINTABLE_IN_LINE = new RegExp(`(?!\\n)${UNPRINTABLE.source}`, 'gu');

const LOG_COMMAND = /##(?=\[|vso\[|teamcity\[)/gi;
/** At the start of a line; where a report breaks a line is not known here. */
const WORKFLOW_COMMAND = /(?<=^|\s)::(?=[a-z][\w-]*(?: [^\n]*?)?::)/gi;

const withoutLogCommands = (text: string): string =>
  text.includes('##') || text.includes('::') ? text.replace(LOG_COMMAND, '## ').replace(WORKFLOW_COMMAND, ': :') : text;

/** `text` on one line: line breaks and tabs become a space, other control characters an escape. */
export function printable(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return withoutLogCommands(text);
  return withoutLogCommands(text.replace(/ *[\t\r\n][\t\r\n ]*/g, ' ').replace(UNPRINTABLE, escaped));
}

/** `text` with its own line breaks: tabs become spaces, other control characters an escape. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => withoutLogCommands(line.replace(/\t/g, '  ').replace(/\r$/, '').replace(UNPRINTABLE, escaped)))
    .join('\n');
}

/** `value`, or a copy of it, in which every string, keys included, is `printable`. */
export function everyStringPrintable<T>(value: T): T {
  return isPrintable(value) ? value : (copied(value) as T);
}

/** The usual case, and a result has tens of thousands of numbers: nothing is copied to find it out. */
function isPrintable(value: unknown): boolean {
  if (typeof value === 'string') return printable(value) === value;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPrintable);
  for (const key in value) {
    if (printable(key) !== key || !isPrintable(value[key as keyof typeof value])) return false;
  }
  return true;
}

function copied(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [printable(key), copied(part)]));
}

/**
 * JSON.stringify leaves DEL, the C1 controls and the bidirectional marks as they are; a terminal obeys them. Of what a CI
 * system obeys, only what it does so in the middle of a line: a text of JSON stands behind its quote.
 */
export function escapeInJson(json: string): string {
  return json.replace(UNPRINTABLE_IN_LINE, unicodeEscape).replace(LOG_COMMAND, '\\u0023#');
}

function escaped(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(char);
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

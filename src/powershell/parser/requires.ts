// `#Requires -Version` at the beginning of a line: a script that needs what 5.1 is not runs nothing there.
import { NEWLINE } from './literal.js';
import { ParseFailure } from './parse-failure.js';

/** Where the line that an index is in ends. */
export function lineEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !NEWLINE.test(text[end])) end++;
  return end;
}

/** Behind a comment that ends with its line. */
export function lineCommentEnd(text: string, start: number): number {
  const end = lineEnd(text, start);
  if (!/^#requires\s/i.test(text.slice(start, start + 10))) return end;
  const isFirst = /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
  const [, major, minor = '0'] = /\s-version\s+(\d+)(?:\.(\d+))?/i.exec(text.slice(start, end)) ?? [];
  if (major !== undefined && isFirst && Number(major) + Number(minor) / 10 > 5.1) {
    const message = `this script needs PowerShell ${major}.${minor}: Windows PowerShell 5.1 runs nothing of it`;
    throw new ParseFailure(start, message, 'the management shell is 5.1; remove the line if the script runs there');
  }
  return end;
}

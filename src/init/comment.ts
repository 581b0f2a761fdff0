import { printable } from '../core/quote.js';

const WIDTH = 118;

/** A text as comment lines, in YAML and in PowerShell alike. Names in it cannot end the comment. */
export function comment(text: string, indent = 0): string[] {
  const lead = `${' '.repeat(indent)}# `;
  const lines: string[] = [];
  let line = lead.trimEnd();
  for (const word of printable(text).split(' ')) {
    if (line.length + 1 + word.length > WIDTH && line.trim() !== '#') {
      lines.push(line);
      line = lead.trimEnd();
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

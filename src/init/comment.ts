/** Greedy line filling for comments, which begin alike in YAML and in PowerShell. */
import { escapeControls } from '../core/quote.js';

const WIDTH = 118;

/** A text as comment lines, in YAML and in PowerShell alike. Names in it cannot end the comment. */
export const comment = (text: string): string[] => commentLines(text).map((line) => `# ${line}`);

/** The lines of a comment without their `#`, filled for a place `indent` columns from the left. */
export function commentLines(text: string, indent = 0): string[] {
  const width = WIDTH - indent - '# '.length;
  const lines: string[] = [];
  let line = '';
  for (const word of escapeControls(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

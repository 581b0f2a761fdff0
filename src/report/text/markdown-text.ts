/** Markdown as reports write it: pages, sections, tables and code, in which no text of a user is taken for markup. */
import type { InputFile, ToolVersion } from '../../domain/result.js';
import { printableLines } from './printable.js';

/** Blocks with a blank line between them; a block that is empty is left out. */
export const markdownPage = (blocks: readonly string[]): string =>
  `${blocks.filter((block) => block !== '').join('\n\n')}\n`;

/** A part with its heading; empty where it says nothing. */
export const markdownSection = (title: string, body: string): string => (body === '' ? '' : `## ${title}\n\n${body}`);

/** A table; empty where there are no rows: a heading over nothing says nothing. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n');
}

/** Bold that reports write stays; all else that Markdown or HTML would take for itself is escaped. */
function cell(text: string): string {
  return inlineMarkdown(text)
    .replaceAll('\\*\\*not expected\\*\\*', '**not expected**')
    .replace(/^\\\*\\\*no\\\*\\\*$/, '**no**');
}

/** Text of a user on one line, which is shown as it is. */
export const inlineMarkdown = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\s*\n\s*/g, ' ');

/** A block of code whose fence is longer than any in it. */
export function fencedMarkdown(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${printableLines(text)}\n${fence}`;
}

/** What a page was made by and of: the version, and the files with their digests. */
export const recordMarkdown = (tool: ToolVersion | null, inputs: readonly InputFile[]): string =>
  [
    markdownSection(
      'Inputs',
      markdownTable(
        ['file', 'SHA-256'],
        inputs.map(({ path, sha256 }) => [path, sha256]),
      ),
    ),
    tool === null ? '' : inlineMarkdown(`${tool.name} ${tool.version}`),
  ]
    .filter((block) => block !== '')
    .join('\n\n');

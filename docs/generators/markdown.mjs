import { readRules } from '../../dist/modules/input/rule-catalogue.js';

const IDS = new Set(readRules().map(({ id }) => id));

/** A table; a bar in a cell would end it. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text) => `\`${text}\``;

/** A text whose rule ids lead to the catalogue; what is no id of it stays as it is. */
export const withRules = (text) =>
  String(text).replaceAll(/\b[SDMFI]\d{1,3}\b/g, (id) => (IDS.has(id) ? `[${id}](rules.md#${id})` : id));

/** `a, b and c` */
export function inWords(list) {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}

/** What is left as it is: fences, code, links, tags and headings. */
const NOT_PROSE = /(^```[\s\S]*?^```$|``[^\n]*?``|`[^`\n]*`|!?\[[^\]\n]*\]\([^)\n]*\)|<[^>\n]+>|^#.*$)/m;

/** A page with a link at every id of a rule in its prose; one that has them already stays as it is. */
export const withRuleLinks = (page) =>
  page
    .split(NOT_PROSE)
    .map((part, i) => (i % 2 === 1 ? part : withRules(part)))
    .join('');

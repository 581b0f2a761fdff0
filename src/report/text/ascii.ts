/**
 * Transliteration to ASCII, for a reader that decodes what it is piped by another code page than UTF-8, as Windows
 * PowerShell 5.1 does. What reports draw becomes a character that looks like it and is as wide; letters of the user
 * become escapes, as no other letter is the same name.
 */

/** What reports draw and set, each as one character, but for two that no single one stands for. */
const DRAWN: Readonly<Record<string, string>> = {
  '…': '~',
  '·': '.',
  '\u00a0': ' ',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '↺': 'o',
  '✕': 'x',
  '×': 'x',
  '✓': 'v',
  '–': '-',
  '—': '-',
  '−': '-',
  '─': '-',
  '│': '|',
  '├': '+',
  '└': '+',
  '▲': '^',
  '▼': 'v',
  '▾': 'v',
  '▸': '>',
  '▶': '>',
  '◀': '<',
  '◆': '*',
  '■': '#',
  '█': '#',
  '▓': '%',
  '▒': '=',
  '░': '.',
  '▁': '_',
  '▂': '.',
  '▃': '-',
  '▄': '=',
  '▅': '+',
  '▆': '*',
  '▇': '%',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  µ: 'u',
  '±': '+-',
  '≠': '!=',
};

const BEYOND = /[^\0-\x7f]/g;

/** Text for people: what is drawn looks alike; any other character is `\u00e9`, two of them where UTF-16 has two. */
export const drawnInAscii = (text: string): string => text.replace(BEYOND, (char) => DRAWN[char] ?? escapeOf(char));

/** A JSON text with the same values: its escapes are those of JSON. */
export const jsonInAscii = (text: string): string => text.replace(BEYOND, escapeOf);

/** An XML text with the same values, by references to characters. */
export const xmlInAscii = (text: string): string =>
  text.replace(/[^\0-\x7f]/gu, (char) => `&#x${char.codePointAt(0)!.toString(16)};`);

function escapeOf(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

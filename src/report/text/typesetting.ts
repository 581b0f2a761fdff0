/** Typesetting in fixed columns: display width of Unicode text, greedy wrapping, hanging indents and tables. */
import { eastAsianWidth } from 'get-east-asian-width';

/** A column narrower than this would break every word; the line gets longer instead. */
const ROOM_MIN = 16;

/** One column each: Latin letters, and the dashes, quotes, arrows, lines and blocks of a report. */
const NARROW = /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2195\u2500-\u259f]*$/;
const EMOJI = /^\p{Emoji_Presentation}|\ufe0f/u;
const NO_WIDTH = /^[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}]/u;

/** Columns that plain `text` fills on a terminal; a wide character fills two. */
export function cells(text: string): number {
  return NARROW.test(text) ? text.length : graphemes(text).reduce((sum, each) => sum + cellsOf(each), 0);
}

function cellsOf(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return EMOJI.test(grapheme) ? 2 : eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}

let segmenter: Intl.Segmenter | null = null;

/** What a reader takes for one character each. Making the segmenter takes as long as a short report. */
function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en');
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Columns of the widest of `texts`. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, cells(text)), 0);
}

/** `text` filled up to `width` columns. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blank = ' '.repeat(Math.max(0, width - cells(text)));
  return align === 'left' ? text + blank : blank + text;
}

/** Breaks `text` at spaces into lines of at most `room` columns. */
export function wrap(text: string, room: number): string[] {
  const limit = Math.max(room, ROOM_MIN);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<!\d(?= +%)) +/).flatMap((part) => pieces(part, limit))) {
    if (line !== '' && cells(line) + 1 + cells(word) > limit) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

const HOST_NAME = /^["'(]?(?:\w+:)?[\w-]{1,63}(?:\.[\w-]{1,63})+["'),.;:]*$/;

/** A word that fits; a longer one is cut, unless it is a host name, which must stay one piece to be copied. */
function pieces(word: string, limit: number): string[] {
  if (cells(word) <= limit || (word.length < 300 && HOST_NAME.test(word))) return [word];
  const found: string[] = [];
  let piece = '';
  let filled = 0;
  for (const segment of graphemes(word)) {
    const wide = cells(segment);
    if (filled + wide > limit) {
      found.push(piece);
      piece = '';
      filled = 0;
    }
    piece += segment;
    filled += wide;
  }
  return [...found, piece];
}

/** Colours a line; it must not change what the line says. */
export type Ink = (text: string) => string;
export const plain: Ink = (text) => text;

/** `lead` and then `text`, wrapped so that every further line starts below the first word of the text. */
export function hang(width: number, lead: string, text: string, ink = plain, leadInk = plain): string[] {
  const indent = cells(lead);
  return wrap(text, width - indent).map((line, index) =>
    `${index === 0 ? leadInk(lead) : ' '.repeat(indent)}${ink(line)}`.trimEnd(),
  );
}

/** Lines up cells under one another, two spaces apart; `align` has one letter a column, `l` or `r`. */
export function columns(rows: readonly (readonly string[])[], align: string, indent = 2): string[] {
  const widths = [...align].map((_, at) => widest(rows.map((row) => row[at])));
  return rows.map((row) => {
    const padded = row.map((cell, at) => pad(cell, widths[at], align[at] === 'r' ? 'right' : 'left'));
    return (' '.repeat(indent) + padded.join('  ')).trimEnd();
  });
}

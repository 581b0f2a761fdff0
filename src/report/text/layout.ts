import stringWidth from 'string-width';

/** A column narrower than this would break every word; the line gets longer instead. */
const ROOM_MIN = 16;

/** Columns that plain `text` fills on a terminal; a wide character fills two. */
export function cells(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
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
  for (const word of text.split(/ +/).flatMap((part) => pieces(part, limit))) {
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
  for (const { segment } of new Intl.Segmenter('en').segment(word)) {
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

export interface Hanging {
  readonly width: number;
  readonly ink?: Ink;
  /** the lead as it is shown, when it has colours of its own */
  readonly inkedLead?: string;
}

/** `lead` and then `text`, wrapped so that every further line starts below the first word of the text. */
export function hang(
  lead: string,
  text: string,
  { width, ink = plain, inkedLead = lead }: Hanging,
): string[] {
  const indent = cells(lead);
  return wrap(text, width - indent).map((line, index) =>
    `${index === 0 ? inkedLead : ' '.repeat(indent)}${ink(line)}`.trimEnd(),
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

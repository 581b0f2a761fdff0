/** How wide a text is, by the widths of Arial: what is drawn beforehand cannot measure, and has to cut what does not fit. */

/** Widths of characters as shares of the size, by kind. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[iljI.,:;'|!]/, 0.26],
  [/[ftr()[\] \-/]/, 0.34],
  [/[mwMW@%]/, 0.86],
  [/[A-Z]/, 0.69],
  [/[\d]/, 0.56],
  [/[ -~]/, 0.54],
];

const widthByKind = (char: string): number => WIDTHS.find(([kind]) => kind.test(char))?.[1] ?? 0.95;

/** Those of the characters that nearly all names are made of, by their code. */
const WIDTHS_BY_CODE = Array.from({ length: 128 }, (_, code) => widthByKind(String.fromCharCode(code)));

const widthOfOne = (char: string): number => WIDTHS_BY_CODE[char.charCodeAt(0)] ?? widthByKind(char);

/** Pixels that a text of `size` pixels fills, at most. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const char of text) width += widthOfOne(char) * size;
  return width;
}

/** Below this there is room for no word. */
const ROOM_MIN = 22;

/** As much of a text as fits into `room` pixels, with "…" where something is left out; empty where nothing does. */
export function fitted(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  if (room < ROOM_MIN) return '';
  let cut = '';
  let width = widthOfOne('…') * size;
  for (const char of text) {
    width += widthOfOne(char) * size;
    if (width > room) break;
    cut += char;
  }
  return cut === '' ? '' : `${cut.trimEnd()}…`;
}

/**
 * Where labels in a row begin, in their order: each where it is wanted, or behind the one before it. Null = it would leave the
 * row, whose right end is `end`.
 */
export function inOneRow(
  labels: readonly { readonly at: number; readonly words: string }[],
  size: number,
  end: number,
): (number | null)[] {
  let free = Number.NEGATIVE_INFINITY;
  return labels.map(({ at, words }) => {
    const from = Math.max(at, free);
    const to = from + textWidth(words, size);
    if (to > end) return null;
    free = to + size;
    return from;
  });
}

/**
 * A growing bit matrix, packed 32 to a word: one row a subject, a fixed number of columns. Rows are scanned for their
 * next set bit a word at a time.
 */
export class BitMatrix {
  private readonly width: number;
  private words: Int32Array;

  constructor(columns: number) {
    this.width = (columns + 31) >>> 5;
    this.words = new Int32Array(1024 * this.width);
  }

  /** Makes room for so many rows, at most one more than at the last call. New bits are 0. */
  makeRoom(rows: number): void {
    if (rows * this.width <= this.words.length) return;
    const words = new Int32Array(2 * this.words.length);
    words.set(this.words);
    this.words = words;
  }

  has(row: number, column: number): boolean {
    return ((this.words[row * this.width + (column >>> 5)] >>> (column & 31)) & 1) === 1;
  }

  /** The first set bit of a row from `column` on and before `end`; `end` where there is none. */
  nextSet(row: number, column: number, end: number): number {
    const { words, width } = this;
    let at = column >>> 5;
    let bits = words[row * width + at] & (-1 << (column & 31));
    for (; bits === 0; bits = words[row * width + at]) if (++at << 5 >= end) return end;
    return Math.min(end, (at << 5) + 31 - Math.clz32(bits & -bits));
  }

  set(row: number, column: number): void {
    this.words[row * this.width + (column >>> 5)] |= 1 << (column & 31);
  }

  clear(): void {
    this.words.fill(0);
  }
}

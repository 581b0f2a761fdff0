/** A fixed number of flags for each of many things, by number; all are down until they are raised. */
export class BitMatrix {
  private readonly width: number;
  private words: Int32Array;

  /** `count` = flags a thing */
  constructor(count: number) {
    this.width = (count + 31) >>> 5;
    this.words = new Int32Array(1024 * this.width);
  }

  /** There are `things` of them. */
  makeRoom(things: number): void {
    if (things * this.width <= this.words.length) return;
    const words = new Int32Array(2 * this.words.length);
    words.set(this.words);
    this.words = words;
  }

  isUp(thing: number, flag: number): boolean {
    return ((this.words[thing * this.width + (flag >>> 5)] >>> (flag & 31)) & 1) === 1;
  }

  /** The first flag that is up, from `flag` on and before `end`; `end` = there is none. */
  nextUp(thing: number, flag: number, end: number): number {
    const { words, width } = this;
    let at = flag >>> 5;
    let up = words[thing * width + at] & (-1 << (flag & 31));
    for (; up === 0; up = words[thing * width + at]) if (++at << 5 >= end) return end;
    return Math.min(end, (at << 5) + 31 - Math.clz32(up & -up));
  }

  raise(thing: number, flag: number): void {
    this.words[thing * this.width + (flag >>> 5)] |= 1 << (flag & 31);
  }

  lowerAll(): void {
    this.words.fill(0);
  }
}

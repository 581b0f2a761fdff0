/** A fixed number of flags for each of many things, by number; all are down until they are raised. */
export class Flags {
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

  raise(thing: number, flag: number): void {
    this.words[thing * this.width + (flag >>> 5)] |= 1 << (flag & 31);
  }

  lowerAll(): void {
    this.words.fill(0);
  }
}

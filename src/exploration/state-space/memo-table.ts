/**
 * Memoisation over interned parts of states. A state is the product of a deployment and a script position; each part
 * gets a number (hash-consing), and every answer about a part alone is kept under (part, question). Successive states
 * of a search mostly share one of their two parts, so most answers are known. Memory is bounded: a full table forgets
 * everything and starts anew, which changes no answer.
 */
import type { WordPart } from '../../core/bit-fields.js';
import { InternTable, NumberMap } from '../../core/intern-table.js';

/** Products of numbers of parts and of questions stay below this, so that a key is a small integer. */
const KEYS_MAX = 2 ** 31 - 1;

export class MemoTable {
  private readonly parts: InternTable;
  private readonly answers = new NumberMap();
  private readonly partsMax: number;

  /** `partsMax` = parts kept at a time; 0 = none from one question of a search to the next. */
  constructor(
    readonly part: WordPart,
    private readonly questions: number,
    partsMax: number,
  ) {
    this.parts = new InternTable(part.mask.length);
    this.partsMax = Math.min(partsMax, Math.floor(KEYS_MAX / questions));
  }

  /** How many parts have a number. */
  get count(): number {
    return this.parts.count;
  }

  /** Whether there is no room for so many more parts. */
  isFull(more: number): boolean {
    return this.parts.count + more > this.partsMax;
  }

  /** The number of this part of the state at `words[at ..]`. */
  number(words: Uint32Array, at: number): number {
    return this.parts.number(words, at + this.part.first, this.part.mask);
  }

  /** Forgets all parts and answers: every number becomes invalid. */
  forget(): void {
    this.parts.clear();
    this.answers.clear();
  }

  /** Where the words of a part are in `words`, as if they were those of a whole state. */
  at(number: number): number {
    return number * this.parts.width - this.part.first;
  }

  get words(): Uint32Array {
    return this.parts.words;
  }

  /** Writes a part to a state, over whatever is in its words. */
  write(number: number, to: Uint32Array, at: number): void {
    const { width, words } = this.parts;
    const from = number * width;
    const first = at + this.part.first;
    for (let i = 0; i < width; i++) to[first + i] = words[from + i];
  }

  /** Adds the bits of a part to a state, whose bits there must be 0. */
  add(number: number, to: Uint32Array, at: number): void {
    const { width, words } = this.parts;
    const from = number * width;
    const first = at + this.part.first;
    for (let i = 0; i < width; i++) to[first + i] |= words[from + i];
  }

  /** The answer to a question about a part; -1 = it is not known. */
  answer(number: number, question: number): number {
    return this.answers.get(number * this.questions + question);
  }

  /** Keeps the first answer to a question, not negative, and hands it back. */
  remember(number: number, question: number, answer: number): number {
    this.answers.add(number * this.questions + question, answer);
    return answer;
  }
}

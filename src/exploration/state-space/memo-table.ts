import type { WordPart } from '../../core/bit-fields.js';
import { InternTable, NumberMap } from '../../core/intern-table.js';

/** Products of numbers of states and of questions stay below this. */
const KEYS_MAX = 2 ** 31 - 1;

/**
 * Parts of states by number, and what was found out about each: every question that an exploration asks of a
 * deployment, or of a place in a script, has the same answer whenever it is asked. States of a search differ in
 * one of the two and agree in the other, so most answers are known. What is remembered is bounded: where there is
 * no room all is forgotten, and found out again.
 */
export class MemoTable {
  private readonly parts: InternTable;
  private readonly answers = new NumberMap();
  private readonly most: number;

  constructor(
    readonly part: WordPart,
    /** how many questions there are */
    private readonly questions: number,
    /** parts that are remembered at a time; 0 = none from one question of a search to the next */
    most: number,
  ) {
    this.parts = new InternTable(part.mask.length);
    this.most = Math.min(most, Math.floor(KEYS_MAX / questions));
  }

  /** Parts known. */
  get count(): number {
    return this.parts.count;
  }

  /** There is no room for so many more parts. */
  isFull(more: number): boolean {
    return this.parts.count + more > this.most;
  }

  /** The number of this part of the state at `words[at ..]`. */
  number(words: Uint32Array, at: number): number {
    return this.parts.number(words, at + this.part.first, this.part.mask);
  }

  /** All numbers become invalid. */
  forget(): void {
    this.parts.clear();
    this.answers.clear();
  }

  /** Where the words of a part are, as if they were those of a whole state. */
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

  /** What was answered; -1 = it was not asked yet. */
  answer(number: number, question: number): number {
    return this.answers.get(number * this.questions + question);
  }

  /** Notes the first answer, not negative; hands it back. */
  remember(number: number, question: number, answer: number): number {
    this.answers.add(number * this.questions + question, answer);
    return answer;
  }
}

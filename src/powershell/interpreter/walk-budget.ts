// A step counter that all walks over parts of the syntax tree share: what a part may do costs time wherever it is asked.
import type { Expression } from '../parser/syntax.js';
import { BoundReached } from './signals.js';

/** What a node weighs where a walk keeps which ones it has seen. */
export const SEEN = 4;

/**
 * Statements, commands and expressions that may be looked at where it is asked what a part of a script would do that is
 * perhaps not carried out. A loop asks again at every turn, as functions and variables may have changed.
 */
export class WalkBudget {
  private spent = 0;

  constructor(private readonly most: number) {}

  /** The part of the budget that is spent. */
  get share(): number {
    return this.spent / this.most;
  }

  /** Counts one of them, or what weighs as much as several. Throws a `BoundReached` at it where there were too many. */
  spend({ at, text }: Pick<Expression, 'at' | 'text'>, several = 1): void {
    this.spent += several;
    if (this.spent <= this.most) return;
    throw new BoundReached(
      `what may or may not be carried out comes to more than ${this.most} statements and expressions in all`,
      at,
      text,
    );
  }
}

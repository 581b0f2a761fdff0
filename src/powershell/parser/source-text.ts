// The text of a script: places by binary search over the starts of lines, and pieces as they were typed.
import type { Position } from '../../core/input-error.js';

/** The script that is being read, for places and texts. */
export class SourceText {
  private readonly lineStarts: number[] = [0];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) this.lineStarts.push(i + 1);
  }

  /** Line and column, both from 1, of an index into the text. */
  position(index: number): Position {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.lineStarts[middle] <= index) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: index - this.lineStarts[low] + 1 };
  }

  /** Text and place of what stands between two indexes. */
  piece(start: number, end: number): { readonly at: Position; readonly text: string } {
    return { at: this.position(start), text: this.text.slice(start, end) };
  }
}

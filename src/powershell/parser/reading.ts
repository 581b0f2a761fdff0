// The text behind the syntax tree: places by binary search over the starts of lines, and pieces as they were typed.
import type { Position } from '../../core/input-error.js';
import { excerpt } from './problem.js';
import type { SyntaxNode } from './tree.js';

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

  /** Where a node begins, without the white space that the grammar counts to it. */
  startOf(node: SyntaxNode): number {
    let start = node.start;
    while (start < node.end && /\s/.test(this.text[start])) start++;
    return start;
  }

  /** Text and place of a node. */
  piece(node: SyntaxNode): { at: Position; text: string } {
    const start = this.startOf(node);
    return { at: this.position(start), text: this.text.slice(start, node.end).trimEnd() };
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(this.startOf(node), node.end).trimEnd();
  }

  /** What drydrill does not read, as a piece of the script that says so. */
  unsupported(node: SyntaxNode, what: string): { kind: 'unsupported'; what: string; at: Position; text: string } {
    return { kind: 'unsupported', what, ...this.piece(node) };
  }

  /** A node that nothing is known of, quoted as a piece of the script that is not read. */
  unknown(node: SyntaxNode): { kind: 'unsupported'; what: string; at: Position; text: string } {
    const words = excerpt(this.textOf(node));
    return this.unsupported(node, words[0] === '"' ? words : `"${words}"`);
  }
}

/** The first child of a type. */
export function childOf(node: SyntaxNode, type: string): SyntaxNode | null {
  return node.children.find((child) => child.type === type) ?? null;
}

/** The children of a type. */
export function childrenOf(node: SyntaxNode, type: string): SyntaxNode[] {
  return node.children.filter((child) => child.type === type);
}

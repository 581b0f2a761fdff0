// Copies the grammar's concrete syntax tree, without the nodes that only wrap another; bounded in depth.
import type { Parser, TreeCursor } from 'web-tree-sitter';
import { normalizeScript, notUnderstoodFrom } from './normalize-script.js';
import { type ParseProblem, parseProblem, type ReaderWords } from './problem.js';

/** A node of the grammar's tree, copied out of it: only nodes that say something. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** what the node is to its parent, if the grammar names it */
  readonly field: string | null;
  readonly children: readonly SyntaxNode[];
}

/** Nodes that only wrap what they hold: the ladder of an expression's precedences. */
const WRAPPER =
  /^(pipeline|pipeline_chain|array_literal_expression|unary_expression|argument_expression|while_condition|(logical|bitwise|comparison|additive|multiplicative|format|range)(_argument)?_expression)$/;

/** How deep the tree of a script may be, wrappers not counted. */
const DEPTH_MAX = 400;

/** Parses a script with the grammar; one that is not understood as a whole is a problem with its place. */
export function parseTree(text: string, parser: Parser, words: ReaderWords): SyntaxNode | ParseProblem {
  const normalized = normalizeScript(text, words.nothing);
  if (typeof normalized !== 'string') return normalized;
  const tree = parser.parse(normalized);
  if (tree === null) return parseProblem(1, 'the script is not understood');
  const cursor = tree.walk();
  try {
    if (tree.rootNode.hasError) return notUnderstoodFrom(text, firstError(cursor), words.hint);
    const root = copy(cursor, 0);
    return root ?? parseProblem(1, 'the script is nested too deeply', 'take parts of it into functions');
  } finally {
    // not left to the garbage collector, which would free the tree a second time in the place of the cursor
    cursor.delete();
    tree.delete();
  }
}

/** Goes down while a node holds just one other; null = too deep. */
function copy(cursor: TreeCursor, depth: number): SyntaxNode | null {
  const field = cursor.currentFieldName;
  let type = cursor.nodeType;
  let down = 0;
  while (WRAPPER.test(type) && cursor.gotoFirstChild()) {
    if (cursor.gotoNextSibling()) {
      cursor.gotoParent();
      break;
    }
    down++;
    type = cursor.nodeType;
  }
  const children: SyntaxNode[] = [];
  const { startIndex: start, endIndex: end } = cursor;
  if (depth > DEPTH_MAX) return null;
  if (cursor.gotoFirstChild()) {
    do {
      if (cursor.nodeType === 'comment') continue;
      const child = copy(cursor, depth + 1);
      if (child === null) return null;
      children.push(child);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  for (; down > 0; down--) cursor.gotoParent();
  return { type, start, end, field, children };
}

/** Where the grammar first could not go on; not recursive, as input may nest deeply. */
function firstError(cursor: TreeCursor): number {
  for (;;) {
    const node = cursor.currentNode;
    if (!cursor.gotoFirstChild()) return node.startIndex;
    let last = cursor.currentNode;
    let found = false;
    do {
      last = cursor.currentNode;
      found = last.hasError || last.isError || last.isMissing;
    } while (!found && cursor.gotoNextSibling());
    if (found) continue;
    // within an error, what was understood comes first
    if (!node.isError) return node.startIndex;
    return last.startIndex > node.startIndex || !last.isNamed ? last.startIndex : node.endIndex;
  }
}

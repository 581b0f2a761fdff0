// A set of the kinds of nodes that are statements.
import type { Expression, Statement } from './syntax.js';

const STATEMENTS = new Set<string>(
  'pipeline assign if while do for foreach switch try function flow jump trap data class enum using'.split(' '),
);

/** Whether a node of the syntax tree is a statement, and no expression. */
export const isStatementNode = (node: Statement | Expression): node is Statement => STATEMENTS.has(node.kind);

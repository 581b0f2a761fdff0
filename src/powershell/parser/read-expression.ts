// Recursive-descent reader, part: expressions.
import { numberValue } from './literal.js';
import { readBody } from './read-body.js';
import { readBlockNode, readStatement } from './read-statement.js';
import { readBareWord, readString, variable } from './read-string.js';
import { childOf, childrenOf, type SourceText } from './reading.js';
import type { Expression, Statement } from './syntax.js';
import type { SyntaxNode } from './tree.js';

/** An expression of the grammar's tree; what drydrill does not read becomes `unsupported`, never nothing. */
export function readExpression(node: SyntaxNode, source: SourceText, inCommand = false): Expression {
  const piece = source.piece(node);
  const read = (child: SyntaxNode): Expression => readExpression(child, source, inCommand);
  const { children } = node;
  switch (node.type.replace('_argument_expression', '_expression')) {
    case 'string_literal':
      return readString(node, source, inCommand);
    case 'integer_literal':
    case 'real_literal':
    case 'decimal_integer_literal':
    case 'hexadecimal_integer_literal':
      return number(node, source, inCommand);
    case 'generic_token':
      return readBareWord(node, source);
    case 'variable':
      return variable(piece.text, piece);
    case 'array_literal_expression': {
      const items = children.filter((child) => child.type !== ',').map(read);
      return { kind: 'list', items, ...piece };
    }
    case 'array_expression':
      return { kind: 'array', statements: statementsOf(node, source), ...piece };
    case 'sub_expression':
      return { kind: 'sub', statements: statementsOf(node, source), ...piece };
    case 'parenthesized_expression': {
      const inner = inside(node);
      if (inner === null) return source.unknown(node);
      return { kind: 'group', statement: readStatement(inner, source), ...piece };
    }
    case 'hash_literal_expression':
      return hashtable(node, source);
    case 'script_block_expression':
      return { kind: 'block', body: readBody(node, source), ...piece };
    case 'expression_with_unary_operator':
      return unary(node, source, inCommand);
    case 'pre_increment_expression':
    case 'pre_decrement_expression': {
      const by = node.type.startsWith('pre_inc') ? 1 : -1;
      return { kind: 'step', target: read(children[1]), by, before: true, ...piece };
    }
    case 'post_increment_expression':
    case 'post_decrement_expression': {
      const by = node.type.startsWith('post_inc') ? 1 : -1;
      return { kind: 'step', target: read(children[0]), by, before: false, ...piece };
    }
    case 'cast_expression': {
      const type = childOf(node, 'type_literal');
      const operand = children.at(-1);
      if (type === null || operand === undefined || operand === type) return source.unknown(node);
      return { kind: 'cast', type: typeName(type, source), operand: read(operand), ...piece };
    }
    case 'type_literal':
      return { kind: 'type', name: typeName(node, source), ...piece };
    case 'member_access':
    case 'invokation_expression':
      return member(node, source, inCommand);
    case 'element_access': {
      if (children.length !== 4) return source.unknown(node);
      const index = readExpression(children[2], source);
      return { kind: 'index', target: read(children[0]), index, ...piece };
    }
    case 'logical_expression':
    case 'bitwise_expression':
    case 'comparison_expression':
    case 'additive_expression':
    case 'multiplicative_expression':
    case 'format_expression':
    case 'range_expression': {
      if (children.length !== 3) return source.unknown(node);
      const operator = operatorOf(children[1], source);
      return { kind: 'binary', operator, left: read(children[0]), right: read(children[2]), ...piece };
    }
    default:
      return source.unknown(node);
  }
}

/** `-EQ` and `–eq` are `eq`; `-ceq` keeps its c, `-ieq` is `eq`. */
function operatorOf(node: SyntaxNode, source: SourceText): string {
  const text = source.textOf(node).toLowerCase();
  if (!/^[-\u2013-\u2015]\p{L}/u.test(text)) return text.replace(/[\u2013-\u2015]/g, '-');
  const word = text.slice(1);
  return /^i(?!n$|s$|snot$)/.test(word) ? word.slice(1) : word;
}

function number(node: SyntaxNode, source: SourceText, inCommand: boolean): Expression {
  const piece = source.piece(node);
  const value = numberValue(piece.text);
  if (value !== null) return { kind: 'literal', value, ...piece };
  // a word that was made to look like a number for the grammar
  return inCommand ? readBareWord(node, source) : source.unknown(node);
}

function unary(node: SyntaxNode, source: SourceText, inCommand: boolean): Expression {
  const { children } = node;
  if (children.length === 1) return readExpression(children[0], source, inCommand);
  if (children.length !== 2) return source.unknown(node);
  const piece = source.piece(node);
  const value = numberValue(piece.text);
  if (value !== null) return { kind: 'literal', value, ...piece };
  const operator = operatorOf(children[0], source);
  const operand = readExpression(children[1], source, inCommand);
  return { kind: 'unary', operator: operator === '!' ? 'not' : operator, operand, ...piece };
}

/** `a.b`, `a::b`, `a.b(…)` */
function member(node: SyntaxNode, source: SourceText, inCommand: boolean): Expression {
  const piece = source.piece(node);
  const target = node.children[0];
  const named = childOf(node, 'member_name');
  if (named === null || target === named) return source.unknown(node);
  const name = memberName(named, source);
  const read = readExpression(target, source, inCommand);
  const isStatic = node.children.some((child) => child.type === '::');
  if (node.type === 'member_access') return { kind: 'member', target: read, name, static: isStatic, ...piece };
  const given = childOf(node, 'argument_list');
  if (given === null) return source.unknown(node);
  const items = readArguments(given, source);
  return { kind: 'call', target: read, name, arguments: items, static: isStatic, ...piece };
}

/** The arguments between the parentheses of a method call. */
export function readArguments(node: SyntaxNode, source: SourceText): Expression[] {
  const list = childOf(node, 'argument_expression_list');
  const values = list === null ? node.children.filter((c) => c.type !== '(' && c.type !== ')') : list.children;
  return values.filter((child) => child.type !== ',').map((child) => readExpression(child, source));
}

function memberName(node: SyntaxNode, source: SourceText): Expression {
  const inner = node.children[0];
  const piece = source.piece(node);
  if (inner === undefined || inner.type === 'simple_name' || inner.type === 'type_identifier') {
    return { kind: 'literal', value: piece.text, ...piece };
  }
  return readExpression(inner, source);
}

function hashtable(node: SyntaxNode, source: SourceText): Expression {
  const body = childOf(node, 'hash_literal_body');
  const entries = childrenOf(body ?? { ...node, children: [] }, 'hash_entry').map((entry) => {
    const named = childOf(entry, 'key_expression')?.children[0] ?? entry;
    const key: Expression =
      named.type === 'simple_name'
        ? { kind: 'literal', value: source.textOf(named), ...source.piece(named) }
        : readExpression(named, source);
    const value = entry.children.find((c) => c.type !== 'key_expression' && c.type !== '=' && c.type !== ';');
    return { key, value: value === undefined ? source.unknown(entry) : readStatement(value, source) };
  });
  return { kind: 'hashtable', entries, ...source.piece(node) };
}

/** `[string]` → `string`, `[System.Int32[]]` → `system.int32[]` */
export function typeName(node: SyntaxNode, source: SourceText): string {
  return source
    .textOf(node)
    .replace(/^\[|\]$/g, '')
    .replace(/\s+/g, '')
    .toLowerCase();
}

function statementsOf(node: SyntaxNode, source: SourceText): Statement[] {
  return readBlockNode(childOf(node, 'statement_list'), source);
}

/** The one thing between brackets. */
function inside(node: SyntaxNode): SyntaxNode | null {
  const inner = node.children.filter((child) => child.type !== '(' && child.type !== ')');
  return inner.length === 1 ? inner[0] : null;
}

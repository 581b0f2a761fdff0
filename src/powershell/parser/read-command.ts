// Recursive-descent reader, part: commands with their arguments and redirections.
import { numberValue } from './literal.js';
import { readArguments, readExpression } from './read-expression.js';
import { readBareWord } from './read-string.js';
import { childOf, type SourceText } from './reading.js';
import type { Argument, Command, Expression, Redirection } from './syntax.js';
import type { SyntaxNode } from './tree.js';

/** A command with its arguments; one that cannot be read whole is `unsupported`. */
export function readCommand(node: SyntaxNode, source: SourceText): Command | Expression {
  const named = node.children.find((child) => /^command_name(_expr)?$/.test(child.type));
  if (named === undefined) return source.unknown(node);
  const reading: Reading = { arguments: [], redirections: [], open: false, end: -1, wrong: null };
  for (const child of node.children) {
    if (child === named || child.type === 'command_invokation_operator') continue;
    if (child.type === 'command_argument_sep') continue;
    if (child.type === 'command_elements') elements(child, source, reading);
    else element(child, source, reading);
  }
  if (reading.wrong !== null) return source.unknown(reading.wrong);
  const name = commandName(named, source);
  if (reading.arguments.length === 0 && reading.redirections.length === 0) {
    const read = rangeOf(name, source, node) ?? numberOf(name);
    if (read !== null) return read;
  }
  const operator = childOf(node, 'command_invokation_operator');
  return {
    kind: 'command',
    operator: operator === null ? null : source.textOf(operator) === '.' ? '.' : '&',
    name,
    arguments: reading.arguments,
    redirections: reading.redirections,
    ...source.piece(node),
  };
}

interface Reading {
  readonly arguments: Argument[];
  readonly redirections: Redirection[];
  /** the last argument is a parameter that may take a value */
  open: boolean;
  /** where the last value ends */
  end: number;
  /** what does not belong into a command */
  wrong: SyntaxNode | null;
}

function commandName(node: SyntaxNode, source: SourceText): Expression {
  const piece = source.piece(node);
  const inner = node.type === 'command_name_expr' ? node.children[0] : undefined;
  if (inner === undefined || inner.type === 'command_name') {
    const value = piece.text.replace(/[\u2013-\u2015]/g, '-');
    return /\$/.test(value) ? readBareWord(node, source) : { kind: 'literal', value, ...piece };
  }
  if (inner.type !== 'path_command_name') return readExpression(inner, source);
  const only = inner.children.length === 1 ? inner.children[0] : null;
  if (only?.type === 'variable') return readExpression(only, source);
  // `& $command.Name` is a property, `. $folder\x.ps1` a path: the grammar has both as one piece
  return /^\$[\w:]+\.\w/.test(piece.text) ? source.unknown(node) : readBareWord(inner, source);
}

/** `1..5` at the start of a statement is a command to the grammar. */
function rangeOf(name: Expression, source: SourceText, node: SyntaxNode): Expression | null {
  const match = /^(-?\d{1,9}|\$\w+)\.\.(-?\d{1,9}|\$\w+)$/.exec(name.text);
  if (match === null) return null;
  const piece = source.piece(node);
  const end = (text: string): Expression =>
    text[0] === '$'
      ? { kind: 'variable', scope: null, name: text.slice(1), splatted: false, ...piece }
      : { kind: 'literal', value: Number(text), ...piece };
  return { kind: 'binary', operator: '..', left: end(match[1]), right: end(match[2]), ...piece };
}

/** `1KB` there is one too. */
function numberOf({ at, text }: Expression): Expression | null {
  const value = numberValue(text);
  return value === null ? null : { kind: 'literal', value, at, text };
}

function elements(node: SyntaxNode, source: SourceText, into: Reading): void {
  for (const child of node.children) element(child, source, into);
}

function element(node: SyntaxNode, source: SourceText, into: Reading): void {
  const { text, at } = source.piece(node);
  const last = into.arguments.at(-1);
  switch (node.type) {
    case 'command_argument_sep':
      if (!node.children.some((part) => part.type === ':') && text !== ':') return;
      // a colon ties what follows to the parameter before it
      if (!into.open || last === undefined) into.wrong = node;
      else into.arguments[into.arguments.length - 1] = { ...last, attached: true };
      return;
    case 'command_parameter':
      into.arguments.push({ parameter: text.slice(1), value: null, attached: false, at });
      into.open = true;
      return;
    case 'redirection':
      into.redirections.push({ operator: text, at });
      return;
    case 'argument_list':
      if (!called(node, source, into)) into.wrong = node;
      return;
    case 'stop_parsing':
      into.wrong = node;
      return;
  }
  // `2>$null` is one word to the grammar
  if (node.type === 'generic_token' && /^[\d*]?>/.test(text)) {
    into.redirections.push({ operator: text, at });
    return;
  }
  if (node.type === 'generic_token' && text[0] === ',') {
    into.wrong = node;
    return;
  }
  value(readExpression(node, source, true), into);
  into.end = node.end;
}

/** `$x.ToString()` as an argument: the grammar has the parentheses apart from what they belong to. */
function called(node: SyntaxNode, source: SourceText, into: Reading): boolean {
  const last = into.arguments.at(-1);
  const target = last?.value;
  if (last === undefined || target?.kind !== 'member' || into.end !== node.start) return false;
  const value: Expression = { ...target, kind: 'call', arguments: readArguments(node, source) };
  into.arguments[into.arguments.length - 1] = { ...last, value };
  into.end = node.end;
  return true;
}

function value(read: Expression, into: Reading): void {
  // the target of `2> file`
  const last = into.redirections.at(-1);
  if (last !== undefined && /^[\d*]?>>?$/.test(last.operator)) {
    into.redirections[into.redirections.length - 1] = { ...last, operator: `${last.operator} ${read.text}` };
    return;
  }
  const before = into.arguments.at(-1);
  if (into.open && before !== undefined) {
    into.arguments[into.arguments.length - 1] = { ...before, value: read };
  } else into.arguments.push({ parameter: null, value: read, attached: false, at: read.at });
  into.open = false;
}

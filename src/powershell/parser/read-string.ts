// Recursive-descent reader, part: strings and bare words, with what is expanded in them.
import { DOUBLE_QUOTE, ESCAPE, numberValue, SINGLE_QUOTE } from './literal.js';
import { readBlockNode } from './read-statement.js';
import { childOf, type SourceText } from './reading.js';
import type { Expression } from './syntax.js';
import type { SyntaxNode } from './tree.js';

/** A string of any kind, as the script has it: quoted, here-string, or a bare word of a list. */
export function readString(node: SyntaxNode, source: SourceText, bareAllowed: boolean): Expression {
  const piece = source.piece(node);
  const { text } = piece;
  if (/^@['\u2018-\u201b]/.test(text)) return { kind: 'literal', value: hereText(text), ...piece };
  if (/^@["\u201c-\u201e]/.test(text)) return expandableHere(node, source);
  if (SINGLE_QUOTE.test(text[0])) {
    const value = text.slice(1, -1).replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, '$1');
    return { kind: 'literal', value, ...piece };
  }
  if (DOUBLE_QUOTE.test(text[0])) return expandable(node, source, source.startOf(node) + 1, node.end - 1);
  // A bare word that was made to look like a string for the grammar: only a command takes one.
  return bareAllowed ? readBareWord(node, source) : source.unknown(node);
}

/** A word of a command that stands for itself; variables in it are expanded. */
export function readBareWord(node: SyntaxNode, source: SourceText): Expression {
  const piece = source.piece(node);
  const { text } = piece;
  if (/["'`<>\u2018-\u201f]/.test(text)) {
    return source.unsupported(node, `the word ${text.slice(0, 40)} (put all of it into quotes)`);
  }
  const number = numberValue(text);
  if (number !== null) return { kind: 'literal', value: number, ...piece };
  if (!/\$[\w{]/.test(text)) return { kind: 'literal', value: text, ...piece };
  return { kind: 'expandable', parts: variablesIn(text, source.startOf(node), source), ...piece };
}

/** A string in double quotes that the grammar has not looked into: only plain variables are expanded. */
export function readPlainExpandable(node: SyntaxNode, source: SourceText): Expression {
  const piece = source.piece(node);
  const inner = piece.text.slice(1, -1);
  if (/\$\(|`/.test(inner)) return source.unknown(node);
  return { kind: 'expandable', parts: variablesIn(inner, source.startOf(node) + 1, source), ...piece };
}

/** Text and the variables in it; `start` is where the text stands in the script. */
function variablesIn(text: string, start: number, source: SourceText): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let last = 0;
  for (const match of text.matchAll(/\$(?:\{([^}]*)\}|(\w+:(?!:))?(\w+))/g)) {
    parts.push(text.slice(last, match.index));
    parts.push(variable(match[0], { at: source.position(start + match.index), text: match[0] }));
    last = match.index + match[0].length;
  }
  parts.push(text.slice(last));
  return parts.filter((part) => part !== '');
}

/** `$x`, `${x y}`, `$script:x`, `@x` */
export function variable(text: string, piece: Pick<Expression, 'at' | 'text'>): Expression {
  const bare = /^[$@]\{/.test(text) ? text.slice(2, -1) : text.slice(1);
  const colon = bare.indexOf(':');
  const scope = colon > 0 ? bare.slice(0, colon).toLowerCase() : null;
  const name = colon > 0 ? bare.slice(colon + 1) : bare;
  return { kind: 'variable', scope, name, splatted: text[0] === '@', ...piece };
}

function hereText(text: string): string {
  const start = text.indexOf('\n') + 1;
  const end = Math.max(start, text.lastIndexOf('\n'));
  return text.slice(start, end).replace(/\r$/, '');
}

function expandableHere(node: SyntaxNode, source: SourceText): Expression {
  const at = source.startOf(node);
  const text = source.text.slice(at, node.end).trimEnd();
  const start = text.indexOf('\n') + 1;
  let end = Math.max(start, text.lastIndexOf('\n'));
  if (text[end - 1] === '\r' && end > start) end--;
  return expandable(node, source, at + start, at + end);
}

/** The text between two places with its escapes resolved, and what the grammar found in it to expand. */
function expandable(node: SyntaxNode, source: SourceText, start: number, end: number): Expression {
  const piece = source.piece(node);
  const here = piece.text[0] === '@';
  const inner = node.type === 'string_literal' ? (node.children[0] ?? node) : node;
  const parts: (string | Expression)[] = [];
  let last = start;
  for (const child of inner.children) {
    if (child.type !== 'variable' && child.type !== 'sub_expression') continue;
    // the grammar may count the white space before it to what is expanded
    parts.push(unescaped(source.text.slice(last, source.startOf(child)), here));
    if (child.type === 'variable') parts.push(variable(source.textOf(child), source.piece(child)));
    else {
      const statements = readBlockNode(childOf(child, 'statement_list'), source);
      parts.push({ kind: 'sub', statements, ...source.piece(child) });
    }
    last = child.end;
  }
  parts.push(unescaped(source.text.slice(last, end), here));
  const kept = parts.filter((part) => part !== '');
  if (kept.every((part) => typeof part === 'string')) {
    return { kind: 'literal', value: kept.join(''), ...piece };
  }
  return { kind: 'expandable', parts: kept, ...piece };
}

function unescaped(text: string, here: boolean): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '`' && i + 1 < text.length) {
      const next = text[++i];
      result += Object.hasOwn(ESCAPE, next) ? ESCAPE[next] : next;
    } else {
      result += char;
      // a doubled quote stands for one: the grammar lets no single one through
      if (!here && DOUBLE_QUOTE.test(char)) i++;
    }
  }
  return result;
}

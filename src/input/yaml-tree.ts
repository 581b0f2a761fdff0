// YAML as a positioned tree: bounded in depth, size and aliases before and while it is read, as a few bytes of YAML
// can stand for gigabytes.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
} from 'yaml';
import { type InputError, inputError, isInputError, type Position } from '../core/input-error.js';
import { quote } from '../core/quote.js';
import { type InputFiles, textIn } from './input-files.js';
import type { Tree, TreeEntry } from './positioned-tree.js';

const DEPTH_MAX = 64;
/** lexemes of the file: bounds the time and memory of the parser before it starts */
const LEXEMES_MAX = 500_000;
/** values after aliases are followed */
const VALUES_MAX = 300_000;
const ALIASES_MAX = 100;
const UNSAFE_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Reads and parses a YAML file. */
export function yamlIn(files: InputFiles, path: string): Tree | InputError {
  const text = textIn(files, path);
  return isInputError(text) ? text : parseYaml(text, path);
}

/** Parses one YAML 1.2 document (core schema: `no` and `1:30` are text). Bounded in depth, size and aliases. */
export function parseYaml(text: string, file: string): Tree | InputError {
  const lines = new LineCounter();
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const oversized = firstExcess(text);
    if (oversized !== null)
      return inputError(lineColumn(text, file, oversized.offset), oversized.message, oversized.hint);
    const documents = parseAllDocuments(text, {
      version: '1.2',
      schema: 'core',
      stringKeys: true,
      // compared pair by pair, which takes forever on a large map; Reading.map does it
      uniqueKeys: false,
      resolveKnownTags: false,
      prettyErrors: false,
      lineCounter: lines,
    });
    // a directive without a document gives an empty list
    const document = documents[0] as Document.Parsed | undefined;
    if (document === undefined) return inputError({ file, line: 0, column: 0 }, 'the file is empty');
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) return syntaxError(problem, place(problem.pos[0]));
    if (documents.length > 1) {
      return inputError(
        place(documents[1].range[0]),
        'a second YAML document starts here',
        'write one document a file',
      );
    }
    return new TreeBuilder(document, text, place).tree(document.contents, 0);
  } catch (error) {
    if (isInputError(error)) return error;
    // the parser of the package recurses: what got past the measuring is nesting without brackets
    return inputError(
      { file, line: 0, column: 0 },
      'this YAML cannot be read',
      `at most ${DEPTH_MAX} levels of nesting are read`,
    );
  }
}

/** Turns the nodes of one document into a tree. Throws an InputError, which parseYaml returns. */
class TreeBuilder {
  private values = 0;
  private aliases = 0;

  constructor(
    private readonly document: Document.Parsed,
    private readonly text: string,
    private readonly place: (offset: number) => Position,
  ) {}

  tree(node: Node | null | undefined, depth: number, fallbackOffset = 0): Tree {
    const position = this.place(node?.range?.[0] ?? fallbackOffset);
    if (depth > DEPTH_MAX) throw tooDeep(position);
    if (++this.values > VALUES_MAX) {
      throw inputError(
        position,
        'there is too much in this file',
        `at most ${VALUES_MAX} values are read, aliases followed`,
      );
    }
    if (node === null || node === undefined) return { kind: 'scalar', position, value: null, textColumn: null };
    if (isAlias(node)) return this.alias(node, depth, position);
    if (isScalar(node)) return this.scalar(node, position);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.tree(item as Node, depth + 1, node.range?.[0]));
      return { kind: 'list', position, items };
    }
    if (isMap(node)) return { kind: 'map', position, entries: this.entries(node.items as Pair<Node, Node>[], depth) };
    throw inputError(position, 'this kind of YAML value is not understood');
  }

  private alias(node: Alias, depth: number, position: Position): Tree {
    if (++this.aliases > ALIASES_MAX) {
      throw inputError(
        position,
        'too many aliases',
        `at most ${ALIASES_MAX} are followed, those inside aliases counted each time`,
      );
    }
    const target = node.resolve(this.document);
    if (target === undefined) {
      throw inputError(position, `no anchor ${quote(`&${node.source}`)} stands before this alias`);
    }
    return this.tree(target, depth + 1);
  }

  private scalar(node: Scalar, position: Position): Tree {
    const value = node.value;
    if (typeof value === 'string') {
      const start = (node.range?.[0] ?? 0) + (node.type === 'PLAIN' ? 0 : 1);
      const asItStands = this.text.startsWith(value, start) && !value.includes('\n');
      const textColumn = asItStands ? this.place(start).column : null;
      return { kind: 'scalar', position, value, textColumn };
    }
    if (value === null || typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', position, value, textColumn: null };
    }
    throw inputError(position, 'this kind of YAML value is not understood');
  }

  private entries(pairs: readonly Pair<Node, Node>[], depth: number): Map<string, TreeEntry> {
    const entries = new Map<string, TreeEntry>();
    for (const { key, value } of pairs) {
      const keyPosition = this.place(key.range?.[0] ?? 0);
      if (!isScalar(key)) throw inputError(keyPosition, 'a key must be plain text');
      const name = String(key.value);
      const first = entries.get(name);
      if (UNSAFE_KEYS.includes(name)) throw inputError(keyPosition, `${quote(name)} is not allowed as a key`);
      if (first !== undefined) {
        throw inputError(
          keyPosition,
          `the key ${quote(name)} appears twice`,
          `the first is in line ${first.keyPosition.line}`,
        );
      }
      entries.set(name, { keyPosition, value: this.tree(value, depth + 1, key.range?.[0]) });
    }
    return entries;
  }
}

function syntaxError(problem: YAMLError, position: Position): InputError {
  if (problem.code === 'TAG_RESOLVE_FAILED') {
    return inputError(position, 'YAML tags (!...) are not understood', 'write the value without a tag');
  }
  if (problem.code === 'RESOURCE_EXHAUSTION') return tooDeep(position);
  if (problem.code === 'NON_STRING_KEY') return inputError(position, 'a key must be plain text');
  const [message, hint] = explainSyntaxError(problem);
  return inputError(position, `not valid YAML: ${message}`, hint);
}

/** The usual mistakes as their author would call them; the rest as the parser says it. */
function explainSyntaxError({ code, message }: YAMLError): readonly [string, string] {
  if (message.startsWith('Flow ')) {
    return [message.endsWith(']') ? 'a list in [ ] is not closed' : 'a map in { } is not closed', ''];
  }
  if (message.startsWith('Missing closing ')) return ['a quoted text is not closed', ''];
  switch (code) {
    case 'TAB_AS_INDENT':
      return ['a tab cannot indent', 'indent with spaces'];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return ['a second key in the same line', 'put text that contains ": " in quotes'];
    case 'MULTILINE_IMPLICIT_KEY':
      return ['a key must be in one line', 'is a colon missing in the line above?'];
    default:
      return [lowerFirst(message), ''];
  }
}

function tooDeep(position: Position): InputError {
  return inputError(position, 'nested too deeply', `at most ${DEPTH_MAX} levels are read`);
}

/** What is too large or too deep shows in the lexemes already, long before it could exhaust the parser. */
function firstExcess(text: string): { offset: number; message: string; hint: string } | null {
  let offset = 0;
  let depth = 0;
  let opened = 0;
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    // the lexer marks documents and scalars by one control character that is not in the text
    const ofText = lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f' ? 0 : lexeme.length;
    if (lexeme === '[' || lexeme === '{') depth++;
    else if (lexeme === ']' || lexeme === '}') depth--;
    // Block lists and keys that open in one line: `- - - a`. Where the parser would give up depends on its stack.
    else if (lexeme === '-' || lexeme === '?') opened++;
    else if (lexeme.includes('\n')) opened = 0;
    if (depth > DEPTH_MAX || opened > DEPTH_MAX)
      return { offset, message: 'nested too deeply', hint: `at most ${DEPTH_MAX} levels are read` };
    if (++count > LEXEMES_MAX) {
      return {
        offset,
        message: 'there is too much in this file',
        hint: `at most ${LEXEMES_MAX} pieces of YAML are read`,
      };
    }
    offset += ofText;
  }
  return null;
}

function lineColumn(text: string, file: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { file, line, column: offset - before.lastIndexOf('\n') };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

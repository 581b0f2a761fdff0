import type { Node } from 'web-tree-sitter';
import type { ParsedArgument, ParsedCommand, ParsedValue } from '../../domain/command.js';
import { powerShellParser } from './grammar.js';
import { literalValue, notLiteral, numberValue } from './literal.js';
import { maskForGrammar } from './normalize-line.js';
import { plainCommand } from './plain-line.js';
import { excerpt, isParseProblem, type ParseProblem, parseProblem } from './problem.js';

export type { ParseProblem } from './problem.js';

/** The longest line that is read, in UTF-16 units. */
export const LINE_LENGTH_MAX = 64 * 1024;

const ONE_CMDLET_HINT = 'one cmdlet a step; pipelines and several commands belong in a .ps1 runbook';

/** What the grammar calls the things that are no literal, in an administrator's words. */
const NOT_LITERAL: Readonly<Record<string, string>> = {
  sub_expression: 'a sub-expression',
  parenthesized_expression: 'an expression in brackets',
  script_block_expression: 'a script block',
  hash_literal_expression: 'a hash table',
  redirection: 'a redirection',
  type_literal: 'a type',
  cast_expression: 'a cast',
  stop_parsing: 'the stop-parsing symbol',
};

/** Nodes that only wrap what they hold: the ladder of an expression's precedences. */
const WRAPPER =
  /^(pipeline|pipeline_chain|array_literal_expression|unary_expression|(logical|bitwise|comparison|additive|multiplicative|format|range)_expression)$/;

/**
 * Reads one cmdlet line as PowerShell does: its name and its arguments, all of them literals.
 * What is no such line comes back as a problem with its column; it is never read in part.
 */
export async function parseCommandLine(text: string): Promise<ParsedCommand | ParseProblem> {
  if (text.length > LINE_LENGTH_MAX) {
    return parseProblem(LINE_LENGTH_MAX + 1, `the line is longer than ${LINE_LENGTH_MAX} characters`);
  }
  return plainCommand(text) ?? parseByGrammar(text);
}

/** The same by the grammar alone, whatever the line; at most `LINE_LENGTH_MAX` characters. */
export async function parseByGrammar(text: string): Promise<ParsedCommand | ParseProblem> {
  const masked = maskForGrammar(text);
  if (typeof masked !== 'string') return masked;
  const tree = (await powerShellParser()).parse(masked);
  if (tree === null) return parseProblem(1, 'the line is not understood');
  try {
    return new LineReader(text).read(tree.rootNode);
  } finally {
    tree.delete();
  }
}

/** Walks the tree; every text is taken from the line as typed, by position. */
class LineReader {
  constructor(private readonly line: string) {}

  read(root: Node): ParsedCommand | ParseProblem {
    if (root.hasError) return this.notUnderstood(firstError(root));
    const statements = namedChildren(root)
      .flatMap((node) => (node.type === 'statement_list' ? namedChildren(node) : [node]))
      .filter((node) => node.type !== 'empty_statement');
    if (statements.length === 0)
      return parseProblem(1, 'a cmdlet is expected', 'write for example Get-CsPool');
    if (statements.length > 1) {
      const column = statements[1].startIndex + 1;
      return parseProblem(column, 'a second command starts here', ONE_CMDLET_HINT);
    }
    let node = statements[0];
    while (node.type === 'pipeline' || node.type === 'pipeline_chain') {
      const parts = namedChildren(node);
      if (parts.length !== 1) {
        const second = parts[1] ?? node;
        return parseProblem(second.startIndex + 1, 'a pipeline is not one cmdlet', ONE_CMDLET_HINT);
      }
      node = parts[0];
    }
    if (node.type !== 'command') {
      const column = node.startIndex + 1;
      return parseProblem(column, 'a cmdlet is expected here', 'write for example Get-CsPool');
    }
    return this.command(node);
  }

  private command(node: Node): ParsedCommand | ParseProblem {
    const name = node.childForFieldName('command_name') ?? namedChildren(node)[0];
    const typed = this.text(name).replace(/[\u2013-\u2015]/g, '-');
    if (name.type !== 'command_name' || !/^[A-Za-z_][\w.\\-]*$/.test(typed)) {
      return parseProblem(node.startIndex + 1, 'a cmdlet is expected here', 'start the line with its name');
    }
    const parsedArguments: ParsedArgument[] = [];
    for (const each of node.children) {
      if (each === null || each.id === name.id || each.type === 'command_argument_sep') continue;
      if (each.type !== 'command_elements') return this.unexpected(each);
      const problem = this.elements(each, parsedArguments);
      if (problem !== null) return problem;
    }
    return { name: typed, column: name.startIndex + 1, arguments: parsedArguments };
  }

  /** Parameters, values and what separates them: a colon right behind a parameter ties the value to it. */
  private elements(node: Node, into: ParsedArgument[]): ParseProblem | null {
    let open: Node | null = null;
    let attached = false;
    for (const each of node.children) {
      if (each === null) continue;
      if (each.type === 'command_argument_sep') {
        if (!each.children.some((part) => part?.type === ':')) continue;
        if (open === null || open.endIndex !== each.startIndex) return this.notUnderstood(each.startIndex);
        attached = true;
      } else if (each.type === 'command_parameter') {
        if (open !== null && attached) return this.noValueAfterColon(open);
        into.push(this.named(each, null, false));
        open = each;
        attached = false;
      } else {
        const value = this.value(each);
        if (isParseProblem(value)) return value;
        if (open === null) into.push({ parameter: null, value, attached: false, column: value.column });
        else into[into.length - 1] = this.named(open, value, attached);
        open = null;
        attached = false;
      }
    }
    return open !== null && attached ? this.noValueAfterColon(open) : null;
  }

  private named(node: Node, value: ParsedValue | null, attached: boolean): ParsedArgument {
    return { parameter: this.text(node).slice(1), value, attached, column: node.startIndex + 1 };
  }

  private noValueAfterColon(node: Node): ParseProblem {
    const message = `${excerpt(this.text(node))}: has no value after the colon`;
    return parseProblem(node.startIndex + 1, message, 'write the value, or leave the colon out');
  }

  private value(node: Node, depth = 0): ParsedValue | ParseProblem {
    const held = unwrap(node);
    const column = held.startIndex + 1;
    switch (held.type) {
      case 'generic_token':
      case 'integer_literal':
      case 'real_literal':
      case 'variable':
        return literalValue(this.text(held), column);
      case 'string_literal':
        if (this.text(held).startsWith('@')) return notLiteral('a here-string', column);
        return literalValue(this.text(held), column);
      case 'expression_with_unary_operator':
        // -3 is an operator and a number to the grammar
        if (numberValue(this.text(held)) !== null) return literalValue(this.text(held), column);
        return this.unexpected(held);
      case 'array_literal_expression':
        return depth > 1 ? this.unexpected(held) : this.list(namedChildren(held), column, depth + 1);
      case 'array_expression':
        return depth > 0 ? this.unexpected(held) : this.arrayExpression(held, column);
      default:
        return this.unexpected(held);
    }
  }

  private list(nodes: readonly Node[], column: number, depth: number): ParsedValue | ParseProblem {
    const items: ParsedValue[] = [];
    for (const node of nodes) {
      const item = this.value(node, depth);
      if (isParseProblem(item)) return item;
      items.push(item);
    }
    return { kind: 'array', items, column };
  }

  /** `@('a','b')`: what its statements give, in one list. */
  private arrayExpression(node: Node, column: number): ParsedValue | ParseProblem {
    const statements = namedChildren(node)
      .flatMap((child) => (child.type === 'statement_list' ? namedChildren(child) : [child]))
      .filter((child) => child.type !== 'empty_statement');
    const list = this.list(statements, column, 1);
    if (isParseProblem(list) || list.kind !== 'array') return list;
    const items = list.items.flatMap((item) => (item.kind === 'array' ? item.items : [item]));
    return { kind: 'array', items, column };
  }

  private unexpected(node: Node): ParseProblem {
    const what = Object.hasOwn(NOT_LITERAL, node.type) ? NOT_LITERAL[node.type] : 'an expression';
    return notLiteral(what, node.startIndex + 1);
  }

  private notUnderstood(at: number): ParseProblem {
    // a node may begin with the white space before it
    const start = at + /^\s*/.exec(this.line.slice(at))![0].length;
    const near = excerpt(this.line.slice(start));
    const message =
      near === '' ? 'the line is not understood: it ends too early' : `not understood from "${near}" on`;
    return parseProblem(start + 1, message, 'write one cmdlet line as in the management shell');
  }

  private text(node: Node): string {
    return this.line.slice(node.startIndex, node.endIndex);
  }
}

function namedChildren(node: Node): Node[] {
  return node.namedChildren.filter((child): child is Node => child !== null && child.type !== 'comment');
}

/** Goes down while a node holds just one other. */
function unwrap(node: Node): Node {
  let held = node;
  while (WRAPPER.test(held.type) && held.childCount === 1) {
    const child = held.child(0);
    if (child === null) break;
    held = child;
  }
  return held;
}

/** Where the grammar first could not go on; not recursive, as input may nest deeply. */
function firstError(root: Node): number {
  let node = root;
  for (;;) {
    const children = node.children.filter((child): child is Node => child !== null);
    const broken = children.find((child) => child.hasError || child.isError || child.isMissing);
    if (broken !== undefined) node = broken;
    else if (!node.isError || children.length === 0) return node.startIndex;
    else {
      // within an error, what was understood comes first
      const last = children[children.length - 1];
      return last.startIndex > node.startIndex || !last.isNamed ? last.startIndex : node.endIndex;
    }
  }
}

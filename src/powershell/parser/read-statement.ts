// Recursive-descent reader, part: statements.
import { readBody } from './read-body.js';
import { readCommand } from './read-command.js';
import { readExpression, typeName } from './read-expression.js';
import { readPlainExpandable, readString } from './read-string.js';
import { childOf, childrenOf, type SourceText } from './reading.js';
import type { Block, Expression, PipelineElement, Statement, SwitchCase } from './syntax.js';
import type { SyntaxNode } from './tree.js';

/** The statements of a list; null = an empty block. */
export function readBlockNode(node: SyntaxNode | null, source: SourceText): Statement[] {
  if (node === null) return [];
  return node.children
    .filter((child) => child.type !== 'empty_statement' && child.type !== '{' && child.type !== '}')
    .map((child) => readStatement(child, source));
}

/** One statement; what drydrill does not read becomes `unsupported`, never nothing. */
export function readStatement(node: SyntaxNode, source: SourceText): Statement {
  const piece = source.piece(node);
  switch (node.type) {
    case 'if_statement':
      return ifStatement(node, source);
    case 'while_statement': {
      const condition = conditionOf(node, source);
      return { kind: 'while', condition, body: blockOf(node, source), ...piece };
    }
    case 'do_statement': {
      const until = node.children.some((child) => child.type === 'until');
      const condition = conditionOf(node, source);
      return { kind: 'do', body: blockOf(node, source), condition, until, ...piece };
    }
    case 'for_statement':
      return forStatement(node, source);
    case 'foreach_statement':
      return foreachStatement(node, source);
    case 'switch_statement':
      return switchStatement(node, source);
    case 'try_statement':
      return tryStatement(node, source);
    case 'function_statement': {
      const name = childOf(node, 'function_name');
      if (name === null || childOf(node, 'filter') !== null) return source.unsupported(node, 'a filter');
      return { kind: 'function', name: source.textOf(name), body: readBody(node, source), ...piece };
    }
    case 'flow_control_statement':
      return flowStatement(node, source);
    case 'assignment_expression':
      return assignment(node, source);
    case 'pipeline':
    case 'pipeline_chain':
      return pipeline(node, source);
    case 'trap_statement':
      return source.unsupported(node, 'a trap');
    case 'label':
      return source.unsupported(node, 'a label');
    default:
      if (/_statement$/.test(node.type)) return source.unknown(node);
      return { kind: 'pipeline', elements: [element(node, source)], ...piece };
  }
}

function element(node: SyntaxNode, source: SourceText): PipelineElement {
  return node.type === 'command' ? readCommand(node, source) : readExpression(node, source);
}

function pipeline(node: SyntaxNode, source: SourceText): Statement {
  const elements: PipelineElement[] = [];
  let redirected = false;
  for (const child of node.children) {
    if (child.type === '|') continue;
    if (child.type === 'redirections') {
      redirected = true;
      continue;
    }
    if (child.type === 'pipeline_chain_tail') return source.unsupported(node, '&& and ||');
    if (child.type === 'pipeline_chain') {
      const inner = pipeline(child, source);
      if (inner.kind !== 'pipeline') return inner;
      elements.push(...inner.elements);
    } else elements.push(element(child, source));
  }
  if (elements.length === 0) return source.unknown(node);
  if (redirected) return source.unsupported(node, 'the redirection of an expression');
  return { kind: 'pipeline', elements, ...source.piece(node) };
}

function assignment(node: SyntaxNode, source: SourceText): Statement {
  const [left, operator, right] = node.children;
  if (node.children.length !== 3 || left.children.length !== 1) return source.unknown(node);
  return {
    kind: 'assign',
    target: readExpression(left.children[0], source),
    operator: source.textOf(operator),
    value: readStatement(right, source),
    ...source.piece(node),
  };
}

/** What stands between the parentheses of a statement. */
function conditionOf(node: SyntaxNode, source: SourceText): Statement {
  const open = node.children.findIndex((child) => child.type === '(');
  const inner = node.children[open + 1];
  return open === -1 || inner.type === ')' ? source.unknown(node) : readStatement(inner, source);
}

function blockOf(node: SyntaxNode, source: SourceText): Block {
  const block = childOf(node, 'statement_block');
  return block === null ? [source.unknown(node)] : readBlock(block, source);
}

function readBlock(block: SyntaxNode, source: SourceText): Block {
  return block.children
    .filter((child) => child.type !== '{' && child.type !== '}')
    .flatMap((child) => (child.type === 'statement_list' ? readBlockNode(child, source) : [source.unknown(child)]));
}

function ifStatement(node: SyntaxNode, source: SourceText): Statement {
  const more = childOf(node, 'elseif_clauses');
  const clauses = [node, ...(more === null ? [] : childrenOf(more, 'elseif_clause'))].map((each) => ({
    condition: conditionOf(each, source),
    body: blockOf(each, source),
  }));
  const last = childOf(node, 'else_clause');
  const otherwise = last === null ? null : blockOf(last, source);
  return { kind: 'if', clauses, otherwise, ...source.piece(node) };
}

function forStatement(node: SyntaxNode, source: SourceText): Statement {
  const part = (type: string): Statement | null => {
    const found = childOf(node, type);
    if (found === null) return null;
    return found.children.length === 1 ? readStatement(found.children[0], source) : source.unknown(found);
  };
  return {
    kind: 'for',
    first: part('for_initializer'),
    condition: part('for_condition'),
    next: part('for_iterator'),
    body: blockOf(node, source),
    ...source.piece(node),
  };
}

function foreachStatement(node: SyntaxNode, source: SourceText): Statement {
  const variable = childOf(node, 'variable');
  const into = node.children.findIndex((child) => child.type === 'in');
  const list = node.children[into + 1];
  if (variable === null || into === -1 || childOf(node, 'foreach_parameter') !== null) {
    return source.unknown(node);
  }
  return {
    kind: 'foreach',
    variable: readExpression(variable, source),
    list: readStatement(list, source),
    body: blockOf(node, source),
    ...source.piece(node),
  };
}

function switchStatement(node: SyntaxNode, source: SourceText): Statement {
  const flags = childrenOf(childOf(node, 'switch_parameters') ?? { ...node, children: [] }, 'switch_parameter').map(
    (each) => source.textOf(each).slice(1).toLowerCase(),
  );
  const known = ['wildcard', 'regex', 'exact', 'casesensitive'];
  const condition = childOf(node, 'switch_condition');
  if (condition === null || flags.some((flag) => !known.includes(flag))) return source.unknown(node);
  const list = childOf(childOf(node, 'switch_body') ?? node, 'switch_clauses');
  const cases = (list === null ? [] : childrenOf(list, 'switch_clause')).map((each): SwitchCase => {
    const test = childOf(each, 'switch_clause_condition') ?? each;
    return { test: switchTest(test, source), body: blockOf(each, source) };
  });
  return {
    kind: 'switch',
    match: flags.includes('regex') ? 'regex' : flags.includes('wildcard') ? 'wildcard' : 'exact',
    exactCase: flags.includes('casesensitive'),
    on: conditionOf(condition, source),
    cases,
    ...source.piece(node),
  };
}

function switchTest(node: SyntaxNode, source: SourceText): Expression | null {
  if (node.children.length === 1) return readExpression(node.children[0], source, true);
  const text = source.textOf(node);
  if (text.toLowerCase() === 'default') return null;
  // the grammar does not look into the string of a clause
  if (/^["\u201c-\u201e]/.test(text)) return readPlainExpandable(node, source);
  return readString(node, source, true);
}

function tryStatement(node: SyntaxNode, source: SourceText): Statement {
  const clauses = childOf(node, 'catch_clauses');
  const catches = childrenOf(clauses ?? { ...node, children: [] }, 'catch_clause').map((each) => ({
    types: childrenOf(childOf(each, 'catch_type_list') ?? { ...each, children: [] }, 'type_literal').map((type) =>
      typeName(type, source),
    ),
    body: blockOf(each, source),
  }));
  const last = childOf(node, 'finally_clause');
  return {
    kind: 'try',
    body: blockOf(node, source),
    catches,
    last: last === null ? null : blockOf(last, source),
    ...source.piece(node),
  };
}

const FLOW = ['return', 'throw', 'break', 'continue', 'exit'] as const;

function flowStatement(node: SyntaxNode, source: SourceText): Statement {
  const [first, ...rest] = node.children;
  const word = FLOW.find((each) => each === first?.type);
  if (word === undefined || rest.length > 1) return source.unknown(node);
  const value = rest.length === 0 ? null : readStatement(rest[0], source);
  return { kind: 'flow', word, value, ...source.piece(node) };
}

// Recursive-descent reader, part: bodies of scripts, functions and script blocks, with their parameters.
import { readExpression, typeName } from './read-expression.js';
import { readBlockNode } from './read-statement.js';
import { childOf, childrenOf, type SourceText } from './reading.js';
import type { Body, Parameter, Statement } from './syntax.js';
import type { SyntaxNode } from './tree.js';

/** Parameters and statements of a script, a function or a script block. */
export function readBody(node: SyntaxNode, source: SourceText): Body {
  const into: Collected = { parameters: [], begin: [], process: null, statements: [] };
  collect(node, source, into);
  return into;
}

interface Collected {
  readonly parameters: Parameter[];
  readonly begin: Statement[];
  process: Statement[] | null;
  readonly statements: Statement[];
}

function collect(node: SyntaxNode, source: SourceText, into: Collected): void {
  for (const child of node.children) {
    switch (child.type) {
      case 'param_block':
      case 'function_parameter_declaration':
        into.parameters.push(...parametersOf(child, source));
        break;
      case 'script_block':
      case 'script_block_body':
        collect(child, source, into);
        break;
      case 'statement_list':
        into.statements.push(...readBlockNode(child, source));
        break;
      case 'named_block_list':
        for (const each of child.children) namedBlock(each, source, into);
        break;
      case '{':
      case '}':
      case 'function':
      case 'filter':
      case 'function_name':
        break;
      default:
        // the statements of a short script block stand in it directly
        into.statements.push(...readBlockNode({ ...node, children: [child] }, source));
    }
  }
}

function namedBlock(node: SyntaxNode, source: SourceText, into: Collected): void {
  const name = node.children[0] === undefined ? '' : source.textOf(node.children[0]).toLowerCase();
  const block = childOf(node, 'statement_block');
  const list = block === null ? null : childOf(block, 'statement_list');
  const read = readBlockNode(list, source);
  if (name === 'begin') into.begin.push(...read);
  else if (name === 'process') into.process = [...(into.process ?? []), ...read];
  else if (name === 'end') into.statements.push(...read);
  else into.statements.push(source.unknown(node));
}

function parametersOf(node: SyntaxNode, source: SourceText): Parameter[] {
  const list = childOf(node, 'parameter_list');
  return childrenOf(list ?? node, 'script_parameter').map((each) => {
    const named = childOf(each, 'variable') ?? each;
    const attributes = childrenOf(childOf(each, 'attribute_list') ?? { ...each, children: [] }, 'attribute');
    const type = attributes.map((attribute) => childOf(attribute, 'type_literal')).find((t) => t !== null);
    const standard = childOf(each, 'script_parameter_default');
    const value = standard?.children.find((child) => child.type !== '=');
    return {
      name: source.textOf(named).replace(/^\$\{?|\}$/g, ''),
      type: type === undefined || type === null ? null : typeName(type, source),
      mandatory: attributes.some((a) => /\bmandatory\b(?!\s*=\s*\$false)/i.test(source.textOf(a))),
      standard: value === undefined ? null : readExpression(value, source),
      at: source.position(source.startOf(named)),
    };
  });
}

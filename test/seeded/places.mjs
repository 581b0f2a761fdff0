// Structural patches of JavaScript: a place is a declaration or a state machine, and a path of selectors from there
// through the syntax tree (ESTree). Neither the file, nor names of local variables, nor white space is part of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/** All modules of a folder, each with its syntax tree once that is asked for. */
export function readModules(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.js'))
    .map((file) => moduleOf(file, readFileSync(join(folder, file), 'utf8')));
}

export function moduleOf(file, text) {
  let tree;
  return {
    file,
    text,
    get tree() {
      tree ??= parseAst(text);
      return tree;
    },
  };
}

const isNode = (value) => typeof value?.type === 'string';

function* childrenOf(node) {
  for (const value of Object.values(node))
    if (isNode(value)) yield value;
    else if (Array.isArray(value)) yield* value.filter(isNode);
}

function* nodesIn(node) {
  yield node;
  for (const child of childrenOf(node)) yield* nodesIn(child);
}

/** What a node is called: an identifier, a key, or the value of a literal. */
const nameOf = (node) => node?.name ?? textOf(node);

/** The value of a literal; of a template only where it has no gaps. */
const textOf = (node) =>
  node?.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0].value.cooked : node?.value;

const mentions = (node, words) => {
  const said = new Set([...nodesIn(node)].map(nameOf));
  return words.every((word) => said.has(word));
};

/** The innermost nodes that fit, in the order of the text. */
function innermost(node, fits) {
  const inside = [...childrenOf(node)].flatMap((child) => innermost(child, fits));
  return inside.length > 0 || !fits(node) ? inside : [node];
}

/** Selects the innermost nodes of an ESTree type that mention all the words: identifiers, keys, values of literals. */
export const kind = (type, ...words) => ({
  said: [type, ...words].join(' '),
  of: (node) => innermost(node, (n) => n.type === type && mentions(n, words)),
});

/** Selects the calls of a function or method. */
export const call = (name) => ({
  said: `call of ${name}`,
  of: (node) => innermost(node, (n) => n.type === 'CallExpression' && nameOf(n.callee.property ?? n.callee) === name),
});

/** Selects one of several: the `nth` of `all`, counted from 1. */
export const nth = (selector, nth, all) => ({
  said: `${selector.said} (${nth} of ${all})`,
  of: (node) => {
    const found = selector.of(node);
    return found.length === all ? [found[nth - 1]] : found;
  },
});

/** Follows fields of nodes, keys of object literals, places in lists and guards in lists of transitions. */
const path = (keys) => ({
  said: keys.join('/'),
  of: (node) => keys.reduce((nodes, key) => nodes.flatMap((n) => follow(n, key)), [node]),
});

function follow(node, key) {
  if (node.type === 'ObjectExpression') return node.properties.filter((p) => nameOf(p.key) === key).map((p) => p.value);
  const list = node.type === 'ArrayExpression' ? node.elements : node;
  const next = list[key] ?? (Array.isArray(list) ? list.find((e) => nameOf(follow(e, 'guard')[0]) === key) : null);
  return isNode(next) || Array.isArray(next) ? [next] : [];
}

/** The declarations of a name in a module, and members of that name in those of `owner`. */
function declared(module, name, owner) {
  const top = module.tree.body.flatMap((n) => n.declaration ?? n).flatMap((n) => n.declarations ?? n);
  const found = top.filter((n) => nameOf(n.id) === name);
  if (found.length > 0 || owner === undefined) return found;
  const isMember = (n) => nameOf(n.key) === name && (n.type === 'MethodDefinition' || n.type === 'Property');
  return declared(module, owner).flatMap((n) => innermost(n, isMember));
}

/**
 * A place inside a declaration: its name (`bringHome`), or a name that is declared beside it or in it and that of its
 * module (`poolFailover > timedOut`, `Log > import`).
 */
export const within = (where, ...selectors) => {
  const names = where.split(' > ');
  return {
    said: where,
    from: (module) =>
      names.every((n) => module.text.includes(n)) && declared(module, names[0]).length > 0
        ? declared(module, names.at(-1), names[0])
        : [],
    selectors: selectors.map((s) => (typeof s === 'string' ? path(s.split('/')) : s)),
  };
};

const isMachine = (id) => (n) =>
  n.type === 'CallExpression' &&
  nameOf(n.callee.property) === 'createMachine' &&
  nameOf(follow(n.arguments[0], 'id')[0]) === id;

const inMachine = (id, keys, selectors) => ({
  said: `machine ${id}`,
  from: (module) => (module.text.includes('createMachine') ? innermost(module.tree, isMachine(id)) : []),
  selectors: [path(keys), ...selectors],
});

/** What an event does in a state of a machine; with a guard that one of its transitions. */
export const transition = (machine, state, event, ...guard) => {
  const states = state.split('.').flatMap((name) => ['states', name]);
  return inMachine(machine, ['arguments', '0', ...states, 'on', event, ...guard], []);
};

/** A guard of a machine. */
export const guard = (machine, name, ...selectors) =>
  inMachine(machine, ['callee', 'object', 'arguments', '0', 'guards', name], selectors);

/** The module of a place, its node, and `all` that it lies in. Throws where there is not exactly one. */
function find(modules, place) {
  const only = (found, said) => {
    if (found.length !== 1) throw new Error(`${said}: found ${found.length} times, not once`);
    return found[0];
  };
  const starts = modules.flatMap((module) => place.from(module).map((node) => ({ module, node })));
  const { module, node: all } = only(starts, place.said);
  const follow = (node, s) => only(s.of(node), `${place.said}: ${s.said}`);
  return { module, all, node: place.selectors.reduce(follow, all) };
}

/** The file that a fault changes, and its text with the fault in it. Throws where the place is not found once. */
export function broken(modules, { name, rules, place, edit }) {
  try {
    const { module, node, all } = find(modules, place);
    const code = (n) => module.text.slice(n.start, n.end);
    const [before, after] = [module.text.slice(0, node.start), module.text.slice(node.end)];
    return { file: module.file, text: `${before}${edit(node, code, all)}${after}` };
  } catch (error) {
    throw new Error(`${rules.join(', ')}, ${name}: ${error.message}`, { cause: error });
  }
}

// Edits: (node, code, all) => what stands there instead; `code` gives the text of a node, `all` is what it lies in.

export const becomes = (text) => () => text;
export const removed = (node) => (node.type.endsWith('Statement') ? ';' : 'void 0');

/** Two arguments of a call, or two parameters, change places. */
export const swapped = (i, j) => (node, code) => {
  const list = node.arguments ?? node.params;
  const [a, b] = [list[i], list[j]];
  const all = code(node);
  const at = (n) => n - node.start;
  return [all.slice(0, at(a.start)), code(b), all.slice(at(a.end), at(b.start)), code(a), all.slice(at(b.end))].join(
    '',
  );
};

/** A transition with another target, other actions, or both. */
export const changed = (change) => (node) => {
  const plain =
    node.type === 'ObjectExpression'
      ? Object.fromEntries(node.properties.map(plainProperty))
      : { target: textOf(node) };
  return JSON.stringify({ ...plain, ...change });
};

const plainProperty = ({ key, value }) => [
  nameOf(key),
  value.type === 'ArrayExpression' ? value.elements.map(textOf) : textOf(value),
];

/** A further transition, before the last of its list. */
export const offered = (added) => (node, code) =>
  `[${[...node.elements.slice(0, -1).map(code), JSON.stringify(added), code(node.elements.at(-1))].join(', ')}]`;

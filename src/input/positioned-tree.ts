// A syntax tree of maps, lists and scalars in which every node keeps its place. Every reader of a structured format
// makes one; trees of several files can be merged (an overlay), and each part still knows its own file.
import type { Position } from '../core/input-error.js';

/** Input data that knows where it stands. */
export type Tree = TreeMap | TreeList | TreeScalar;

export interface TreeMap {
  readonly kind: 'map';
  readonly position: Position;
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

export interface TreeEntry {
  readonly keyPosition: Position;
  readonly value: Tree;
}

export interface TreeList {
  readonly kind: 'list';
  readonly position: Position;
  readonly items: readonly Tree[];
}

export interface TreeScalar {
  readonly kind: 'scalar';
  readonly position: Position;
  readonly value: string | number | boolean | null;
  /** column of the text's first character where the text stands in the file as it is, on one line; else null */
  readonly textColumn: number | null;
}

export type TreePath = readonly (string | number)[];

/** The plain data of a tree. Keys are safe: a reader refuses `__proto__` and its like. */
export function toData(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(toData);
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, toData(entry.value)]));
}

/** The part at `path`; undefined if there is none. */
export function treeAt(tree: Tree, path: TreePath): Tree | undefined {
  let part: Tree | undefined = tree;
  for (const step of path) {
    if (part === undefined) return undefined;
    part = childOf(part, step);
  }
  return part;
}

/** Where the value at `path` stands; the nearest part around it if it does not exist. */
export function positionAt(tree: Tree, path: TreePath): Position {
  let part = tree;
  for (const step of path) {
    const next = childOf(part, step);
    if (next === undefined) break;
    part = next;
  }
  return part.position;
}

/** Where the last key of `path` stands; the value's position for an item of a list. */
export function keyPositionAt(tree: Tree, path: TreePath): Position {
  const parent = treeAt(tree, path.slice(0, -1));
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.keyPosition ?? positionAt(tree, path);
}

/** A path as messages show it: `pools[0].backEnd.mirror`. */
export function formatPath(path: TreePath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

function childOf(tree: Tree, step: string | number): Tree | undefined {
  if (tree.kind === 'list' && typeof step === 'number') return tree.items[step];
  if (tree.kind === 'map') return tree.entries.get(String(step))?.value;
  return undefined;
}

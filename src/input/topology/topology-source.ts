// A topology tree with what its own format cannot say: defaults of ours, parts left out, whether it is an export.
import type { Position } from '../../core/input-error.js';
import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import type { PublishedCluster, UnmodelledPart } from '../../domain/deployment.js';
import type { Tree, TreeEntry, TreeList, TreeMap, TreeScalar } from '../positioned-tree.js';

/** A topology as it was read, before it is checked and overlaid. */
export interface TopologySource {
  readonly tree: Tree;
  /** values that the document does not say; those that survive an overlay are assumptions */
  readonly defaults: ReadonlyMap<Tree, AssumptionTaken>;
  readonly unmodelled: readonly UnmodelledPart[];
  /** all clusters of a document; absent = the file is of our own format */
  readonly published?: readonly PublishedCluster[];
  /** the file is an export of the product: what it lacks can only be said in an overlay */
  readonly exported: boolean;
}

/** The source of a file in our own format: what it says and nothing else. */
export function ownSource(tree: Tree): TopologySource {
  return { tree, defaults: new Map(), unmodelled: [], exported: false };
}

/** The assumptions among `defaults` that are still part of `tree`. */
export function survivingDefaults(tree: Tree, defaults: ReadonlyMap<Tree, AssumptionTaken>): AssumptionTaken[] {
  if (defaults.size === 0) return [];
  const own = defaults.get(tree);
  if (own !== undefined) return [own];
  if (tree.kind === 'scalar') return [];
  const children = tree.kind === 'list' ? tree.items : [...tree.entries.values()].map(({ value }) => value);
  return children.flatMap((child) => survivingDefaults(child, defaults));
}

export type ScalarValue = TreeScalar['value'];

/** A value of the tree that stands for something in another format. */
export function scalarAt(position: Position, value: ScalarValue): TreeScalar {
  return { kind: 'scalar', position, value, textColumn: null };
}

/** A list in the place of a part of another document. */
export function listAt(position: Position, items: readonly Tree[]): TreeList {
  return { kind: 'list', position, items };
}

/** A map of what is there: values that are null are left out. */
export function mapAt(position: Position, values: Readonly<Record<string, Tree | null>>): TreeMap {
  const entries = new Map<string, TreeEntry>();
  for (const [key, value] of Object.entries(values)) {
    if (value !== null) entries.set(key, { keyPosition: value.position, value });
  }
  return { kind: 'map', position, entries };
}

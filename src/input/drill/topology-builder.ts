// Changes that an administrator publishes with Topology Builder, in a short or a long form.
import { describeValue } from '../../core/quote.js';
import type { TopologyChange } from '../../domain/drill.js';
import type { KnownNames } from '../known-names.js';
import { type Tree, type TreeMap, type TreePath, toData, treeAt } from '../positioned-tree.js';
import type { DrillContext } from './context.js';

const CHANGES = ['edgeNextHop', 'federation', 'edgePool', 'pair', 'frontEndServers'] as const;

const EXAMPLE: Readonly<Record<(typeof CHANGES)[number], string>> = {
  edgeNextHop: 'edgeNextHop: { edge1.contoso.com: pool2.contoso.com }',
  federation: 'federation: { edge2.contoso.com: true }',
  edgePool: 'edgePool: { pool1.contoso.com: edge2.contoso.com }',
  pair: 'pair: [pool1.contoso.com, pool2.contoso.com]',
  frontEndServers: 'frontEndServers: pool1.contoso.com',
};

/** The change under `topologyBuilder:` at `path`: one change a step, in a short or a long form. */
export function readTopologyChange(path: TreePath, context: DrillContext): TopologyChange | null {
  const part = treeAt(context.root, path);
  const keys = part?.kind === 'map' ? [...part.entries.keys()] : [];
  const kind = CHANGES.find((each) => each === keys[0]);
  if (keys.length !== 1 || kind === undefined) {
    const what = keys.length > 1 ? `not ${keys.length}` : `one of ${CHANGES.join(', ')}`;
    return context.problems.at(
      path,
      `topologyBuilder takes one change, ${what}`,
      `e.g. ${EXAMPLE[kind ?? 'edgeNextHop']}`,
    );
  }
  const value = treeAt(context.root, [...path, kind])!;
  switch (kind) {
    case 'edgeNextHop': {
      const found = readTwo(value, kind, context, {
        left: { keys: ['edgePool', 'edge'], names: context.names.edgePools },
        right: { keys: ['pool', 'nextHop'], names: context.names.pools },
      });
      return found === null ? null : { kind, edgePool: found[0], pool: found[1] };
    }
    case 'edgePool': {
      const found = readTwo(value, kind, context, {
        left: { keys: ['pool'], names: context.names.pools },
        right: { keys: ['edgePool', 'edge'], names: context.names.edgePools },
      });
      return found === null ? null : { kind, pool: found[0], edgePool: found[1] };
    }
    case 'federation':
      return readFederation(value, context);
    case 'pair':
      return readPair(value, context);
    case 'frontEndServers': {
      const pool = resolve(value, context.names.pools, context);
      return pool === null ? null : { kind, pool };
    }
  }
}

interface Side {
  /** how the long form may call it */
  readonly keys: readonly string[];
  readonly names: KnownNames;
}

/** `{ LEFT: RIGHT }`, or both under their own keys. */
function readTwo(
  value: Tree,
  kind: (typeof CHANGES)[number],
  context: DrillContext,
  { left, right }: { readonly left: Side; readonly right: Side },
): [string, string] | null {
  if (value.kind === 'map' && value.entries.size === 2) {
    const leftKey = left.keys.find((key) => value.entries.has(key));
    const rightKey = right.keys.find((key) => value.entries.has(key));
    if (leftKey !== undefined && rightKey !== undefined) {
      const one = resolve(value.entries.get(leftKey)!.value, left.names, context);
      const two = resolve(value.entries.get(rightKey)!.value, right.names, context);
      return one === null || two === null ? null : [one, two];
    }
  }
  const entry = onlyEntry(value);
  if (entry === null) return refuse(value, kind, context);
  const one = left.names.need(entry.key, entry.keyPosition, context.problems);
  const two = resolve(entry.value, right.names, context);
  return one === null || two === null ? null : [one, two];
}

/** `edge2`, `{ edge2: false }`, `{ edgePool: edge2, on: true }` */
function readFederation(value: Tree, context: DrillContext): TopologyChange | null {
  const kind = 'federation';
  if (value.kind === 'scalar') {
    const edgePool = resolve(value, context.names.edgePools, context);
    return edgePool === null ? null : { kind, edgePool, on: true };
  }
  if (value.kind === 'map' && value.entries.has('edgePool')) {
    const rest = [...value.entries].filter(([key]) => key !== 'edgePool');
    const state = rest.length === 0 ? true : switchOf(rest[0][1].value);
    const known = rest.length <= 1 && rest.every(([key]) => ['on', 'enabled', 'federation'].includes(key));
    if (!known || state === null) return refuse(value, kind, context);
    const edgePool = resolve(value.entries.get('edgePool')!.value, context.names.edgePools, context);
    return edgePool === null ? null : { kind, edgePool, on: state };
  }
  const entry = onlyEntry(value);
  const on = entry === null ? null : switchOf(entry.value);
  if (entry === null || on === null) return refuse(value, kind, context);
  const edgePool = context.names.edgePools.need(entry.key, entry.keyPosition, context.problems);
  return edgePool === null ? null : { kind, edgePool, on };
}

/** `[A, B]` or `{ A: B }` */
function readPair(value: Tree, context: DrillContext): TopologyChange | null {
  let found: (string | null)[];
  const entry = onlyEntry(value);
  if (value.kind === 'list' && value.items.length === 2) {
    found = value.items.map((item) => resolve(item, context.names.pools, context));
  } else if (entry !== null) {
    const first = context.names.pools.need(entry.key, entry.keyPosition, context.problems);
    found = [first, resolve(entry.value, context.names.pools, context)];
  } else {
    return refuse(value, 'pair', context);
  }
  const [one, two] = found;
  if (one === null || two === null) return null;
  if (one === two) {
    return context.problems.add(value.position, 'a pair is two different pools', EXAMPLE.pair);
  }
  return { kind: 'pair', pools: [one, two] };
}

function onlyEntry(value: Tree): { key: string; keyPosition: TreeMap['position']; value: Tree } | null {
  if (value.kind !== 'map' || value.entries.size !== 1) return null;
  const [[key, entry]] = value.entries;
  return { key, ...entry };
}

function resolve(value: Tree, names: KnownNames, context: DrillContext): string | null {
  if (value.kind === 'scalar' && typeof value.value === 'string') {
    return names.need(value.value, value.position, context.problems);
  }
  const message = `one of the ${names.what} must stand here, not ${describeValue(toData(value))}`;
  return context.problems.add(value.position, message, names.all.slice(0, 12).join(', '));
}

/** YAML 1.2 reads `on` and `off` as text. */
function switchOf(value: Tree): boolean | null {
  if (value.kind !== 'scalar') return null;
  if (value.value === true || value.value === 'on') return true;
  if (value.value === false || value.value === 'off') return false;
  return null;
}

function refuse(value: Tree, kind: (typeof CHANGES)[number], context: DrillContext): null {
  return context.problems.add(value.position, `${kind} is not understood here`, `write ${EXAMPLE[kind]}`);
}

/** A change in one line of a report: `Topology Builder: next hop of edge1.contoso.com → pool2.contoso.com`. */
export function topologyChangeText(change: TopologyChange): string {
  switch (change.kind) {
    case 'edgeNextHop':
      return `Topology Builder: next hop of ${change.edgePool} → ${change.pool}`;
    case 'federation':
      return `Topology Builder: federation ${change.on ? 'on' : 'off'} for ${change.edgePool}`;
    case 'edgePool':
      return `Topology Builder: Edge pool of ${change.pool} → ${change.edgePool}`;
    case 'pair':
      return `Topology Builder: pair ${change.pools.join(' and ')}`;
    case 'frontEndServers':
      return `Topology Builder: Front End servers of ${change.pool}`;
    case 'bootstrap':
      return `Bootstrapper.exe on every server of ${change.pool}`;
    case 'update':
      return `cumulative update on every server of ${change.pool}`;
    case 'updateServer':
      return `update of ${change.server}`;
  }
}

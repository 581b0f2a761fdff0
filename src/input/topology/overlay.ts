// A deep merge of two trees: maps by key, lists by the identity of their items. Every part keeps its own place.
import { type InputError, inputError } from '../../core/input-error.js';
import { nearest } from '../../core/nearest.js';
import { quote } from '../../core/quote.js';
import { type Tree, type TreeEntry, type TreeList, type TreeMap, toData } from '../positioned-tree.js';
import { linkKey } from './check-references.js';

/** What identifies an item of each list; null where an item does not say. */
const IDENTITY: Readonly<Record<string, (item: TreeMap) => string | null>> = {
  pools: (item) => textOf(item, 'fqdn'),
  edgePools: (item) => textOf(item, 'fqdn'),
  sites: (item) => textOf(item, 'name'),
  links: linkOf,
};

/** A new pool has these; an item without them was meant to match one that exists. */
const OF_A_WHOLE: Readonly<Record<string, string>> = { pools: 'servers', edgePools: 'servers' };

/**
 * The topology with the overlay merged into it: maps deeply, pools and Edge pools by FQDN, sites by name, links by
 * their ends, everything else replaced. Each part keeps the position in its own file.
 */
export function mergeOverlay(base: Tree, overlay: Tree): Tree | InputError[] {
  if (overlay.kind !== 'map') {
    return [inputError(overlay.position, 'an overlay must be a map', 'it has the same keys as a topology file')];
  }
  if (base.kind !== 'map') return base;
  const errors: InputError[] = [];
  const entries = new Map(base.entries);
  for (const [key, entry] of overlay.entries) {
    const below = base.entries.get(key);
    const value =
      below?.value.kind === 'list' && entry.value.kind === 'list' && Object.hasOwn(IDENTITY, key)
        ? mergeLists(key, below.value, entry.value, errors)
        : mergeTrees(below?.value, entry.value);
    entries.set(key, { keyPosition: entry.keyPosition, value });
  }
  return errors.length > 0 ? errors : { ...base, entries };
}

function mergeTrees(base: Tree | undefined, overlay: Tree): Tree {
  if (base?.kind !== 'map' || overlay.kind !== 'map') return overlay;
  const entries = new Map<string, TreeEntry>(base.entries);
  for (const [key, entry] of overlay.entries) {
    entries.set(key, {
      keyPosition: entry.keyPosition,
      value: mergeTrees(base.entries.get(key)?.value, entry.value),
    });
  }
  return { ...base, entries };
}

function mergeLists(key: string, base: TreeList, overlay: TreeList, errors: InputError[]): TreeList {
  const identify = (item: Tree) => (item.kind === 'map' ? IDENTITY[key](item) : null);
  const items = [...base.items];
  const names = items.map(identify);
  const said = new Set<string>();
  for (const item of overlay.items) {
    const name = identify(item);
    if (name !== null && said.has(name)) {
      errors.push(inputError(item.position, `a second item of ${key} for the same part`, 'write all of it in one'));
      continue;
    }
    if (name !== null) said.add(name);
    const index = name === null ? -1 : names.indexOf(name);
    if (index >= 0) {
      items[index] = mergeTrees(items[index], item);
      continue;
    }
    const whole = OF_A_WHOLE[key];
    if (item.kind === 'map' && whole !== undefined && !item.entries.has(whole)) {
      errors.push(unmatched(key, item, name, names));
    }
    items.push(item);
  }
  return { ...base, items };
}

function unmatched(key: string, item: TreeMap, name: string | null, names: readonly (string | null)[]): InputError {
  if (name === null) return inputError(item.position, `this item of ${key} has no "fqdn"`, 'name what it adds to');
  const near = nearest(
    name,
    names.filter((known) => known !== null),
  );
  const hint = near === null ? 'a new one needs all its keys' : `did you mean ${quote(near)}?`;
  const position = item.entries.get('fqdn')?.value.position ?? item.position;
  return inputError(position, `the topology has no ${quote(name)} under ${key}`, hint);
}

function textOf(item: TreeMap, key: string): string | null {
  const value = item.entries.get(key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value.toLowerCase() : null;
}

function linkOf(item: TreeMap): string | null {
  const between = item.entries.get('between');
  const ends = between === undefined ? null : toData(between.value);
  return Array.isArray(ends) && ends.every((end) => typeof end === 'string') ? linkKey(ends) : null;
}

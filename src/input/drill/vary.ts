/** Variations of a drill: one value of it, or of its topology, set to others. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type InputError, inputError } from '../../core/input-error.js';
import { nearest } from '../../core/nearest.js';
import type { Drill } from '../../domain/drill.js';
import { writeTopology } from '../topology/write-yaml.js';
import { type DrillOptions, drillOfText, readDrill } from './read-drill.js';

/** A drill with one value changed. */
export interface Variation {
  /** `KEY=VALUE`, with what stood there */
  readonly name: string;
  readonly drill: Drill;
}

type Node = Record<string, unknown> | unknown[];

const TOPOLOGY_KEYS = [
  ...['product', 'sites', 'links', 'pools', 'edgePools', 'centralManagement', 'backupService', 'voiceResiliency'],
  'policy',
];
const DRILL_KEYS = ['seed', 'load', 'faults', 'steps', 'expect', 'assumptions', 'files', 'answers'];

/**
 * The drill itself, and one variation for each value of each `KEY=VALUE,...`. A key is a path in the topology or the
 * drill; an item of a list goes by its name, or by its place from 1 on; `none` leaves the key out.
 */
export async function variationsOf(
  path: string,
  options: DrillOptions,
  vary: readonly string[],
): Promise<{ readonly variations: readonly Variation[] } | InputError[]> {
  const base = await readDrill(path, options);
  if (Array.isArray(base)) return base;
  const found: Variation[] = [{ name: 'as it is', drill: base }];
  const topology = writeTopology(base.deployment);
  for (const wish of vary) {
    const [, key = '', values = ''] = /^([^=]+)=(.*)$/s.exec(wish) ?? [];
    const at = { file: `--vary ${wish}`, line: 0, column: 0 };
    if (key === '' || values === '')
      return [inputError(at, 'this is not KEY=VALUE,...', 'e.g. backupService.syncInterval=1m,5m')];
    for (const value of values.split(',')) {
      const data = { ...(parse(readFileSync(path, 'utf8')) as Record<string, unknown>), topology: parse(topology) };
      const was = set(data, key, value.trim());
      if ('problem' in was) return [inputError(at, was.problem, was.hint)];
      const drill = await drillOfText(JSON.stringify(data), path, { seed: options.seed });
      if (Array.isArray(drill))
        return drill.map((error) => inputError(at, `${key}=${value}: ${error.message}`, error.hint));
      found.push({ name: `${key}=${value.trim()} (it was ${inWords(was.before)})`, drill });
    }
  }
  return { variations: found };
}

const inWords = (value: unknown): string =>
  value === undefined || value === null ? 'none' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Sets the value at a key and answers what stood there, or what is wrong with the key. */
function set(
  data: Record<string, unknown>,
  key: string,
  value: string,
): { before: unknown } | { problem: string; hint: string } {
  const [first] = key.split('.');
  const known = [...TOPOLOGY_KEYS, ...DRILL_KEYS];
  if (!known.includes(first)) {
    const close = nearest(first, known);
    return {
      problem: `neither the topology nor the drill has a key "${first}"`,
      hint: close === null ? `keys are ${known.join(', ')}` : `did you mean "${close}"?`,
    };
  }
  let node = (DRILL_KEYS.includes(first) ? data : data.topology) as Node;
  let rest = key;
  for (;;) {
    const step = stepInto(node, rest);
    if (step === null) return { problem: `there is no "${rest}" in ${key}`, hint: choices(node) };
    if (step.rest === '') {
      const before = (node as Record<string, unknown>)[step.key];
      if (value === 'none') delete (node as Record<string, unknown>)[step.key];
      else (node as Record<string, unknown>)[step.key] = parse(value);
      return { before };
    }
    const container = node as Record<string, unknown>;
    // What the file leaves out can be set too.
    container[step.key] ??= {};
    const next = container[step.key];
    if (typeof next !== 'object' || next === null)
      return { problem: `"${step.key}" in ${key} is a value: nothing is below it`, hint: 'leave the rest out' };
    node = next as Node;
    rest = step.rest;
  }
}

/** The key of the first part of a path in a map or a list, and what is left of the path; null = a list has no such item. */
function stepInto(node: Node, path: string): { readonly key: string; readonly rest: string } | null {
  if (!Array.isArray(node)) {
    // Names of hosts have dots: the longest key that the map has goes first.
    const own = Object.keys(node)
      .filter((key) => path === key || path.startsWith(`${key}.`))
      .sort((a, b) => b.length - a.length);
    const key = own[0] ?? path.split('.')[0];
    return { key, rest: path.slice(key.length + 1) };
  }
  const named = node.findIndex((item) => {
    const name = nameOf(item);
    return name !== null && (path === name || path.startsWith(`${name}.`));
  });
  if (named >= 0) return { key: String(named), rest: path.slice((nameOf(node[named]) ?? '').length + 1) };
  const [place] = path.split('.');
  const index = Number(place) - 1;
  return Number.isInteger(index) && index in node ? { key: String(index), rest: path.slice(place.length + 1) } : null;
}

const nameOf = (item: unknown): string | null => {
  if (typeof item !== 'object' || item === null) return null;
  const { fqdn, name } = item as { fqdn?: unknown; name?: unknown };
  return typeof fqdn === 'string' ? fqdn : typeof name === 'string' ? name : null;
};

function choices(node: Node): string {
  if (!Array.isArray(node)) return `there are ${Object.keys(node).join(', ')}`;
  const names = node.map(nameOf).filter((name) => name !== null);
  return names.length > 0 ? `there are ${names.join(', ')}` : `there are 1 to ${node.length}`;
}

/** Variations of a drill: one value of it, or of its topology, set to others. */
import { type InputError, inputError, isInputError } from '../../core/input-error.js';
import { nearest } from '../../core/nearest.js';
import type { Drill } from '../../domain/drill.js';
import { DISK } from '../disk-files.js';
import { toData } from '../positioned-tree.js';
import { writeTopology } from '../topology/write-yaml.js';
import { parseYaml, yamlIn } from '../yaml-tree.js';
import { defaultOf } from './defaults.js';
import { type DrillOptions, drillIn, drillOfText } from './read-drill.js';

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
  const base = await drillIn(DISK, path, options);
  if (Array.isArray(base)) return base;
  const text = yamlIn(DISK, path);
  if (isInputError(text)) return [text];
  const found: Variation[] = [{ name: 'as it is', drill: base }];
  for (const wish of vary) {
    const [, key = '', values = ''] = /^([^=]+)=(.*)$/s.exec(wish) ?? [];
    const at = { file: `--vary ${wish}`, line: 0, column: 0 };
    if (key === '' || values === '')
      return [inputError(at, 'this is not KEY=VALUE,...', 'e.g. backupService.syncInterval=1m,5m')];
    for (const value of valuesOf(values)) {
      const data = dataOf(base, toData(text) as Record<string, unknown>);
      const was = set(data, key, value);
      if (isInputError(was)) return [inputError(at, `${key}=${value}: ${was.message}`, was.hint)];
      if ('problem' in was) return [inputError(at, was.problem, was.hint)];
      // What the command line says of the topology and the seed is in the data.
      const drill = await drillOfText(DISK, JSON.stringify(data), path, {});
      if (Array.isArray(drill))
        return drill.map((error) => inputError(at, `${key}=${value}: ${error.message}`, error.hint));
      found.push({ name: `${key}=${value} (it was ${was.before ?? defaultOf(base, was.name)})`, drill });
    }
  }
  return { variations: found };
}

/** A drill with the topology and the seed that it is run with, and the assumptions of both in one place. */
function dataOf(base: Drill, text: Record<string, unknown>): Record<string, unknown> {
  const topology = parseYaml(writeTopology({ ...base.deployment, assumptions: {} }), base.file);
  if (isInputError(topology)) throw new Error(`a topology that was written cannot be read: ${topology.message}`);
  const { assumptions } = base.deployment;
  return { ...text, seed: base.seed, topology: toData(topology), assumptions: { ...assumptions } };
}

/** The values of a list, at its commas outside brackets and quotes. */
function valuesOf(list: string): string[] {
  const values = [''];
  let [depth, quote] = [0, ''];
  for (const char of list) {
    if (char === ',' && depth <= 0 && quote === '') {
      values.push('');
      continue;
    }
    values[values.length - 1] += char;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
  }
  return values.map((value) => value.trim());
}

const inWords = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** What stood at a key, null = nothing, and the key with the names of the items of lists; or what is wrong with it. */
type Found = { readonly before: string | null; readonly name: string } | { problem: string; hint: string } | InputError;

/** Sets the value at a key and answers what stood there, or what is wrong with the key. */
function set(data: Record<string, unknown>, key: string, value: string): Found {
  if (value === '') return { problem: 'a value is empty', hint: 'none leaves the key out' };
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
  const names: string[] = [];
  for (;;) {
    const step = stepInto(node, rest);
    if (step === null) return { problem: `there is no "${rest}" in ${key}`, hint: choices(node) };
    names.push(step.name);
    if (step.rest === '') return change(node, step.key, value, names.join('.'));
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

/** Sets a value in a map or a list, or takes it out of it. */
function change(node: Node, key: string, value: string, name: string): Found {
  const container = node as Record<string, unknown>;
  const before = inWords(container[key]);
  if (value !== 'none') {
    const tree = parseYaml(value, name);
    if (isInputError(tree)) return tree;
    container[key] = toData(tree);
  } else if (Array.isArray(node)) node.splice(Number(key), 1);
  else delete container[key];
  return { before, name };
}

interface StepInto {
  readonly key: string;
  /** the key, or the name of the item of a list */
  readonly name: string;
  /** what is left of the path */
  readonly rest: string;
}

/** The first part of a path in a map or a list; null = a list has no such item. */
function stepInto(node: Node, path: string): StepInto | null {
  if (!Array.isArray(node)) {
    // Names of hosts have dots: the longest key that the map has goes first.
    const own = Object.keys(node)
      .filter((key) => path === key || path.startsWith(`${key}.`))
      .sort((a, b) => b.length - a.length);
    const key = own[0] ?? path.split('.')[0];
    return { key, name: key, rest: path.slice(key.length + 1) };
  }
  const names = node.map(nameOf);
  const named = names.findIndex((name) => name !== null && (path === name || path.startsWith(`${name}.`)));
  const [place] = path.split('.');
  const index = named >= 0 ? named : Number(place) - 1;
  if (!Number.isInteger(index) || !(index in node)) return null;
  const name = names[index] ?? place;
  return { key: String(index), name, rest: path.slice((named >= 0 ? name : place).length + 1) };
}

const nameOf = (item: unknown): string | null => {
  if (typeof item !== 'object' || item === null) return null;
  const { fqdn, name, between } = item as { fqdn?: unknown; name?: unknown; between?: unknown };
  if (Array.isArray(between)) return between.join('-');
  return typeof fqdn === 'string' ? fqdn : typeof name === 'string' ? name : null;
};

function choices(node: Node): string {
  if (!Array.isArray(node)) return `there are ${Object.keys(node).join(', ')}`;
  const names = node.map(nameOf).filter((name) => name !== null);
  return names.length > 0 ? `there are ${names.join(', ')}` : `there are 1 to ${node.length}`;
}

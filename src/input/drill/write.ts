// The inverse of the reader: a drill as the text of a drill file, which reads back as the same drill.
import { Document, isMap, isNode, isPair, isScalar, isSeq, type Node, visit } from 'yaml';
import { formatDuration } from '../../core/duration.js';
import { isStatement } from '../../domain/components/back-end/mirroring-statement.js';
import type { EarlierExport } from '../../domain/deployment.js';
import type { Drill, Expectation, FaultAction, Step, TopologyChange } from '../../domain/drill.js';

/** A part of a drill file as plain data. */
export type DrillData = { readonly [key: string]: unknown };

/** A comment in a drill file: lines without their `#`, and the path of the entry that they stand above. */
export interface DrillComment {
  readonly above: readonly (string | number)[];
  readonly lines: readonly string[];
}

/**
 * A drill as the text of a drill file; `topology` is the path of a file or an inline map. Reading the file
 * gives the same drill, with lines.
 */
export const drillYaml = (drill: Drill, topology: string | DrillData): string =>
  // What two steps share is written twice: a reader knows no anchors.
  write(new Document(drillData(drill, topology), { aliasDuplicateObjects: false }));

/** A drill as what a drill file has, plain data. */
export function drillData(drill: Drill, topology: string | DrillData): DrillData {
  const { name, seed, load, assumptions, faults, steps, expect, deployment } = drill;
  const { files = [] } = deployment;
  return {
    drill: name,
    topology,
    seed,
    load,
    ...(Object.keys(assumptions).length === 0 ? {} : { assumptions }),
    ...(faults.length === 0 ? {} : { faults: faults.map(faultData) }),
    steps: steps.map(stepData),
    ...(files.length === 0 ? {} : { files: files.map(fileData) }),
    ...expectData(expect),
  };
}

/** The entries of a drill file with comments above them, for people: each key of a step on a line, prose in quotes. */
export function commentedDrillYaml(entries: DrillData, comments: readonly DrillComment[]): string {
  const document = new Document(entries, { aliasDuplicateObjects: false });
  for (const { above, lines } of comments) {
    const [key, parent] = [above.at(-1), document.getIn(above.slice(0, -1))];
    const entry = isMap(parent)
      ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key
      : document.getIn(above, true);
    if (isNode(entry)) entry.commentBefore = lines.map((line) => ` ${line}`).join('\n');
  }
  visit(document, {
    Scalar(place, node, path) {
      const pair = path.at(-1);
      const command = isPair(pair) && isScalar(pair.key) && pair.key.value === 'run';
      const prose = typeof node.value === 'string' && !/^\w[\w.-]*$/.test(node.value);
      if (place !== 'key' && prose && !command) node.type = 'QUOTE_DOUBLE';
    },
  });
  return write(document, document.get('steps'));
}

function write(document: Document, spread?: unknown): string {
  flow(document.contents, 0, spread);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Entries of lists are written on one line, as in the examples, but for those of the list `spread`. */
function flow(node: Node | null, depth: number, spread: unknown): void {
  if (isMap(node)) {
    for (const pair of node.items) flow(pair.value as Node | null, depth + 1, spread);
    const plain = node.items.every((pair) => !isMap(pair.value) && !isSeq(pair.value));
    node.flow = depth > 1 || (depth === 1 && plain);
  } else if (isSeq(node)) {
    for (const item of node.items) flow(item as Node | null, depth + 1, spread);
    node.flow = !node.items.some(isMap);
    if (node === spread) for (const item of node.items) if (isMap(item)) item.flow = false;
  }
}

/** What is expected beside the defaults. */
function expectData(expect: Expectation): DrillData {
  const { lostMax, rtoMs, rpoMs, violates, mayBeUnserved, routesMs } = expect;
  const durations = (limits: Readonly<Record<string, number>>): DrillData =>
    Object.fromEntries(Object.entries(limits).map(([name, ms]) => [name, formatDuration(ms)]));
  const data = {
    ...(lostMax === null ? {} : { lost: { max: lostMax } }),
    ...(Object.keys(rtoMs).length === 0 ? {} : { rto: durations(rtoMs) }),
    ...(rpoMs === null ? {} : { rpo: formatDuration(rpoMs) }),
    ...(violates.length === 0 ? {} : { violates }),
    ...(mayBeUnserved.length === 0 ? {} : { served: mayBeUnserved === 'all' ? false : { except: mayBeUnserved } }),
    ...(Object.keys(routesMs).length === 0 ? {} : { routes: durations(routesMs) }),
  };
  return Object.keys(data).length === 0 ? {} : { expect: data };
}

const fileData = ({ path, holds, of, ageMs }: EarlierExport): DrillData => ({
  path,
  holds,
  ...(of === null ? {} : { of }),
  age: formatDuration(ageMs),
});

function faultData(fault: Drill['faults'][number]): DrillData {
  const { atMs, forMs } = fault;
  return { at: formatDuration(atMs), ...actionData(fault), ...forData(forMs) };
}

const forData = (forMs: number | null | undefined): DrillData =>
  typeof forMs === 'number' ? { for: formatDuration(forMs) } : {};

function actionData({ verb, target, destroy }: FaultAction): DrillData {
  const { kind, ...where } = target;
  const subject = target.kind === 'link' && !target.oneWay ? { link: target.link } : where;
  return { [verb]: subject, ...(destroy ? { destroy: true } : {}) };
}

/** A step as a drill file has it. */
export function stepData({ work, text, atMs, expectRefused, rule }: Step): DrillData {
  const beside = {
    ...(atMs === null ? {} : { at: formatDuration(atMs) }),
    ...(expectRefused ? { expect: 'refused' } : {}),
    ...(rule === null ? {} : { rule }),
  };
  switch (work.kind) {
    case 'run': {
      // A SQL statement that stands alone says beside it where it is typed.
      const server = isStatement(text) ? work.command.parameters.ServerInstance : undefined;
      return { run: text, ...(server === undefined ? {} : { on: server }), ...beside };
    }
    case 'noted':
    case 'notModelled':
    case 'failed':
      return { run: text, ...beside };
    case 'wait':
      return { wait: formatDuration(work.durationMs), ...beside };
    case 'waitUntil': {
      const { condition, pool, timeoutMs } = work;
      const where = pool === null ? {} : { pool };
      return { wait: { until: condition, ...where, timeout: formatDuration(timeoutMs) }, ...beside };
    }
    case 'topologyBuilder':
      return { ...changeStep(work.change), ...beside };
    case 'fault':
      return { ...actionData(work.fault), ...forData(work.forMs), ...beside };
    case 'note':
      return { note: work.text, ...beside };
    case 'script':
      return { script: text, ...beside };
  }
}

/** A step that publishes a change, as a drill file has it. */
export function changeStep(change: TopologyChange): DrillData {
  switch (change.kind) {
    case 'bootstrap':
    case 'update':
      return { [change.kind]: { pool: change.pool } };
    case 'edgeNextHop':
      return { topologyBuilder: { edgeNextHop: { [change.edgePool]: change.pool } } };
    case 'federation':
      return { topologyBuilder: { federation: { [change.edgePool]: change.on } } };
    case 'edgePool':
      return { topologyBuilder: { edgePool: { [change.pool]: change.edgePool } } };
    case 'pair':
      return { topologyBuilder: { pair: change.pools } };
  }
}

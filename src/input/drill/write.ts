import { Document, isMap, isSeq, type Node } from 'yaml';
import { formatDuration } from '../../core/duration.js';
import type { Drill, FaultAction, Step, TopologyChange } from '../../domain/drill.js';

type Data = { readonly [key: string]: unknown };

/**
 * A drill as the text of a drill file; `topology` is the path of a file or an inline map. Reading the file
 * gives the same drill, with lines.
 */
export function drillYaml(drill: Drill, topology: string | Data): string {
  const { name, seed, load, faults, steps, expect } = drill;
  const document = new Document({
    drill: name,
    topology,
    seed,
    load,
    ...(faults.length === 0 ? {} : { faults: faults.map(faultData) }),
    steps: steps.map(stepData),
    ...(expect.violates.length === 0 ? {} : { expect: { violates: expect.violates } }),
  });
  document.contents = flow(document.contents, 0);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Entries of lists are written on one line, as in the examples. */
function flow<T extends Node | null>(node: T, depth: number): T {
  if (isMap(node)) {
    for (const pair of node.items) flow(pair.value as Node | null, depth + 1);
    if (depth > 1) node.flow = true;
    if (depth === 1 && node.items.every((p) => !isMap(p.value) && !isSeq(p.value))) node.flow = true;
  } else if (isSeq(node)) {
    for (const item of node.items) flow(item as Node | null, depth + 1);
    if (!node.items.some(isMap)) node.flow = true;
  }
  return node;
}

function faultData(fault: Drill['faults'][number]): Data {
  const { atMs, forMs } = fault;
  return {
    at: formatDuration(atMs),
    ...actionData(fault),
    ...forData(forMs),
  };
}

const forData = (forMs: number | null | undefined): Data =>
  typeof forMs === 'number' ? { for: formatDuration(forMs) } : {};

function actionData({ verb, target, destroy }: FaultAction): Data {
  const { kind, ...where } = target;
  const subject = target.kind === 'link' && !target.oneWay ? { link: target.link } : where;
  return { [verb]: subject, ...(destroy ? { destroy: true } : {}) };
}

function stepData({ work, text, atMs, expectRefused, rule }: Step): Data {
  const beside = {
    ...(atMs === null ? {} : { at: formatDuration(atMs) }),
    ...(expectRefused ? { expect: 'refused' } : {}),
    ...(rule === null ? {} : { rule }),
  };
  switch (work.kind) {
    case 'run':
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
      return { topologyBuilder: changeData(work.change), ...beside };
    case 'fault':
      return { ...actionData(work.fault), ...forData(work.forMs), ...beside };
    case 'note':
      return { note: work.text, ...beside };
    case 'script':
      return { script: text, ...beside };
  }
}

function changeData(change: TopologyChange): Data {
  switch (change.kind) {
    case 'edgeNextHop':
      return { edgeNextHop: { [change.edgePool]: change.pool } };
    case 'federation':
      return { federation: { [change.edgePool]: change.on } };
    case 'edgePool':
      return { edgePool: { [change.pool]: change.edgePool } };
    case 'pair':
      return { pair: change.pools };
  }
}

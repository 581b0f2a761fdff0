// A drill as the plain data of a drill file: what its text says, without how it is written.
import { formatDuration } from '../../core/duration.js';
import { isStatement } from '../../domain/components/back-end/mirroring-statement.js';
import type { EarlierExport } from '../../domain/deployment.js';
import type { Drill, Expectation, FaultAction, Step, TopologyChange } from '../../domain/drill.js';

/** A part of a drill file as plain data. */
export type DrillData = { readonly [key: string]: unknown };

/** A drill as what a drill file has, plain data. */
export function drillData(drill: Drill, topology: string | DrillData): DrillData {
  const { name, seed, load, assumptions, faults, steps, expect, deployment } = drill;
  const { files = [], asRole } = deployment;
  return {
    drill: name,
    topology,
    seed,
    ...(asRole === undefined ? {} : { asRole }),
    load,
    ...(Object.keys(assumptions).length === 0 ? {} : { assumptions }),
    ...(faults.length === 0 ? {} : { faults: faults.map(faultData) }),
    steps: steps.map(stepData),
    ...(files.length === 0 ? {} : { files: files.map(fileData) }),
    ...expectData(expect),
  };
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
      // A SQL statement that stands alone says beside it where it is typed, as do cmdlets that know only that server.
      const { ServerInstance, TypedOn } = work.command.parameters;
      const server = isStatement(text) ? ServerInstance : TypedOn;
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
    case 'updateServer':
      return { update: { server: change.server } };
    case 'edgeNextHop':
      return { topologyBuilder: { edgeNextHop: { [change.edgePool]: change.pool } } };
    case 'federation':
      return { topologyBuilder: { federation: { [change.edgePool]: change.on } } };
    case 'edgePool':
      return { topologyBuilder: { edgePool: { [change.pool]: change.edgePool } } };
    case 'pair':
      return { topologyBuilder: { pair: change.pools } };
    case 'frontEndServers':
      return { topologyBuilder: { frontEndServers: change.pool } };
  }
}

// A fault of a drill file: what breaks or is put right, resolved against the topology.
import { quote } from '../../core/quote.js';
import { carriesResponseGroups, type Deployment, sameName } from '../../domain/deployment.js';
import { FAULT_KINDS, type FaultAction, type FaultTarget, type ScheduledFault } from '../../domain/drill.js';
import { isBreaking } from '../../domain/drill-input.js';
import { MODULES, type ModuleName } from '../../domain/state/modules.js';
import type { TreePath } from '../positioned-tree.js';
import type { DrillContext } from './context.js';
import { type FaultShape, TARGET_SCHEMA, type TargetShape } from './drill-schema.js';

/** What a fault does, as a drill file says it. */
export const FAULT_VERBS = ['crash', 'repair', 'cut', 'mend'] as const;
export type FaultVerb = (typeof FAULT_VERBS)[number];

const HAVE_DISKS: readonly FaultTarget['kind'][] = ['site', 'pool', 'server', 'fileStore', 'link'];
const MACHINE_EXAMPLE = 'e.g. { site: Datacenter1 }, { pool: pool1.contoso.com }, { server: sql1a.contoso.com }';

/** The entry of `faults:` at `path`. */
export function readFault(shape: FaultShape, path: TreePath, context: DrillContext): ScheduledFault | null {
  const verbs = context.present(path, FAULT_VERBS);
  if (verbs.length !== 1) {
    const what = verbs.length === 0 ? 'no crash, repair, cut or mend' : `${verbs.join(' and ')} at once`;
    return context.problems.at(path, `this fault has ${what}`, `write exactly one, ${MACHINE_EXAMPLE}`);
  }
  checkFor(verbs[0], shape, path, context);
  const action = readFaultAction(verbs[0], shape, path, context);
  return action === null ? null : { ...action, atMs: shape.at, forMs: shape.for, position: context.at(path) };
}

/** `for` undoes what is broken, not what is put right. */
export function checkFor(
  verb: FaultVerb,
  beside: { readonly for: number | null },
  path: TreePath,
  context: DrillContext,
): void {
  if (beside.for === null || isBreaking({ verb })) return;
  context.problems.atKey(
    [...path, 'for'],
    `"for" cannot stand beside ${verb}`,
    'it undoes a crash or a cut after that time',
  );
}

/** The fault `verb` of the map at `path`, a scheduled fault or a step. */
export function readFaultAction(
  verb: FaultVerb,
  beside: { readonly destroy: boolean | null; readonly oneWay: boolean | null; readonly for: number | null },
  path: TreePath,
  context: DrillContext,
): FaultAction | null {
  const { problems } = context;
  const destroy = beside.destroy ?? false;
  if (destroy && verb !== 'crash') {
    problems.atKey([...path, 'destroy'], `"destroy" cannot stand beside ${verb}`, 'only a crash can lose the disks');
  }
  const shape = context.read(TARGET_SCHEMA, [...path, verb]);
  if (shape === null) return null;
  const oneWay = shape.oneWay ?? beside.oneWay ?? false;
  const target = readTarget(verb, { ...shape, oneWay }, [...path, verb], context);
  if (target?.kind === 'hydration' && (verb !== 'crash' || beside.for != null)) {
    const hint = 'it is typed again at once; leave the repair, and "for", out';
    return problems.at([...path, verb], 'the hydration of a failback has nothing to repair', hint);
  }
  if (destroy && target !== null && !HAVE_DISKS.includes(target.kind)) {
    problems.atKey(
      [...path, 'destroy'],
      `"destroy" cannot stand beside a ${target.kind}: it has no disks of its own`,
      'crash its pool, a server or a site',
    );
  }
  return target === null ? null : { verb, target, destroy };
}

function readTarget(
  verb: FaultVerb,
  shape: TargetShape & { oneWay: boolean },
  path: TreePath,
  context: DrillContext,
): FaultTarget | null {
  const forLinks = verb === 'cut' || verb === 'mend';
  const kinds = FAULT_KINDS.filter((kind) => shape[kind] !== null);
  // a service runs in a pool: the pool is where, not what
  const kind = shape.service !== null ? 'service' : kinds[0];
  const count = shape.service !== null ? kinds.filter((each) => each !== 'pool').length : kinds.length;
  const refuse = (message: string, hint: string): null => context.problems.at(path, message, hint);
  const example = forLinks ? 'e.g. { link: [Datacenter1, Datacenter2] }' : MACHINE_EXAMPLE;
  if (count !== 1) {
    return refuse(`${verb} needs exactly one target, not ${count === 0 ? 'none' : kinds.join(' and ')}`, example);
  }
  if ((kind === 'link') !== forLinks) {
    const right = kind === 'link' ? 'cut or mend' : 'crash or repair';
    return refuse(`${verb} cannot hit a ${kind}`, `write ${right} for a ${kind}`);
  }
  if (shape.oneWay && kind !== 'link') return refuse(`"oneWay" is for links, not for a ${kind}`, 'remove it');
  return resolveTarget(kind, shape, path, context);
}

function resolveTarget(
  kind: FaultTarget['kind'],
  shape: TargetShape & { oneWay: boolean },
  path: TreePath,
  context: DrillContext,
): FaultTarget | null {
  const at = [...path, kind];
  switch (kind) {
    case 'site': {
      const site = context.need(context.names.sites, shape.site!, at);
      return site === null ? null : { kind, site };
    }
    case 'pool': {
      const pool = context.need(context.names.pools, shape.pool!, at);
      return pool === null ? null : { kind, pool };
    }
    case 'server': {
      const server = context.need(context.names.machines, shape.server!, at);
      return server === null ? null : { kind, server };
    }
    case 'fileStore': {
      const fileStore = context.need(context.names.fileStores, shape.fileStore!, at);
      return fileStore === null ? null : { kind, fileStore };
    }
    case 'module':
      return resolveModule(shape.module!, at, context);
    case 'share': {
      const share = context.need(context.names.fileStores, shape.share!, at);
      return share === null ? null : { kind, share };
    }
    case 'replicator':
      return resolveReplicator(shape.replicator!, at, context);
    case 'hydration': {
      const hydration = context.need(context.names.pools, shape.hydration!, at);
      return hydration === null ? null : { kind, hydration };
    }
    case 'service':
      return resolveService(shape, path, context);
    case 'link':
      return resolveLink(shape, at, context);
  }
}

function resolveService(shape: TargetShape, path: TreePath, context: DrillContext): FaultTarget | null {
  if (!sameName(shape.service, 'LYNCBACKUP')) {
    const message = `the service ${quote(shape.service!)} cannot be crashed or repaired`;
    return context.problems.at([...path, 'service'], message, 'the service that is modelled is LYNCBACKUP');
  }
  if (shape.pool === null) {
    const hint = 'e.g. { service: LYNCBACKUP, pool: pool1.contoso.com }';
    return context.problems.at(path, 'a service needs the pool it runs in', hint);
  }
  const pool = context.need(context.names.pools, shape.pool, [...path, 'pool']);
  return pool === null ? null : { kind: 'service', service: 'LYNCBACKUP', pool };
}

/** A module by its full or its short name, where the pool exports it (D31). */
function resolveModule(
  given: { readonly pool: string; readonly name: string },
  path: TreePath,
  context: DrillContext,
): FaultTarget | null {
  const pool = context.need(context.names.pools, given.pool, [...path, 'pool']);
  if (pool === null) return null;
  const known = modulesOf(context.deployment, pool);
  const name = known.find((each) => sameName(each, given.name) || sameName(each.replace(/^.*\./, ''), given.name));
  if (name !== undefined) return { kind: 'module', module: { pool, name } };
  const hint = known.length === 0 ? 'it has no partner' : `it has ${known.join(', ')}`;
  return context.problems.at([...path, 'name'], `${pool} exports no module ${quote(given.name)}`, hint);
}

/** The modules that a pool exports, now or after a failover of the Central Management Store. */
function modulesOf(deployment: Deployment, fqdn: string): ModuleName[] {
  const { pools, centralManagement } = deployment;
  const pool = pools.find((each) => each.fqdn === fqdn)!;
  const { backupPool } = pool;
  if (backupPool === null) return [];
  const hasStore = [fqdn, backupPool].some((name) => sameName(name, centralManagement.active));
  return MODULES.filter((name) => {
    if (name.startsWith('ApplicationServer.')) return carriesResponseGroups(deployment, pool);
    return hasStore || !name.startsWith('CentralMgmt.');
  });
}

/** The store replicates from its active master, whichever pool that is: the name of either pool that has it stands for it. */
function resolveReplicator(given: string | true, path: TreePath, context: DrillContext): FaultTarget | null {
  const { pools, centralManagement } = context.deployment;
  const home = pools.find(({ fqdn }) => fqdn === centralManagement.active);
  if (home === undefined) return context.problems.at(path, 'the topology has no Central Management Store');
  const named = given === true || [home.fqdn, home.backupPool].some((name) => name !== null && sameName(name, given));
  if (named) return { kind: 'replicator', replicator: true };
  const hint = `write true, or ${home.fqdn}`;
  return context.problems.at(path, `${quote(String(given))} has no Central Management Store`, hint);
}

function resolveLink(
  shape: TargetShape & { oneWay: boolean },
  path: TreePath,
  context: DrillContext,
): FaultTarget | null {
  const [from, to] = shape.link!.map((end, index) => context.need(context.names.sites, end, [...path, index]));
  if (from === null || to === null) return null;
  if (from === to) {
    return context.problems.at(path, 'a link joins two different sites');
  }
  return { kind: 'link', link: [from, to], oneWay: shape.oneWay };
}

/** A fault in one line of a report: `crash site Datacenter1`. */
export function faultText({ verb, target, destroy }: FaultAction): string {
  return `${verb} ${targetText(target)}${destroy ? ' (disks destroyed)' : ''}`;
}

function targetText(target: FaultTarget): string {
  switch (target.kind) {
    case 'site':
      return `site ${target.site}`;
    case 'pool':
      return `pool ${target.pool}`;
    case 'server':
      return `server ${target.server}`;
    case 'fileStore':
      return `file store ${target.fileStore}`;
    case 'service':
      return `service ${target.service} of ${target.pool}`;
    case 'module':
      return `module ${target.module.name} of ${target.module.pool}`;
    case 'share':
      return `share ${target.share}`;
    case 'replicator':
      return 'replicator';
    case 'hydration':
      return `hydration of ${target.hydration}`;
    case 'link':
      return target.oneWay
        ? `link ${target.link[0]} → ${target.link[1]} (one way)`
        : `link ${target.link[0]} – ${target.link[1]}`;
  }
}

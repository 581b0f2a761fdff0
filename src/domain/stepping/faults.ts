/** Faults and repairs: what a crash, a cut or a repair of each noun of a drill does to machines, shares and links. */
import { failHydration, isHydrating } from '../cmdlets/pool-failback.js';
import { wipeDatabases, wipeStore } from '../components/back-end/behaviour.js';
import { endRestarts, sharesOn, switchMachines } from '../components/front-end-pool/machines.js';
import type { FaultAction } from '../drill.js';
import { CONTENT, MODULES, RGS_FILES } from '../state/modules.js';
import type { World } from '../state/world.js';

/** What the drill file calls the fault, for the timeline. */
export function describeFault(f: FaultAction): string {
  if (f.target.kind === 'hydration') return `the failback of ${f.target.hydration} fails to complete hydration`;
  return `${f.verb} ${describeTarget(f.target)}${f.destroy ? ', disks destroyed' : ''}`;
}

/** What a fault is about, as an administrator would call it. */
export function describeTarget(t: FaultAction['target']): string {
  switch (t.kind) {
    case 'site':
      return `site ${t.site}`;
    case 'pool':
      return `all FE servers of ${t.pool}`;
    case 'server':
      return `server ${t.server}`;
    case 'fileStore':
      return `file store ${t.fileStore}`;
    case 'service':
      return `${t.service} on ${t.pool}`;
    case 'module':
      return `${t.module.name} of ${t.module.pool}`;
    case 'share':
      return `write access to file store ${t.share}`;
    case 'replicator':
      return 'replication of the Central Management Store';
    case 'hydration':
      return `hydration in the failback of ${t.hydration}`;
    case 'link':
      return `link ${t.link.join(t.oneWay ? ' → ' : ' – ')}${t.oneWay ? ', one way' : ''}`;
  }
}

/**
 * Machines and shares that a crash or repair is about. A crash of machines leaves their shares alone, which cannot be
 * reached without them; so whatever repairs a machine brings its share back. A repair is whole: that of a machine
 * starts its share, that of a file store its machine.
 */
function subject(world: World, f: FaultAction): { hosts: number[]; shares: number[] } {
  const hosts = hostsOf(world, f.target);
  if (f.verb === 'repair') return { hosts, shares: sharesOn(world, hosts) };
  return f.target.kind === 'fileStore' ? { hosts: [], shares: sharesOn(world, hosts) } : { hosts, shares: [] };
}

/** The file store of that name, as an index. */
export const shareOf = ({ layout }: World, name: string): number => layout.shares.indexOf(layout.host(name));

/** The machines that a noun names, or that what it names is on. */
export function hostsOf({ layout }: World, t: FaultAction['target']): number[] {
  switch (t.kind) {
    case 'site':
      return layout.hosts.flatMap((h, i) => (h.site === layout.site(t.site) ? [i] : []));
    case 'pool':
      return [...layout.pools[layout.pool(t.pool)].servers];
    case 'server':
      return [layout.host(t.server)];
    case 'fileStore':
      return [layout.host(t.fileStore)];
    default:
      return [];
  }
}

/** The disks of a crash with `destroy`: a step of its own, so that what it costs is told apart (M15). */
export function destroyDisks(world: World, f: FaultAction): void {
  const { hosts, shares } = subject(world, f);
  for (const p of world.layout.pools) {
    p.sql.forEach((host, side) => {
      if (host >= 0 && hosts.includes(host)) wipeDatabases(world, p.index, side);
    });
    const shareGone = shares.includes(p.share) || hosts.includes(world.layout.shares[p.share]);
    if (shareGone) wipeShare(world, p.index);
  }
}

function wipeShare(world: World, p: number): void {
  const q = world.partner(p);
  for (const m of [CONTENT, RGS_FILES]) {
    wipeStore(world, p, m, 0);
    if (q >= 0) wipeStore(world, q, m, 1);
  }
}

/** Crash, repair, cut or mend; the components look at the result afterwards. */
export function applyFault(world: World, f: FaultAction): void {
  const t = f.target;
  if (t.kind === 'link') return linkFault(world, t.link, t.oneWay, f.verb as 'cut' | 'mend');
  const value = f.verb === 'crash' ? 0 : 1;
  if (t.kind === 'service') {
    world.variables.backupCrashed.set(world.layout.pool(t.pool), 1 - value);
    return;
  }
  if (t.kind === 'module') {
    world.variables.moduleCrashed.set(world.layout.pool(t.module.pool), MODULES.indexOf(t.module.name), 1 - value);
    return;
  }
  if (t.kind === 'share') {
    world.variables.shareClosed.set(shareOf(world, t.share), 1 - value);
    return;
  }
  if (t.kind === 'replicator') {
    world.variables.replicatorCrashed.set(1 - value);
    return;
  }
  if (t.kind === 'hydration') {
    const pool = world.layout.pool(t.hydration);
    if (value === 1) return;
    if (isHydrating(world, pool)) failHydration(world, pool);
    else world.tell(t.hydration, "no failback copies its users' data now, so that nothing fails (D50)");
    return;
  }
  const { hosts, shares } = subject(world, f);
  endRestarts(world, hosts);
  switchMachines(world, { hosts, shares, up: value === 1, emptied: f.destroy, commanded: false });
  if (t.kind === 'site' && value === 1) {
    for (const p of world.layout.pools)
      if (world.layout.siteNames[p.site] === t.site) world.variables.backupCrashed.set(p.index, 0);
  }
}

function linkFault(world: World, ends: readonly [string, string], oneWay: boolean, verb: 'cut' | 'mend'): void {
  const [a, b] = [world.layout.site(ends[0]), world.layout.site(ends[1])];
  const link = world.layout.linkOf[a][b];
  const forward = world.layout.site(world.deployment.links[link].between[0]) === a;
  const way = !oneWay ? '' : forward ? 'Forward' : 'Backward';
  world.send(world.machines.wan, world.variables.link.at(link), world.machines.wan.event(`${verb}${way}`));
}

/** Nothing is crashed or cut. */
export function noFaultOpen(world: World): boolean {
  const { variables, layout } = world;
  return (
    layout.hosts.every((_, h) => variables.hostUp.get(h) === 1) &&
    layout.shares.every((_, i) => variables.shareUp.get(i) === 1) &&
    layout.deployment.links.every((_, i) => variables.link.get(i) === world.machines.wan.initial) &&
    layout.shares.every((_, i) => variables.shareClosed.get(i) === 0) &&
    layout.pools.every((p) => layout.modules.every((m) => variables.moduleCrashed.get(p.index, m) === 0)) &&
    variables.replicatorCrashed.get() === 0 &&
    layout.pools.every((p) => variables.backupCrashed.get(p.index) === 0)
  );
}

/** Nothing is crashed, cut or stopped any more (I10). */
export function allRepaired(world: World): boolean {
  const { variables, layout } = world;
  return (
    noFaultOpen(world) &&
    layout.hosts.every((_, h) => variables.hostStopped.get(h) === 0 && variables.backupStopped.get(h) === 0)
  );
}

import { wipeDatabases, wipeStore } from '../components/back-end/behaviour.js';
import { groupsOf, serversChanged } from '../components/front-end-pool/behaviour.js';
import type { FaultAction } from '../drill.js';
import { CONTENT, RGS_FILES, type World } from '../state/world.js';

/** What the drill file calls the fault, for the timeline. */
export function describeFault(f: FaultAction): string {
  return `${f.verb} ${describeTarget(f.target)}${f.destroy ? ', disks destroyed' : ''}`;
}

function describeTarget(t: FaultAction['target']): string {
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
    case 'link':
      return `link ${t.link.join(t.oneWay ? ' → ' : ' – ')}${t.oneWay ? ', one way' : ''}`;
  }
}

/**
 * Machines and shares that a crash or repair is about. A crash of machines leaves their shares alone, which cannot be
 * reached without them; so whatever repairs a machine brings its share back. A repair is whole: that of a machine
 * starts its share, that of a file store its machine.
 */
function subject(w: World, f: FaultAction): { hosts: number[]; shares: number[] } {
  const hosts = hostsOf(w, f.target);
  const on = (all: readonly number[]) => w.layout.shares.flatMap((h, i) => (all.includes(h) ? [i] : []));
  if (f.verb === 'repair') return { hosts, shares: on(hosts) };
  return f.target.kind === 'fileStore' ? { hosts: [], shares: on(hosts) } : { hosts, shares: [] };
}

/** The machines that a noun names, or that what it names is on. */
function hostsOf({ layout }: World, t: FaultAction['target']): number[] {
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
export function destroyDisks(w: World, f: FaultAction): void {
  const { hosts, shares } = subject(w, f);
  for (const p of w.layout.pools) {
    p.sql.forEach((host, side) => {
      if (host >= 0 && hosts.includes(host)) wipeDatabases(w, p.index, side);
    });
    const shareGone = shares.includes(p.share) || hosts.includes(w.layout.shares[p.share]);
    if (shareGone) wipeShare(w, p.index);
  }
}

function wipeShare(w: World, p: number): void {
  const q = w.partner(p);
  for (const m of [CONTENT, RGS_FILES]) {
    wipeStore(w, p, m, 0);
    if (q >= 0) wipeStore(w, q, m, 1);
  }
}

/** Crash, repair, cut or mend; the components look at the result afterwards. */
export function applyFault(w: World, f: FaultAction): void {
  const t = f.target;
  if (t.kind === 'link') return linkFault(w, t.link, t.oneWay, f.verb as 'cut' | 'mend');
  const value = f.verb === 'crash' ? 0 : 1;
  if (t.kind === 'service') {
    w.c[w.s.backupCrashed + w.layout.pool(t.pool)] = 1 - value;
    return;
  }
  const { hosts, shares } = subject(w, f);
  const was = w.layout.pools.map((p) => groupsOf(w, p.index));
  const booted: number[] = [];
  for (const h of hosts) {
    if (w.c[w.s.hostUp + h] === value) continue;
    w.c[w.s.hostUp + h] = value;
    if (value === 0) w.c[w.s.replica + h] = 0;
    else {
      // A machine that boots starts its services, whatever had crashed or an administrator had stopped.
      booted.push(h);
      w.c[w.s.hostStopped + h] = 0;
      w.c[w.s.backupStopped + h] = 0;
    }
  }
  for (const s of shares) w.c[w.s.shareUp + s] = value;
  if (t.kind === 'site' && value === 1) {
    for (const p of w.layout.pools)
      if (w.layout.siteNames[p.site] === t.site) w.c[w.s.backupCrashed + p.index] = 0;
  }
  w.layout.pools.forEach((p, i) => {
    if (p.servers.some((h) => booted.includes(h))) w.c[w.s.backupCrashed + i] = 0;
    serversChanged(w, i, was[i]);
  });
}

function linkFault(w: World, ends: readonly [string, string], oneWay: boolean, verb: 'cut' | 'mend'): void {
  const [a, b] = [w.layout.site(ends[0]), w.layout.site(ends[1])];
  const link = w.layout.linkOf[a][b];
  const forward = w.layout.site(w.deployment.links[link].between[0]) === a;
  const way = !oneWay ? '' : forward ? 'Forward' : 'Backward';
  w.send(w.machines.wan, w.s.link + link, w.machines.wan.event(`${verb}${way}`));
}

/** Nothing is crashed or cut. */
export function noFaultOpen(w: World): boolean {
  const { c, s, layout } = w;
  return (
    layout.hosts.every((_, h) => c[s.hostUp + h] === 1) &&
    layout.shares.every((_, i) => c[s.shareUp + i] === 1) &&
    layout.deployment.links.every((_, i) => c[s.link + i] === w.machines.wan.initial) &&
    layout.pools.every((p) => c[s.backupCrashed + p.index] === 0)
  );
}

/** Nothing is crashed, cut or stopped any more (I10). */
export function allRepaired(w: World): boolean {
  const { c, s, layout } = w;
  return (
    noFaultOpen(w) && layout.hosts.every((_, h) => c[s.hostStopped + h] === 0 && c[s.backupStopped + h] === 0)
  );
}

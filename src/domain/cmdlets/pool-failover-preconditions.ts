import { edgesWithNextHop } from '../components/edge/behaviour.js';
import type { World } from '../state/world.js';
import { type Ended, refused } from './cmdlet.js';

/** What refuses the failover of `p`, in the order of the rules; null = nothing does. */
export function refusal(w: World, p: number, disaster: boolean): Ended | null {
  return (
    relationRefusal(w, p) ?? cmsRefusal(w, p) ?? edgeRefusal(w, p) ?? (disaster ? null : modeRefusal(w, p))
  );
}

/** D40, S8: the pair cannot do it. */
export function relationRefusal(w: World, p: number): Ended | null {
  const q = w.partner(p);
  if (q < 0) return refused('D40', `${w.name(p)} has no backup pool. Pair it in Topology Builder first.`);
  if (!w.is('failover', p, 'normal')) {
    return refused('D40', `${w.name(p)} is already failed over. Fail it back before failing it over again.`);
  }
  if (!w.is('failover', q, 'normal')) {
    return refused(
      'D40',
      `The backup pool ${w.name(q)} is itself failed over to ${w.name(p)}. Fail ${w.name(q)} back first (S8): Invoke-CsPoolFailBack -PoolFqdn ${w.name(q)}`,
    );
  }
  if (!w.canServe(q)) {
    return refused(
      'D40',
      `The backup pool ${w.name(q)} cannot serve: its services or its User database are down.`,
    );
  }
  return null;
}

/** D41: the Central Management Store has to be elsewhere, and work. */
export function cmsRefusal(w: World, p: number): Ended | null {
  if (w.layout.cmsHome < 0) return null;
  const master = w.cmsMaster();
  const site = w.pool(w.partner(p)).site;
  const reached = w.cmsFunctional() && w.linked(w.pool(master).site, site);
  if (reached && master !== p) return null;
  const why =
    master === p
      ? `The active Central Management master is on ${w.name(p)}.`
      : 'No active Central Management master can be reached.';
  return refused(
    'D41',
    `${why} Fail the Central Management Store over first: Invoke-CsManagementServerFailover`,
  );
}

/** D42: a running Edge pool has the pool as its next hop. */
export function edgeRefusal(w: World, p: number): Ended | null {
  const blocking = edgesWithNextHop(w, p).find((e) => e.up);
  if (blocking === undefined) return null;
  const edge = w.layout.edges[blocking.edge].fqdn;
  return refused(
    'D42',
    `This Front-end pool "${w.name(p)}" is specified in topology as the next hop for the Edge server. Failing over this pool may cause External access/Federation/Split-domain/XMPP features to stop working. Change the next hop first: Set-CsEdgeServer -Identity EdgeServer:${edge} -Registrar Registrar:${w.name(w.partner(p))}`,
  );
}

/** D43: the planned form needs the pool. */
export function modeRefusal(w: World, p: number): Ended | null {
  if (w.canServe(p)) return null;
  return refused(
    'D43',
    `A planned failover needs ${w.name(p)} up, with its User database served. Where it is lost use -DisasterMode.`,
  );
}

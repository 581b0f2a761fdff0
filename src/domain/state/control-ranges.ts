import type { Range } from '../../core/bit-fields.js';
import { MODULES } from './layout.js';
import type { World } from './world.js';

const FLAG: Range = { min: 0, max: 1 };
const upTo = (max: number): Range => ({ min: 0, max });

/** The values that each slot of the control state can have, by slot. */
export function controlRanges(w: World): Range[] {
  const { layout, s, machines } = w;
  const { hosts, pools, edges, shares } = layout;
  const ranges: Range[] = new Array(s.size).fill(FLAG);
  const set = (start: number, count: number, range: Range): void => {
    ranges.fill(range, start, start + count);
  };
  const orNone = (count: number): Range => ({ min: -1, max: Math.max(count - 1, 0) });
  const states = (count: number): Range => upTo(Math.max(count - 1, 1));
  set(s.link, layout.deployment.links.length, states(machines.wan.states.length));
  set(s.frontEnd, pools.length, states(machines.frontEnd.states.length));
  set(s.failover, pools.length, states(machines.failover.states.length));
  set(s.users, pools.length, states(machines.users.states.length));
  for (const slot of [s.groupsBase, s.groupsStuckBase, s.booted])
    for (const p of pools) set(slot + p.index, 1, upTo(2 ** p.servers.length - 1));
  set(s.partner, pools.length, orNone(pools.length));
  set(s.mediaEdge, pools.length, orNone(edges.length));
  set(s.session, pools.length * 3, states(machines.session.states.length));
  set(s.module, pools.length * MODULES.length, states(machines.module.states.length));
  set(s.invoked, pools.length * MODULES.length, upTo(2));
  set(s.nextHop, edges.length, orNone(pools.length));
  set(s.cms, 1, states(machines.cms.states.length));
  set(s.cmsForcedFrom, 1, orNone(pools.length));
  set(s.federationEdge, 1, orNone(edges.length));
  set(s.xmppEdge, 1, orNone(edges.length));
  set(s.routes, 3, states(machines.route.states.length));
  // Seconds, at most a day; ms, at most 24 days (catalog.ts): they decide only how long something takes.
  set(s.syncIntervalSeconds, 1, upTo(86_400));
  set(s.command, 1, upTo(15));
  set(s.commandPool, 1, { min: -1, max: Math.max(pools.length, edges.length, hosts.length, shares.length) });
  set(s.commandFlags, 1, upTo(7));
  set(s.commandValue, 1, { min: -1, max: 2 ** 31 - 3 });
  return ranges;
}

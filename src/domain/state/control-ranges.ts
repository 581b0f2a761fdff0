import type { Range } from '../../core/bit-fields.js';
import { MODULES } from './layout.js';
import type { World } from './world.js';

const FLAG: Range = { min: 0, max: 1 };
const upTo = (max: number): Range => ({ min: 0, max });

/** The values that each slot of the control state can have, by slot. */
export function controlRanges(world: World): Range[] {
  const { layout, variables, machines } = world;
  const { hosts, pools, edges, shares } = layout;
  const ranges: Range[] = new Array(variables.size).fill(FLAG);
  const set = (start: number, count: number, range: Range): void => {
    ranges.fill(range, start, start + count);
  };
  const orNone = (count: number): Range => ({ min: -1, max: Math.max(count - 1, 0) });
  const states = (count: number): Range => upTo(Math.max(count - 1, 1));
  set(variables.link, layout.deployment.links.length, states(machines.wan.states.length));
  set(variables.frontEnd, pools.length, states(machines.frontEnd.states.length));
  set(variables.failover, pools.length, states(machines.failover.states.length));
  set(variables.users, pools.length, states(machines.users.states.length));
  for (const slot of [variables.groupsBase, variables.groupsStuckBase, variables.booted])
    for (const p of pools) set(slot + p.index, 1, upTo(2 ** p.servers.length - 1));
  set(variables.partner, pools.length, orNone(pools.length));
  set(variables.mediaEdge, pools.length, orNone(edges.length));
  set(variables.session, pools.length * 3, states(machines.session.states.length));
  set(variables.module, pools.length * MODULES.length, states(machines.module.states.length));
  set(variables.invoked, pools.length * MODULES.length, upTo(2));
  set(variables.nextHop, edges.length, orNone(pools.length));
  set(variables.cms, 1, states(machines.cms.states.length));
  set(variables.cmsForcedFrom, 1, orNone(pools.length));
  set(variables.federationEdge, 1, orNone(edges.length));
  set(variables.xmppEdge, 1, orNone(edges.length));
  set(variables.routes, 3, states(machines.route.states.length));
  // Seconds, at most a day; ms, at most 24 days (catalog.ts): they decide only how long something takes.
  set(variables.syncIntervalSeconds, 1, upTo(86_400));
  set(variables.command, 1, upTo(15));
  set(variables.commandPool, 1, {
    min: -1,
    max: Math.max(pools.length, edges.length, hosts.length, shares.length),
  });
  set(variables.commandFlags, 1, upTo(7));
  set(variables.commandValue, 1, { min: -1, max: 2 ** 31 - 3 });
  return ranges;
}

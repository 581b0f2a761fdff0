/** What stands in the sites of a deployment, and what joins them, as lanes over time: machines, file stores, Edge pools, links. */
import type { ComponentInterval, ComponentResult } from '../domain/component-result.js';
import type { World } from '../domain/state/world.js';
import { ControlWatch } from './control-watch.js';

/** A component over time: a number that changes with its state, and the state in words. */
export interface Lane extends Pick<ComponentResult, 'kind' | 'subject' | 'part'> {
  readonly value: () => number;
  readonly tell: () => Pick<ComponentInterval, 'state' | 'on'>;
}

/** The variables that decide their states, all of them. */
export function watchOfMachines(world: World): ControlWatch {
  const { hostUp, hostStopped, shareUp, shareClosed, nextHop, link } = world.variables;
  return new ControlWatch(world, [hostUp, hostStopped, shareUp, shareClosed, nextHop, link]);
}

/** The lanes of all machines, file stores, Edge pools and links. */
export const machineLanes = (world: World): Lane[] => [
  ...world.layout.hosts.map((_, host) => server(world, host)),
  ...world.layout.shares.map((_, share) => fileStore(world, share)),
  ...world.layout.edges.map((_, edge) => edgePool(world, edge)),
  ...world.deployment.links.map((_, link) => wanLink(world, link)),
];

/** One of some states, by its number. */
const numbered = (states: readonly string[], value: () => number): Pick<Lane, 'value' | 'tell'> => ({
  value,
  tell: () => ({ state: states[value()], on: null }),
});

const server = (world: World, host: number): Lane => ({
  kind: 'server',
  subject: world.layout.hosts[host].fqdn,
  part: null,
  ...numbered(['down', 'stopped', 'running'], () => Number(world.up(host)) + Number(world.serverRuns(host))),
});

function fileStore(world: World, share: number): Lane {
  const { layout, variables } = world;
  const host = layout.shares[share];
  const isUp = (): boolean => world.up(host) && variables.shareUp.get(share) === 1;
  return {
    kind: 'fileStore',
    subject: layout.hosts[host].fqdn,
    part: null,
    ...numbered(['down', 'closed', 'open'], () => (isUp() ? 2 - variables.shareClosed.get(share) : 0)),
  };
}

const EDGE_STATES = ['down', 'degraded', 'running'];

function edgePool(world: World, edge: number): Lane {
  const { layout, variables } = world;
  const { fqdn, servers } = layout.edges[edge];
  const state = (): number => {
    const running = servers.filter((host) => world.serverRuns(host)).length;
    return running === 0 ? 0 : running < servers.length ? 1 : 2;
  };
  const hop = (): number => variables.nextHop.get(edge);
  return {
    kind: 'edgePool',
    subject: fqdn,
    part: null,
    value: () => (hop() + 1) * EDGE_STATES.length + state(),
    tell: () => ({ state: EDGE_STATES[state()], on: hop() < 0 ? null : world.name(hop()) }),
  };
}

function wanLink(world: World, link: number): Lane {
  const { machines, variables } = world;
  const [subject, part] = world.deployment.links[link].between;
  return { kind: 'link', subject, part, ...numbered(machines.wan.states, () => variables.link.get(link)) };
}

import { points } from '../components/backup-service/backlog.js';
import { uninitialise } from '../components/backup-service/behaviour.js';
import { replicateToAll } from '../components/central-management/behaviour.js';
import { edgeRuns } from '../components/edge/behaviour.js';
import type { TopologyChange } from '../drill.js';
import { seconds } from '../state/units.js';
import type { World } from '../state/world.js';
import { type Begun, type Cmdlet, COMMAND, done, end, type Parameters, refused, run } from './cmdlet.js';

/** What a running configuration command changes; its subject lies in the control state as three numbers. */
const CHANGE = { edgeNextHop: 0, federationOn: 1, federationOff: 2, mediaEdge: 3, pair: 4, xmpp: 5 } as const;

/** Set-CsEdgeServer, Set-CsSite and a Topology Builder publish: each writes to the CMS (D62). */
export const configuration: Cmdlet = {
  names: ['Set-CsEdgeServer', 'Set-CsSite'],
  kinds: [COMMAND.configuration],
  begin: (world, name, parameters) =>
    name === 'Set-CsEdgeServer' ? edgeServer(world, parameters) : site(world, parameters),
  workDone,
};

function noMaster(world: World): Begun | null {
  if (world.layout.cmsHome < 0 || world.cmsFunctional()) return null;
  return refused(
    'D62',
    'No active Central Management master can be reached: nothing can be published or configured. Fail it over first: Invoke-CsManagementServerFailover',
  );
}

function start(world: World, change: number, subject: number, value: number): Begun {
  world.effects.start(world.work.command.at(), ...seconds(world.settings.configCmdletSeconds));
  return run(world, COMMAND.configuration, subject, change, value);
}

function edgeServer(world: World, parameters: Parameters): Begun {
  const no = noMaster(world);
  if (no !== null) return no;
  if (parameters.Registrar === undefined) return done('nothing to change');
  const edge = world.layout.edge(String(parameters.Identity));
  return start(world, CHANGE.edgeNextHop, edge, world.layout.pool(String(parameters.Registrar)));
}

function site(world: World, parameters: Parameters): Begun {
  const no = noMaster(world);
  if (no !== null) return no;
  const federation = world.layout.edge(String(parameters.FederationRoute ?? ''));
  if (parameters.XmppExternalFederationRoute !== undefined) {
    const edge = world.layout.edge(String(parameters.XmppExternalFederationRoute));
    if (!edgeRuns(world, edge)) {
      world.finding(
        'note',
        'S9',
        'change the DNS A and SRV records for XMPP to the new Edge pool and start its services',
      );
    }
    return start(world, CHANGE.xmpp, edge, 1 + federation);
  }
  if (federation >= 0) {
    return start(world, CHANGE.federationOn, federation, 0);
  }
  return done('nothing to change');
}

/** A change published with Topology Builder (D62, D1). */
export function publish(world: World, change: TopologyChange): Begun {
  const no = noMaster(world);
  if (no !== null) return no;
  const { layout } = world;
  switch (change.kind) {
    case 'edgeNextHop':
      return start(world, CHANGE.edgeNextHop, layout.edge(change.edgePool), layout.pool(change.pool));
    case 'federation':
      return start(
        world,
        change.on ? CHANGE.federationOn : CHANGE.federationOff,
        layout.edge(change.edgePool),
        0,
      );
    case 'edgePool':
      return start(world, CHANGE.mediaEdge, layout.pool(change.pool), layout.edge(change.edgePool));
    case 'pair': {
      const [a, b] = change.pools.map((n) => layout.pool(n));
      const paired = [a, b].find((p) => world.partner(p) >= 0);
      if (paired !== undefined) {
        return refused(
          'D1',
          `${world.name(paired)} is paired with ${world.name(world.partner(paired))}: backup relations are 1:1.`,
        );
      }
      return start(world, CHANGE.pair, a, b);
    }
  }
}

function workDone(world: World): void {
  const no = noMaster(world);
  if (no !== null && no !== 'running')
    return end(world, 'failed', 'D62', 'the Central Management master was lost meanwhile');
  const { variables } = world;
  const [change, subject, value] = [
    variables.commandFlags.get(),
    variables.commandPool.get(),
    variables.commandValue.get(),
  ];
  const edgeName = (e: number): string => world.layout.edges[e].fqdn;
  let text = '';
  switch (change) {
    case CHANGE.edgeNextHop:
      variables.nextHop.set(subject, value);
      text = `next hop of ${edgeName(subject)} is ${world.name(value)}`;
      break;
    case CHANGE.federationOn:
      variables.federationEdge.set(subject);
      text = `federation runs through ${edgeName(subject)}`;
      break;
    case CHANGE.federationOff:
      if (variables.federationEdge.get() === subject) variables.federationEdge.set(-1);
      text = `federation through ${edgeName(subject)} is off`;
      break;
    case CHANGE.mediaEdge:
      variables.mediaEdge.set(subject, value);
      text = `Edge pool of ${world.name(subject)} is ${edgeName(value)} (media through it is not modelled)`;
      break;
    case CHANGE.xmpp:
      variables.xmppEdge.set(subject);
      text = `XMPP runs through ${edgeName(subject)}`;
      if (value > 0) {
        variables.federationEdge.set(value - 1);
        text += `, federation through ${edgeName(value - 1)}`;
      }
      break;
    case CHANGE.pair:
      pair(world, subject, value);
      text = `${world.name(subject)} and ${world.name(value)} are paired`;
      break;
  }
  replicateToAll(world);
  world.tell('Central Management', `published: ${text}`);
  end(world, 'ok', null, text);
}

/** D16: a new pair synchronises once both pools have had three FE servers running. */
function pair(world: World, a: number, b: number): void {
  for (const [p, q] of [
    [a, b],
    [b, a],
  ]) {
    world.variables.partner.set(p, q);
    world.variables.initialised.set(p, 0);
    uninitialise(world, p);
  }
  points(world, a);
  points(world, b);
}

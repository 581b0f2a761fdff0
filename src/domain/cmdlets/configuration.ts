/**
 * Changes of the configuration, each of which writes to the Central Management Store (D62): next hops (D42), routes to
 * the outside (S9), and what an administrator publishes with Topology Builder (D1).
 */
import { points } from '../components/backup-service/backlog.js';
import { uninitialise } from '../components/backup-service/behaviour.js';
import { replicateToAll } from '../components/central-management/behaviour.js';
import { edgeRuns } from '../components/edge/behaviour.js';
import type { TopologyChange } from '../drill.js';
import { seconds } from '../state/units.js';
import type { World } from '../state/world.js';
import {
  defineCmdlet,
  done,
  type Ended,
  end,
  type Offered,
  offer,
  type Phases,
  type Running,
  refuse,
} from './cmdlet.js';
import { MASTER_NEEDED, masterRefusal, NO_MASTER } from './management-store.js';
import { force, takes, unmodelled } from './parameter-types.js';

/** What a running configuration command changes; its subject lies in the control state as three numbers. */
const CHANGE = { edgeNextHop: 0, federationOn: 1, federationOff: 2, mediaEdge: 3, pair: 4, xmpp: 5 } as const;

/** One change of the configuration, from whatever tool. */
export const configurationChange: Phases = { workDone };

/** Set-CsEdgeServer (D42). */
export const setEdgeServer = defineCmdlet({
  name: 'Set-CsEdgeServer',
  parameters: [
    takes.edgePool('Identity', { position: 0, required: true, prefix: 'EdgeServer:' }),
    takes.pool('Registrar', { prefix: 'Registrar:' }),
    force,
    ...unmodelled(
      'AccessEdgeClientSipPort',
      'AccessEdgeExternalSipPort',
      'AccessEdgeInternalSipPort',
      'DataPsomClientPort',
      'DataPsomServerPort',
      'MediaCommunicationPortCount',
      'MediaCommunicationPortStart',
      'MediaRelayAuthEdgePort',
      'MediaRelayExternalTurnTcpPort',
      'MediaRelayExternalTurnUdpPort',
      'MediaRelayInternalTurnTcpPort',
      'MediaRelayInternalTurnUdpPort',
      'SkypeSearchProxyPort',
      'XmppInternalPort',
      'XmppListeningPort',
    ),
  ],
  does: 'Changes the next hop of an Edge pool (D42).',
  refusedBy: MASTER_NEEDED,
  refusal: publishRefusal,
  phases: configurationChange,
  begin(world, { Identity, Registrar }) {
    if (Registrar === undefined) return done('nothing to change');
    return start(world, CHANGE.edgeNextHop, world.layout.edge(Identity), world.layout.pool(Registrar));
  },
  freely: {
    each: 'deployment',
    prepares: true,
    lines: ({ layout: { deployment } }) =>
      deployment.edgePools
        .filter(({ nextHop }) => nextHop !== null)
        .flatMap(({ fqdn }) =>
          deployment.pools
            .filter(({ backupPool }) => backupPool !== null)
            .map((pool) => ({ Identity: fqdn, Registrar: pool.fqdn })),
        ),
    offers,
  },
});

/** Next hops that lead away from pools that could be failed over, and the routes to the outside. */
function offers({ layout, variables }: World): Offered[] {
  return layout.edges.flatMap(({ fqdn }, e) => {
    const hops = layout.pools
      .filter(({ index }) => index !== variables.nextHop.get(e))
      .map(({ pool }) => offer('edge', 'Set-CsEdgeServer', { Identity: fqdn, Registrar: pool.fqdn }));
    const on = variables.federationEdge.get() !== e;
    const change = { kind: 'federation', edgePool: fqdn, on } as const;
    return [...hops, { kind: 'edge', work: { kind: 'topologyBuilder', change } }];
  });
}

/** Set-CsSite (S9). */
export const setSite = defineCmdlet({
  name: 'Set-CsSite',
  parameters: [
    takes.site('Identity', { position: 0, required: true, prefix: 'Site:' }),
    takes.edgePool('FederationRoute', { prefixes: ['EdgeServer:', 'AccessEdge:'] }),
    // the failover procedure has XmppExternalFederationRoute, the reference topic XmppFederationRoute
    takes.edgePool('XmppExternalFederationRoute', {
      aliases: ['XmppFederationRoute'],
      prefixes: ['EdgeServer:', 'XmppFederation:', 'AccessEdge:'],
    }),
    force,
    ...unmodelled('Description', 'DisplayName', 'DefaultPersistentChatPool'),
  ],
  does: 'Moves the federation route and the XMPP route to an Edge pool (S9). That its services are stopped meanwhile and that DNS is changed is asked for in the findings.',
  refusedBy: MASTER_NEEDED,
  refusal: publishRefusal,
  phases: configurationChange,
  begin(world, { FederationRoute, XmppExternalFederationRoute }) {
    const federation = FederationRoute === undefined ? -1 : world.layout.edge(FederationRoute);
    if (XmppExternalFederationRoute !== undefined) {
      const edge = world.layout.edge(XmppExternalFederationRoute);
      if (!edgeRuns(world, edge)) {
        world.finding(
          'note',
          'S9',
          'change the DNS A and SRV records for XMPP to the new Edge pool and start its services',
        );
      }
      return start(world, CHANGE.xmpp, edge, 1 + federation);
    }
    return federation >= 0 ? start(world, CHANGE.federationOn, federation, 0) : done('nothing to change');
  },
});

/** D62: a topology without a store has nothing that could refuse. */
function publishRefusal(world: World): Ended | null {
  if (world.layout.cmsHome < 0) return null;
  return masterRefusal(
    world,
    `${NO_MASTER}: nothing can be published or configured. Fail it over first: Invoke-CsManagementServerFailover`,
  );
}

function start(world: World, change: number, subject: number, value: number): Running {
  world.effects.start(world.work.command.at(), ...seconds(world.settings.configCmdletSeconds));
  return { subject, flags: change, value };
}

/** A change published with Topology Builder (D62, D1). */
export function publish(world: World, change: TopologyChange): Ended | Running {
  const no = publishRefusal(world);
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
        return refuse(
          'D1',
          `${world.name(paired)} is paired with ${world.name(world.partner(paired))}: backup relations are 1:1.`,
        );
      }
      return start(world, CHANGE.pair, a, b);
    }
  }
}

function workDone(world: World): void {
  if (publishRefusal(world) !== null)
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

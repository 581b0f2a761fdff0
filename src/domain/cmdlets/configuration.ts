/**
 * Changes of the configuration, each of which writes to the Central Management Store (D62): next hops (D42), routes to
 * the outside (S9), and what an administrator publishes with Topology Builder (D1).
 */
import { points } from '../components/backup-service/backlog.js';
import { uninitialise } from '../components/backup-service/behaviour.js';
import { SETUP } from '../components/backup-service/state.js';
import { replicateToAll } from '../components/central-management/behaviour.js';
import { edgeRuns } from '../components/edge/behaviour.js';
import { restartAll } from '../components/front-end-pool/membership.js';
import { hasXmpp, PRODUCT_NAMES, productOfEdge } from '../deployment.js';
import { seconds } from '../state/units.js';
import type { World } from '../state/world.js';
import type { PoolSetup, TopologyChange } from '../topology-change.js';
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

type Change = (world: World, subject: number, value: number) => string;

/** What a change does once it is published, and how it is told; the control state keeps the index, subject and value. */
const CHANGES = {
  edgeNextHop(world, edge, pool) {
    world.variables.nextHop.set(edge, pool);
    return `next hop of ${edgeName(world, edge)} is ${world.name(pool)}`;
  },
  federationOn(world, edge) {
    moveFederation(world, edge);
    return `federation runs through ${edgeName(world, edge)}`;
  },
  federationOff(world, edge) {
    const { federationEdge } = world.variables;
    if (federationEdge.get() === edge) federationEdge.set(-1);
    return `federation through ${edgeName(world, edge)} is off`;
  },
  mediaEdge(world, pool, edge) {
    world.variables.mediaEdge.set(pool, edge);
    return `Edge pool of ${world.name(pool)} is ${edgeName(world, edge)}`;
  },
  /** D270, D271: a new pair synchronises once both pools are bootstrapped, run the service and had three FE servers up. */
  pair(world, a, b) {
    for (const [p, q] of [
      [a, b],
      [b, a],
    ]) {
      world.variables.partner.set(p, q);
      world.variables.initialised.set(p, 0);
      world.variables.bootstrapped.set(p, SETUP.none);
      uninitialise(world, p);
    }
    points(world, a);
    points(world, b);
    return `${world.name(a)} and ${world.name(b)} are paired`;
  },
  /** D259: the list of Front End servers of a pool has changed */
  frontEndServers(world, p) {
    return restartAll(world, p);
  },
  /** `federation`: 1 + the index of the Edge pool that takes this route, too; 0 = none */
  xmpp(world, edge, federation) {
    world.variables.xmppEdge.set(edge);
    const text = `XMPP runs through ${edgeName(world, edge)}`;
    if (federation === 0) return text;
    moveFederation(world, federation - 1);
    return `${text}, federation through ${edgeName(world, federation - 1)}`;
  },
} satisfies Readonly<Record<string, Change>>;

/** Inbound federation does not follow the route: partners go by the external DNS (section 5, Edge). */
function moveFederation(world: World, edge: number): void {
  if (world.variables.federationEdge.get() === edge) return;
  world.variables.federationEdge.set(edge);
  const record = 'the external DNS record for federation (SRV _sipfederationtls._tcp)';
  world.finding(
    'note',
    'S9',
    `inbound federation does not follow the route: change ${record} to ${edgeName(world, edge)}`,
  );
}

const KINDS = Object.keys(CHANGES) as (keyof typeof CHANGES)[];

const edgeName = (world: World, e: number): string => world.layout.edges[e].fqdn;

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
    return start(world, 'edgeNextHop', world.layout.edge(Identity), world.layout.pool(Registrar));
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
    // The failover procedure has XmppExternalFederationRoute with the FQDN of an Edge server, the reference topic
    // XmppFederationRoute with that of an Edge pool.
    takes.edgePoolOrServer('XmppExternalFederationRoute', {
      aliases: ['XmppFederationRoute'],
      prefixes: ['EdgeServer:', 'XmppFederation:', 'AccessEdge:'],
    }),
    force,
    ...unmodelled('Description', 'DisplayName', 'DefaultPersistentChatPool'),
  ],
  does: 'Moves the federation route and the XMPP route to an Edge pool (S9). That its services are stopped meanwhile and that DNS is changed is asked for in the findings.',
  refusedBy: { ...MASTER_NEEDED, S9: 'an XMPP route from 2019 on, which has no XMPP federation' },
  notModelled:
    'Routes of one site: the model has one for federation and one for XMPP, which `-Identity` does not tell apart.',
  refusal(world, { XmppExternalFederationRoute: route }) {
    if (route === undefined) return publishRefusal(world);
    const product = productOfEdge(world.deployment, route);
    if (hasXmpp(product)) return publishRefusal(world);
    return refuse(
      'S9',
      `${PRODUCT_NAMES[product]} has no XMPP federation: it exists up to Skype for Business Server 2015.`,
    );
  },
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
      return start(world, 'xmpp', edge, 1 + federation);
    }
    return federation >= 0 ? start(world, 'federationOn', federation, 0) : done('nothing to change');
  },
});

function publishRefusal(world: World): Ended | null {
  return masterRefusal(world, `${NO_MASTER}: nothing can be published or configured.`);
}

function start(world: World, change: keyof typeof CHANGES, subject: number, value: number): Running {
  world.effects.start(world.work.command.at(), ...seconds(world.settings.configCmdletSeconds));
  return { subject, flags: KINDS.indexOf(change), value };
}

/** A change published with Topology Builder (D62, D1). */
export function publish(world: World, change: Exclude<TopologyChange, PoolSetup>): Ended | Running {
  const no = publishRefusal(world);
  if (no !== null) return no;
  const { layout } = world;
  switch (change.kind) {
    case 'edgeNextHop':
      return start(world, 'edgeNextHop', layout.edge(change.edgePool), layout.pool(change.pool));
    case 'federation':
      return start(world, change.on ? 'federationOn' : 'federationOff', layout.edge(change.edgePool), 0);
    case 'edgePool':
      return start(world, 'mediaEdge', layout.pool(change.pool), layout.edge(change.edgePool));
    case 'frontEndServers':
      return start(world, 'frontEndServers', layout.pool(change.pool), 0);
    case 'pair': {
      const [a, b] = change.pools.map((n) => layout.pool(n));
      const paired = [a, b].find((p) => world.partner(p) >= 0);
      if (paired !== undefined) {
        return refuse(
          'D1',
          `${world.name(paired)} is paired with ${world.name(world.partner(paired))}: backup relations are 1:1.`,
        );
      }
      return start(world, 'pair', a, b);
    }
  }
}

function workDone(world: World): void {
  if (publishRefusal(world) !== null)
    return end(world, 'failed', 'D62', 'the Central Management master was lost meanwhile');
  const { commandFlags, commandPool, commandValue } = world.variables;
  const change: Change = CHANGES[KINDS[commandFlags.get()]];
  const text = change(world, commandPool.get(), commandValue.get());
  replicateToAll(world);
  world.tell('Central Management', `published: ${text}`);
  end(world, 'ok', null, text);
}

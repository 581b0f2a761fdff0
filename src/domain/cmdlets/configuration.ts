import { points } from '../components/backup-service/backlog.js';
import { uninitialise } from '../components/backup-service/behaviour.js';
import { replicateToAll } from '../components/central-management/behaviour.js';
import { edgeRuns } from '../components/edge/behaviour.js';
import type { TopologyChange } from '../drill.js';
import { seconds, type World } from '../state/world.js';
import { type Begun, type Cmdlet, COMMAND, done, end, type Parameters, refused, run } from './cmdlet.js';

/** What a running configuration command changes; its subject lies in the control state as three numbers. */
const CHANGE = { edgeNextHop: 0, federationOn: 1, federationOff: 2, mediaEdge: 3, pair: 4, xmpp: 5 } as const;

/** Set-CsEdgeServer, Set-CsSite and a Topology Builder publish: each writes to the CMS (D62). */
export const configuration: Cmdlet = {
  names: ['Set-CsEdgeServer', 'Set-CsSite'],
  kinds: [COMMAND.configuration],
  begin: (w, name, parameters) =>
    name === 'Set-CsEdgeServer' ? edgeServer(w, parameters) : site(w, parameters),
  workDone,
};

function noMaster(w: World): Begun | null {
  if (w.layout.cmsHome < 0 || w.cmsFunctional()) return null;
  return refused(
    'D62',
    'No active Central Management master can be reached: nothing can be published or configured. Fail it over first: Invoke-CsManagementServerFailover',
  );
}

function start(w: World, change: number, subject: number, value: number): Begun {
  w.sink.start(w.work.command, ...seconds(w.settings.configCmdletSeconds));
  return run(w, COMMAND.configuration, subject, change, value);
}

function edgeServer(w: World, parameters: Parameters): Begun {
  const no = noMaster(w);
  if (no !== null) return no;
  if (parameters.Registrar === undefined) return done('nothing to change');
  const edge = w.layout.edge(String(parameters.Identity));
  return start(w, CHANGE.edgeNextHop, edge, w.layout.pool(String(parameters.Registrar)));
}

function site(w: World, parameters: Parameters): Begun {
  const no = noMaster(w);
  if (no !== null) return no;
  const federation = w.layout.edge(String(parameters.FederationRoute ?? ''));
  if (parameters.XmppExternalFederationRoute !== undefined) {
    const edge = w.layout.edge(String(parameters.XmppExternalFederationRoute));
    if (!edgeRuns(w, edge)) {
      w.finding(
        'note',
        'S9',
        'change the DNS A and SRV records for XMPP to the new Edge pool and start its services',
      );
    }
    return start(w, CHANGE.xmpp, edge, 1 + federation);
  }
  if (federation >= 0) {
    return start(w, CHANGE.federationOn, federation, 0);
  }
  return done('nothing to change');
}

/** A change published with Topology Builder (D62, D1). */
export function publish(w: World, change: TopologyChange): Begun {
  const no = noMaster(w);
  if (no !== null) return no;
  const { layout } = w;
  switch (change.kind) {
    case 'edgeNextHop':
      return start(w, CHANGE.edgeNextHop, layout.edge(change.edgePool), layout.pool(change.pool));
    case 'federation':
      return start(
        w,
        change.on ? CHANGE.federationOn : CHANGE.federationOff,
        layout.edge(change.edgePool),
        0,
      );
    case 'edgePool':
      return start(w, CHANGE.mediaEdge, layout.pool(change.pool), layout.edge(change.edgePool));
    case 'pair': {
      const [a, b] = change.pools.map((n) => layout.pool(n));
      const paired = [a, b].find((p) => w.partner(p) >= 0);
      if (paired !== undefined) {
        return refused(
          'D1',
          `${w.name(paired)} is paired with ${w.name(w.partner(paired))}: backup relations are 1:1.`,
        );
      }
      return start(w, CHANGE.pair, a, b);
    }
  }
}

function workDone(w: World): void {
  const no = noMaster(w);
  if (no !== null && no !== 'running')
    return end(w, 'failed', 'D62', 'the Central Management master was lost meanwhile');
  const { c, s } = w;
  const [change, subject, value] = [c[s.commandFlags], c[s.commandPool], c[s.commandValue]];
  const edgeName = (e: number): string => w.layout.edges[e].fqdn;
  let text = '';
  switch (change) {
    case CHANGE.edgeNextHop:
      c[s.nextHop + subject] = value;
      text = `next hop of ${edgeName(subject)} is ${w.name(value)}`;
      break;
    case CHANGE.federationOn:
      c[s.federationEdge] = subject;
      text = `federation runs through ${edgeName(subject)}`;
      break;
    case CHANGE.federationOff:
      if (c[s.federationEdge] === subject) c[s.federationEdge] = -1;
      text = `federation through ${edgeName(subject)} is off`;
      break;
    case CHANGE.mediaEdge:
      c[s.mediaEdge + subject] = value;
      text = `Edge pool of ${w.name(subject)} is ${edgeName(value)} (media through it is not modelled)`;
      break;
    case CHANGE.xmpp:
      c[s.xmppEdge] = subject;
      text = `XMPP runs through ${edgeName(subject)}`;
      if (value > 0) {
        c[s.federationEdge] = value - 1;
        text += `, federation through ${edgeName(value - 1)}`;
      }
      break;
    case CHANGE.pair:
      pair(w, subject, value);
      text = `${w.name(subject)} and ${w.name(value)} are paired`;
      break;
  }
  replicateToAll(w);
  w.tell('Central Management', `published: ${text}`);
  end(w, 'ok', null, text);
}

/** D16: a new pair synchronises once both pools have had three FE servers running. */
function pair(w: World, a: number, b: number): void {
  for (const [p, q] of [
    [a, b],
    [b, a],
  ]) {
    w.c[w.s.partner + p] = q;
    w.c[w.s.initialised + p] = 0;
    uninitialise(w, p);
  }
  points(w, a);
  points(w, b);
}

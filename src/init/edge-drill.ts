/** The drill of a lost Edge pool: its routes and the media of its users to another Edge pool, and back (S9, procedures 5 and 8). */
import { getReplicationStatus } from '../domain/cmdlets/management-store.js';
import { getWindowsService } from '../domain/cmdlets/windows-service-states.js';
import type { Deployment, EdgePool } from '../domain/deployment.js';
import { cmdlet, type DrillOutline, type Entry } from './drill-outline.js';
import { federationAway, federationHome } from './federation.js';
import { AT_NIGHT, LOSS_TIMES, WATCHED } from './loss-times.js';

/** All servers of an Edge pool are lost for hours. */
export function edgeDrill(edge: EdgePool, deployment: Deployment): DrillOutline {
  const { fqdn, servers } = edge;
  const lost = { pools: [], edges: [edge], pairs: [] };
  const other = deployment.edgePools.find((each) => each !== edge && each.nextHop !== null) ?? null;
  const users = deployment.pools.filter(({ edgePool }) => edgePool === fqdn);
  const associate = (to: string): Entry[] =>
    users.map((pool) => ({
      do: 'publish',
      change: { kind: 'edgePool', pool: pool.fqdn, edgePool: to },
      what: `the Edge pool of ${pool.fqdn} is ${to}`,
    }));
  const away: Entry[] = [
    ...(other === null ? [] : associate(other.fqdn)),
    ...federationAway(deployment, lost),
    ...(other === null
      ? [{ do: 'note', text: 'There is no other Edge pool: whoever is outside waits for the repair.' } as const]
      : [{ do: 'replicated' } as const]),
  ];
  const home = [...(other === null ? [] : associate(fqdn)), ...federationHome(deployment, lost)];
  return {
    name: `${fqdn}-edge-loss`,
    title: `Lose the Edge pool ${fqdn}`,
    about: `All servers of ${fqdn} are lost. Remote users go to another Edge pool by DNS, without an administrator; the media of those whose pool it belongs to, and federation, wait for one (S9). No user inside notices.`,
    loss: { ...LOSS_TIMES, targets: servers.map((server) => ({ server })), servers, verbs: ['crash', 'repair'] },
    files: [],
    sections: [
      {
        title: 'The Edge pool is lost',
        why: 'The Edge pool of a Front End pool is changed in Topology Builder (procedure 8), the federation route there or as here (procedure 5). Each counts when the servers know of it (D63).',
        entries: [
          { do: 'at', minutes: AT_NIGHT.atMinutes, what: 'the decision is made' },
          {
            do: 'unless',
            line: getReplicationStatus.line({ ReplicaFqdn: servers[0] }),
            fine: '$answer.UpToDate',
            says: `${servers[0]} is up to date: ${fqdn} is not lost, and there is nothing to recover`,
          },
          ...away,
        ],
      },
      {
        title: 'When it is back',
        why: 'The way back is the same.',
        entries: [
          { do: 'ask', minutes: AT_NIGHT.atMinutes + AT_NIGHT.decideMinutes, what: `${fqdn} has been repaired` },
          ...servers.map((ComputerName) => cmdlet(getWindowsService.line({ ComputerName }))),
          ...home,
          ...(home.length === 0 ? [] : [{ do: 'replicated', all: true } as const]),
          WATCHED,
        ],
      },
    ],
    expect: { lost: { max: 0 } },
    runbook: true,
    night: AT_NIGHT,
  };
}

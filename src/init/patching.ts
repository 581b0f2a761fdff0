/** The drill of a pool that is patched: server by server where the others carry its users, else while it is failed over. */
import { computerFailback, computerFailover } from '../domain/cmdlets/computer-failover.js';
import { getUpgradeDomains, getUpgradeReadiness } from '../domain/cmdlets/health-queries.js';
import { getFabricState } from '../domain/cmdlets/pool-services.js';
import { startService, stopService } from '../domain/cmdlets/windows-services.js';
import { resolveSettings } from '../domain/components/facts.js';
import { upgradeDomainsOf } from '../domain/components/front-end-pool/upgrade-domains.js';
import { type Deployment, isFrom2019, type Pool } from '../domain/deployment.js';
import { cmdlet, type DrillOutline, type Entry, type OutlineSection } from './drill-outline.js';
import { WATCHED } from './loss-times.js';
import type { FailoverPair } from './pair.js';
import { emptied, expectedRto } from './planned.js';

/** D252: more reliable than going on at once. */
const AFTER_READY_MINUTES = 20;

/** A pool that is patched; null = its users would have no service meanwhile: it is not paired, and the others cannot carry them. */
export function patchDrill(pool: Pool, deployment: Deployment, pairs: readonly FailoverPair[]): DrillOutline | null {
  const pair = pairs.find(({ home }) => home === pool);
  const common = {
    name: `${pool.fqdn}-patch`,
    title: `Patch ${pool.fqdn}`,
    loss: null,
    files: [],
    runbook: true,
    night: null,
  };
  if (othersCarry(pool)) {
    return {
      ...common,
      about: `A maintenance window: the servers of ${pool.fqdn} are drained, patched and brought back one at a time, one upgrade domain after the other, and nobody may notice (D250, I16). Nothing may be lost.`,
      sections: inPlace(pool, deployment),
      expect: { lost: { max: 0 } },
    };
  }
  if (pair === undefined) return null;
  const few = pool.servers.length === 1 ? 'it has one server' : 'its other servers do not carry its users (D3)';
  return {
    ...common,
    about: `A maintenance window: ${few}, so ${pool.fqdn} is patched while its users are on ${pair.partner.fqdn} (D251). Nothing may be lost.`,
    sections: emptied(pair, {
      title: `${pool.fqdn} is patched`,
      why: 'Nobody is on it: its servers may be patched in any order. Its services have to run again before its users come home (D13, D50).',
      entries: [
        ...pool.servers.map((server): Entry => ({ do: 'update', server })),
        { do: 'pause', minutes: 90 },
        cmdlet(getFabricState.line({ PoolFqdn: pool.fqdn })),
      ],
    }),
    expect: { lost: { max: 0 }, ...expectedRto([pair]), rpo: '0s' },
  };
}

/** D3, D12: without one server the pool has its quorum, and is sized for the users that it homes. */
function othersCarry({ servers, capacity, users }: Pool): boolean {
  return servers.length > 2 && users <= Math.floor((capacity * (servers.length - 1)) / servers.length);
}

function inPlace(pool: Pool, { assumptions }: Deployment): OutlineSection[] {
  const {
    upgradeDomains: [, atMost],
    replicaRebuildMinutes,
  } = resolveSettings(assumptions);
  const [first] = pool.servers;
  const dealt =
    pool.upgradeDomains === null
      ? ' The topology does not say the upgrade domains, and they are dealt out here (M250): put them right by what the answer names.'
      : '';
  const wait = Math.max(AFTER_READY_MINUTES, Math.ceil(replicaRebuildMinutes));
  return [
    {
      title: 'Before the first server',
      why: `All servers run, and all replicas are built (D251). If replicas are missing, that comes first, at its cost (D256).${dealt}`,
      entries: [
        { do: 'watch', minutes: 10 },
        readiness(pool, first),
        cmdlet(getFabricState.line({ PoolFqdn: pool.fqdn })),
      ],
    },
    ...upgradeDomainsOf(pool, atMost).map(
      (servers, i): OutlineSection => ({
        title: `Upgrade domain ${i + 1}: ${servers.join(', ')}`,
        why: `One domain at a time (D250). ${away(pool)} The next server only when the replicas of this one are built, and then ${wait} minutes more (D252): restarted too early, two of three replicas are away at once (F264).`,
        entries: servers.flatMap((server) => patched(pool, server, wait)),
      }),
    ),
    {
      title: 'At the end',
      why: 'A primary and a secondary for every routing group, and nobody without quorum (D252).',
      entries: [cmdlet(getFabricState.line({ PoolFqdn: pool.fqdn })), WATCHED],
    },
  ];
}

const away = ({ product }: Pool): string =>
  product === 'lync2013'
    ? '-Graceful drains the server before its services stop (D253).'
    : 'The failover of a server drains it, and disables its services, so that no reboot brings them back in the middle of the update (D253, D254).';

function patched(pool: Pool, ComputerName: string, wait: number): Entry[] {
  const [out, back] =
    pool.product === 'lync2013'
      ? [stopService.line({ ComputerName, Graceful: true }), startService.line({ ComputerName })]
      : [computerFailover.line({ ComputerName }), computerFailback.line({ ComputerName })];
  return [
    cmdlet(out),
    { do: 'update', server: ComputerName },
    cmdlet(back),
    readiness(pool, ComputerName),
    { do: 'sleep', minutes: wait },
  ];
}

/** D251: what the newer cmdlet answers has no documented property that a script could wait for. */
const readiness = ({ product }: Pool, server: string): Entry =>
  isFrom2019(product)
    ? { do: 'ready', server, line: getUpgradeDomains.line({}), until: null }
    : { do: 'ready', server, line: getUpgradeReadiness.line({}), until: "PoolUpgradeState -ne 'Ready'" };

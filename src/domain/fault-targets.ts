/** The fault alphabet of a deployment: every noun that can break by itself, how it is broken and put right. */
import type { FaultAction, FaultTarget } from './drill.js';
import { MODULES } from './state/modules.js';
import type { World } from './state/world.js';

/** Everything that a fault can name, whatever its state. */
export function faultTargets({ layout }: World): FaultTarget[] {
  return [
    ...layout.siteNames.map((site) => ({ kind: 'site', site }) as const),
    ...layout.pools.flatMap(({ pool: { fqdn: pool } }) => [
      { kind: 'pool', pool } as const,
      { kind: 'service', service: 'LYNCBACKUP', pool } as const,
    ]),
    ...layout.pools.flatMap(({ index, pool: { fqdn: pool, backupPool } }) =>
      backupPool === null
        ? []
        : layout.modulesAt[index].map((m) => ({ kind: 'module', module: { pool, name: MODULES[m] } }) as const),
    ),
    ...layout.shares.map((h) => ({ kind: 'share', share: layout.hosts[h].fqdn }) as const),
    ...(layout.cmsHome < 0 ? [] : [{ kind: 'replicator', replicator: true } as const]),
    ...layout.pools.flatMap(({ pool: { fqdn: hydration, backupPool } }) =>
      backupPool === null ? [] : [{ kind: 'hydration', hydration } as const],
    ),
    ...layout.shares.map((h) => ({ kind: 'fileStore', fileStore: layout.hosts[h].fqdn }) as const),
    ...layout.hosts.map(({ fqdn: server }) => ({ kind: 'server', server }) as const),
    ...layout.deployment.links.map(({ between }) => ({ kind: 'link', link: between, oneWay: false }) as const),
  ];
}

/** How the noun is broken. */
export const breaking = (target: FaultTarget): FaultAction => ({
  verb: target.kind === 'link' ? 'cut' : 'crash',
  target,
  destroy: false,
});
/** How it is put right. */
export const mending = (target: FaultTarget): FaultAction => ({
  verb: target.kind === 'link' ? 'mend' : 'repair',
  target,
  destroy: false,
});

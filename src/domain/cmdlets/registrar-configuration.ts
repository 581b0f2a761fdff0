/** Set-CsRegistrarConfiguration: how long sessions go on without their Back End (D27). */
import { formatDuration } from '../../core/duration.js';
import { stepFailover } from '../components/pool-failover/behaviour.js';
import { sameName } from '../deployment.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done } from './cmdlet.js';
import { MASTER_NEEDED, masterRefusal, NO_MASTER } from './management-store.js';
import { force, takes, unmodelled } from './parameter-types.js';

/** Set-CsRegistrarConfiguration. */
export const setRegistrarConfiguration = defineCmdlet({
  name: 'Set-CsRegistrarConfiguration',
  parameters: [
    takes.text('Identity', { position: 0 }),
    takes.timespan('BackupStoreUnavailableThreshold'),
    takes.text('PoolState'),
    force,
    ...unmodelled(
      'DefaultEndpointExpiration',
      'EnableDHCPServer',
      'EnableWinFabLogAutoCollection',
      'EnableWinFabNLTrace',
      'Instance',
      'IPPhoneUserExperienceMode',
      'MaxEndpointExpiration',
      'MaxEndpointsPerUser',
      'MaxUserCount',
      'MinEndpointExpiration',
      'UserCertificateReplicationThreshold',
    ),
  ],
  does: '`-PoolState Active` opens a pool that a failed failover left closed (D44). `-BackupStoreUnavailableThreshold` sets how long sessions go on after the User database stopped being served (D27), in all pools or, by `-Identity site:S` or `-Identity service:Registrar:P`, in those: a grace that runs already goes on as it began.',
  refusedBy: MASTER_NEEDED,
  refusal: (world) => masterRefusal(world, `${NO_MASTER}: no configuration change.`),
  begin(world, { Identity, BackupStoreUnavailableThreshold: ms, PoolState }) {
    const pools = poolsOf(world, Identity ?? 'global');
    if (pools === null) return beyondModel(`-Identity ${Identity} is not a scope that the model knows`);
    if (PoolState !== undefined && !sameName(PoolState, 'Active')) {
      return beyondModel(`-PoolState ${PoolState}: of its values the model knows Active`);
    }
    const opened = PoolState === undefined ? null : open(world, pools);
    if (ms === undefined) return done(opened ?? 'nothing to change');
    for (const p of pools) world.variables.graceSeconds.set(p, Math.round(ms / 1000));
    const names = pools.map((p) => world.name(p)).join(', ');
    const grace = `BackupStoreUnavailableThreshold of ${names} is ${formatDuration(ms)} now`;
    return done(opened === null ? grace : `${opened}; ${grace}`);
  },
});

/** Pools that a failed failover left closed serve their users again (D44). */
function open(world: World, pools: readonly number[]): string {
  const closed = pools.filter((p) => world.is('failover', p, 'stuck'));
  for (const p of closed) stepFailover(world, p, 'released');
  return `PoolState of ${pools.map((p) => world.name(p)).join(', ')} is Active`;
}

/** The pools of a scope: global, site:S, service:Registrar:P; null = it is none of them. */
function poolsOf(world: World, identity: string): number[] | null {
  const { pools, siteNames } = world.layout;
  const scope = identity.trim().toLowerCase();
  const found = pools.filter(({ site, pool }) => {
    const fqdn = pool.fqdn.toLowerCase();
    return (
      scope === 'global' || scope === `site:${siteNames[site].toLowerCase()}` || scope === `service:registrar:${fqdn}`
    );
  });
  return found.length === 0 ? null : found.map(({ index }) => index);
}

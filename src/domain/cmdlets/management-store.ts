/** The Central Management Store seen and pushed: who is the master (D62), and who knows it (D63). */
import { storeServer } from '../components/availability-group/store-server.js';
import { isReplicaUpToDate, markedStore, startReplication } from '../components/central-management/behaviour.js';
import { CMS_DATABASE } from '../state/modules.js';
import type { World } from '../state/world.js';
import type { CmdletObject } from '../step-answer.js';
import { defineCmdlet, done, type Ended, refuse } from './cmdlet.js';
import { masterAdvice } from './cms-failover-preconditions.js';
import { force, takes } from './parameter-types.js';

/** What refuses a cmdlet that writes to the store, for the documentation. */
export const MASTER_NEEDED = { D62: 'no active Central Management master can be reached' };
/** The same, as the cmdlet says it. */
export const NO_MASTER = 'No active Central Management master can be reached';

/** D62: nothing is written to the store without a master; a topology without a store has nothing that could refuse. */
export const masterRefusal = (world: World, message = `${NO_MASTER}.`): Ended | null =>
  world.layout.cmsHome < 0 || world.cmsFunctional() ? null : refuse('D62', `${message} ${masterAdvice(world)}`);

/** What refuses a cmdlet that reads the topology from the store, for the documentation. */
export const STORE_NEEDED = {
  D62: 'the database of the Central Management Store is not served, unless with `-LocalStore` (`readsNeedCentralStore`)',
};

/** D62: where the database of the store is not served, nothing is read from it; the copy on a server is. */
export function storeRefusal(world: World, localStore: boolean | undefined): Ended | null {
  const master = world.cmsMaster();
  if (master < 0 || localStore === true || world.served(master, CMS_DATABASE)) return null;
  if (!world.settings.readsNeedCentralStore) return null;
  const fqdn = storeServer(world, master, CMS_DATABASE);
  return refuse(
    'D62',
    `Could not connect to SQL server ${fqdn}: the Central Management Store on ${world.name(master)} is not served. With -LocalStore the copy on the server is read.`,
  );
}

/** Get-CsManagementStoreReplicationStatus (D62, D63). */
export const getReplicationStatus = defineCmdlet({
  name: 'Get-CsManagementStoreReplicationStatus',
  parameters: [takes.machine('ReplicaFqdn', { position: 0 }), takes.flag('CentralManagementStoreStatus')],
  does: 'Shows which replicas are up to date (D63); with `-CentralManagementStoreStatus` the active master, empty while there is none (D62).',
  refusedBy: {},
  begin(world, { ReplicaFqdn, CentralManagementStoreStatus }) {
    if (CentralManagementStoreStatus === true) return done(null, [masterStatus(world)]);
    const one = ReplicaFqdn === undefined ? -1 : world.layout.host(ReplicaFqdn);
    return done(
      null,
      world.layout.replicaHosts
        .filter((h) => one < 0 || h === one)
        .map((h) => ({
          UpToDate: world.cmsFunctional() && isReplicaUpToDate(world, h),
          ReplicaFqdn: world.layout.hosts[h].fqdn,
        })),
    );
  },
});

function masterStatus(world: World): CmdletObject {
  // D64: it may be blank while a store that returned is still marked active.
  const hidden = markedStore(world) >= 0 && world.settings.staleMarkHidesMaster;
  const active = world.cmsFunctional() && !hidden ? world.name(world.cmsMaster()) : '';
  const replicas = active === '' ? [] : world.layout.replicaHosts.filter((h) => world.up(h));
  return {
    ActiveMasterFqdn: active,
    ActiveFileTransferAgentFqdn: active,
    ActiveReplicas: replicas.map((h) => world.layout.hosts[h].fqdn).join(', '),
  };
}

/** Invoke-CsManagementStoreReplication. */
export const invokeReplication = defineCmdlet({
  name: 'Invoke-CsManagementStoreReplication',
  parameters: [takes.machine('ReplicaFqdn', { position: 0 }), force],
  does: 'Starts the replication of the configuration to every server.',
  refusedBy: MASTER_NEEDED,
  refusal: (world) => masterRefusal(world),
  begin(world) {
    startReplication(world);
    return done('replication started');
  },
});

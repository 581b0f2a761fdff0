/** The topology as the management shell shows it: sites, pools and their computers, the topology as a whole. */
import { type PublishedCluster, sameName } from '../deployment.js';
import { inventoryOf } from '../inventory.js';
import type { World } from '../state/world.js';
import { defineCmdlet, done } from './cmdlet.js';
import { STORE_NEEDED, storeRefusal } from './management-store.js';
import { takes, unmodelled, unmodelledFlags } from './parameter-types.js';

/** What a file of our own leaves out, for the answers that list what it has. */
const UNNAMED = 'what the topology does not name, such as gateways, is not among them';

const clustersOf = (world: World): readonly PublishedCluster[] => inventoryOf(world.layout.deployment).clusters;

/** What to say of a list of all there is; null = nothing, as it is complete. */
const allOf = (world: World): string | null => (inventoryOf(world.layout.deployment).complete ? null : UNNAMED);

/** Get-CsPool. */
export const getPool = defineCmdlet({
  name: 'Get-CsPool',
  parameters: [
    takes.anyPool('Identity', { position: 0 }),
    takes.site('Site', { prefix: 'Site:' }),
    takes.flag('LocalStore'),
    ...unmodelled('Filter'),
  ],
  does: 'Shows pools and their computers, all or those of a site: Front End and Edge pools, and the SQL and file servers, which are pools to the shell.',
  refusedBy: STORE_NEEDED,
  refusal: (world, { LocalStore }) => storeRefusal(world, LocalStore),
  begin(world, { Identity, Site }) {
    const shown = clustersOf(world)
      .filter(({ fqdn }) => Identity === undefined || fqdn === Identity)
      .filter(({ site }) => Site === undefined || sameName(site, Site))
      .map(({ fqdn, computers }) => {
        const p = world.layout.pool(fqdn);
        const q = p < 0 ? -1 : world.partner(p);
        const BackupPoolFqdn = q < 0 ? null : world.name(q);
        return { Identity: fqdn, Fqdn: fqdn, Computers: computers.join(', '), BackupPoolFqdn };
      });
    return done(Identity === undefined ? allOf(world) : null, shown);
  },
});

/** Get-CsComputer (D12). */
export const getComputer = defineCmdlet({
  name: 'Get-CsComputer',
  parameters: [
    takes.text('Identity', { position: 0 }),
    takes.anyPool('Pool'),
    takes.flag('LocalStore'),
    ...unmodelled('Filter'),
    ...unmodelledFlags('Local'),
  ],
  does: 'Shows the computers of the pools, those of a Front End pool in the order that counts for its quorum (D12).',
  refusedBy: STORE_NEEDED,
  refusal: (world, { LocalStore }) => storeRefusal(world, LocalStore),
  begin(world, { Identity, Pool }) {
    const shown = clustersOf(world)
      .flatMap(({ fqdn, computers }) => computers.map((each) => ({ Identity: each, Pool: fqdn, Fqdn: each })))
      .filter((each) => Identity === undefined || sameName(each.Fqdn, Identity))
      .filter((each) => Pool === undefined || each.Pool === Pool);
    return done(Identity === undefined && Pool === undefined ? allOf(world) : null, shown);
  },
});

/** Get-CsSite. */
export const getSite = defineCmdlet({
  name: 'Get-CsSite',
  parameters: [
    takes.site('Identity', { position: 0, prefix: 'Site:' }),
    takes.flag('LocalStore'),
    ...unmodelled('Filter'),
  ],
  does: 'Shows the sites with their pools.',
  refusedBy: STORE_NEEDED,
  refusal: (world, { LocalStore }) => storeRefusal(world, LocalStore),
  begin(world, { Identity }) {
    const shown = world.layout.siteNames
      .filter((name) => Identity === undefined || sameName(name, Identity))
      .map((name) => ({
        Identity: `Site:${name}`,
        DisplayName: name,
        Pools: clustersOf(world)
          .filter(({ site }) => sameName(site, name))
          .map(({ fqdn }) => fqdn)
          .join(', '),
      }));
    return done(null, shown);
  },
});

/** Get-CsTopology. */
export const getTopology = defineCmdlet({
  name: 'Get-CsTopology',
  parameters: [takes.flag('AsXml'), takes.flag('LocalStore')],
  does: 'Shows the topology: its sites and machines.',
  notModelled: 'Its clusters, its services, and the document that `-AsXml` gives.',
  refusedBy: STORE_NEEDED,
  refusal: (world, { LocalStore }) => storeRefusal(world, LocalStore),
  begin(world, { AsXml }) {
    if (AsXml === true) return done('noted; the document of the topology is not known');
    const machines = new Set(clustersOf(world).flatMap(({ computers }) => computers));
    return done(allOf(world), [{ Sites: world.layout.siteNames.join(', '), Machines: [...machines].join(', ') }]);
  },
});

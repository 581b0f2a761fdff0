/** The topology as the management shell shows it: pools, services, next hops and masters of the moment. */
import { sameName } from '../deployment.js';
import type { CmdletObject } from '../result.js';
import type { World } from '../state/world.js';
import { defineCmdlet, done, NOTED } from './cmdlet.js';
import { takes, unmodelled, unmodelledFlags } from './parameter-types.js';

/** Get-CsPool. */
export const getPool = defineCmdlet({
  name: 'Get-CsPool',
  parameters: [
    takes.anyPool('Identity', { position: 0 }),
    takes.site('Site', { prefix: 'Site:' }),
    ...unmodelled('Filter'),
  ],
  does: 'Shows pools and their computers, all or those of a site.',
  refusedBy: {},
  begin(world, { Identity, Site }) {
    const { pools, edges, deployment } = world.layout;
    const frontEnds = pools.map(({ pool, servers }) => ({ fqdn: pool.fqdn, site: pool.site, servers }));
    const edgePools = edges.map((edge, e) => ({ ...edge, site: deployment.edgePools[e].site }));
    const shown = [...frontEnds, ...edgePools]
      .filter(({ fqdn }) => Identity === undefined || fqdn === Identity)
      .filter(({ site }) => Site === undefined || sameName(site, Site))
      .map(({ fqdn, servers }) => ({
        Identity: fqdn,
        Fqdn: fqdn,
        Computers: servers.map((h) => world.layout.hosts[h].fqdn).join(', '),
      }));
    return done(null, shown);
  },
});

/** Get-CsComputer (D12). */
export const getComputer = defineCmdlet({
  name: 'Get-CsComputer',
  parameters: [
    takes.text('Identity', { position: 0 }),
    takes.anyPool('Pool'),
    ...unmodelled('Filter'),
    ...unmodelledFlags('Local'),
  ],
  does: 'Shows the servers of the pools, in the order that counts for their quorum (D12).',
  refusedBy: {},
  begin(world, { Identity, Pool }) {
    const frontEnds = world.layout.pools.map(({ pool, servers }) => ({ fqdn: pool.fqdn, servers }));
    const all = [...frontEnds, ...world.layout.edges].flatMap(({ fqdn, servers }) =>
      servers.map((h) => ({ Identity: world.layout.hosts[h].fqdn, Pool: fqdn, Fqdn: world.layout.hosts[h].fqdn })),
    );
    const shown = all.filter(
      (each) => (Identity === undefined || sameName(each.Fqdn, Identity)) && (Pool === undefined || each.Pool === Pool),
    );
    return done(null, shown);
  },
});

/** Get-CsTopology. */
export const getTopology = defineCmdlet({
  name: 'Get-CsTopology',
  parameters: [takes.flag('AsXml'), takes.flag('LocalStore')],
  ...NOTED,
});

/** Get-CsService. */
export const getService = defineCmdlet({
  name: 'Get-CsService',
  parameters: [
    takes.text('Identity', { position: 0 }),
    takes.anyPool('PoolFqdn'),
    ...unmodelled('Filter'),
    takes.flag('ApplicationDatabase'),
    takes.flag('ApplicationServer'),
    takes.flag('ArchivingDatabase'),
    takes.flag('ArchivingServer'),
    takes.flag('BackupServer'),
    takes.flag('CentralManagement'),
    takes.flag('CentralManagementDatabase'),
    takes.flag('Director'),
    takes.flag('EdgeServer'),
    takes.flag('FileStore'),
    takes.flag('LegalInterceptServer'),
    takes.flag('ManagementServer'),
    takes.flag('MediationServer'),
    takes.flag('MonitoringDatabase'),
    takes.flag('MonitoringServer'),
    takes.flag('PersistentChatComplianceDatabase'),
    takes.flag('PersistentChatDatabase'),
    takes.flag('PersistentChatServer'),
    takes.flag('ProvisionDatabase'),
    takes.flag('ProvisionServer'),
    takes.flag('PstnGateway'),
    takes.flag('Registrar'),
    takes.flag('TrustedApplicationPool'),
    takes.flag('UserDatabase'),
    takes.flag('UserServer'),
    takes.flag('VideoGateway'),
    takes.flag('VideoInteropServer'),
    takes.flag('WacServer'),
    takes.flag('WebServer'),
    takes.flag('ConferencingServer', { aliases: ['ConferenceServer'] }),
  ],
  does: 'With `-CentralManagement`, `-EdgeServer`, `-Registrar` or `-UserServer`: shows masters, next hops, backup registrars, pools.',
  refusedBy: {},
  notModelled: 'The answers for the other services.',
  begin(world, { PoolFqdn, CentralManagement, EdgeServer, Registrar, UserServer }) {
    const all =
      CentralManagement === true
        ? masters(world)
        : EdgeServer === true
          ? nextHops(world)
          : Registrar === true
            ? backupRegistrars(world)
            : UserServer === true
              ? userServers(world)
              : null;
    if (all === null)
      return done('noted; the model answers -CentralManagement, -EdgeServer, -Registrar and -UserServer');
    return done(
      null,
      all.filter((each) => PoolFqdn === undefined || each.PoolFqdn === PoolFqdn),
    );
  },
});

function masters(world: World): CmdletObject[] {
  const { cmsHome, cmsStandby } = world.layout;
  return [cmsHome, cmsStandby]
    .filter((p) => p >= 0)
    .map((p) => ({
      Identity: `CentralManagement:${world.name(p)}`,
      PoolFqdn: world.name(p),
      Active: world.variables.cmsActive.get(p === cmsHome ? 0 : 1) === 1 && world.frontEndRuns(p),
    }));
}

function nextHops(world: World): CmdletObject[] {
  return world.layout.edges.map(({ fqdn }, e) => {
    const hop = world.variables.nextHop.get(e);
    return {
      Identity: `EdgeServer:${fqdn}`,
      PoolFqdn: fqdn,
      Registrar: hop < 0 ? null : `Registrar:${world.name(hop)}`,
    };
  });
}

const userServers = (world: World): CmdletObject[] =>
  world.layout.pools.map(({ pool: { fqdn } }) => ({ Identity: `UserServer:${fqdn}`, PoolFqdn: fqdn }));

function backupRegistrars(world: World): CmdletObject[] {
  return world.layout.pools.map(({ pool: { fqdn }, index }) => {
    const q = world.partner(index);
    return {
      Identity: `Registrar:${fqdn}`,
      PoolFqdn: fqdn,
      BackupRegistrar: q < 0 ? null : `Registrar:${world.name(q)}`,
    };
  });
}

// A table and a walk over a graph: the clusters of a topology document as the management shell shows them, role by role.
import type { PublishedCluster } from '../../domain/deployment.js';
import { UNNAMED_ROLE } from '../../domain/inventory.js';
import type { Graph, ServiceNode } from './graph.js';
import { isDirector } from './roles.js';

/** Roles of a document, and what the switches of `Get-CsService` call them. */
const ROLE_IN_SHELL: Readonly<Record<string, string | undefined>> = {
  ApplicationServer: 'ApplicationServer',
  ApplicationStore: 'ApplicationDatabase',
  ArchivingStore: 'ArchivingDatabase',
  CentralMgmt: 'CentralManagement',
  CentralMgmtStore: 'CentralManagementDatabase',
  ConfServices: 'ConferencingServer',
  EdgeServer: 'EdgeServer',
  ExternalServer: 'TrustedApplicationPool',
  FileStore: 'FileStore',
  MediationServer: 'MediationServer',
  MonitoringStore: 'MonitoringDatabase',
  PersistentChatService: 'PersistentChatServer',
  PersistentChatStore: 'PersistentChatDatabase',
  PstnGateway: 'PstnGateway',
  Registrar: 'Registrar',
  UserServices: 'UserServer',
  UserStore: 'UserDatabase',
  WacService: 'WacServer',
  WebServices: 'WebServer',
};

/** All clusters of a document with their services, by name: in which order the shell shows them no document says. */
export function publishedClusters(graph: Graph): PublishedCluster[] {
  return graph.all.clusters
    .map((cluster) => ({
      fqdn: cluster.fqdn,
      site: graph.site(cluster.site)?.name ?? '',
      computers: cluster.machines.map(({ fqdn }) => fqdn),
      services: graph
        .servicesOn(cluster)
        .map((service) => ({ role: roleOf(service), version: service.version }))
        .sort((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0)),
    }))
    .sort((a, b) => (a.fqdn.toLowerCase() < b.fqdn.toLowerCase() ? -1 : 1));
}

const roleOf = (service: ServiceNode): string =>
  isDirector(service) ? 'Director' : (ROLE_IN_SHELL[service.role] ?? UNNAMED_ROLE);

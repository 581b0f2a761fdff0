/** The services as the management shell shows them, role by role: next hops, backup registrars and masters of the moment. */
import { sameName } from '../deployment.js';
import { inventoryOf, SERVICE_ROLES, type ServiceOfCluster, type ServiceRole, servicesOf } from '../inventory.js';
import type { World } from '../state/world.js';
import type { CmdletObject } from '../step-answer.js';
import { defineCmdlet, done } from './cmdlet.js';
import { STORE_NEEDED, storeRefusal } from './management-store.js';
import { takes, unmodelled } from './parameter-types.js';

/** Get-CsService. */
export const getService = defineCmdlet({
  name: 'Get-CsService',
  parameters: [
    takes.text('Identity', { position: 0 }),
    takes.anyPool('PoolFqdn'),
    takes.flag('LocalStore'),
    ...unmodelled('Filter'),
    ...SERVICE_ROLES.map((role) =>
      role === 'ConferencingServer' ? takes.flag(role, { aliases: ['ConferenceServer'] }) : takes.flag(role),
    ),
  ],
  does: 'Shows the services of a role with their pools, with `-EdgeServer` next hops, with `-Registrar` backup registrars, with `-CentralManagement` the active one. A topology document says which there are of every role that it names; in a file of our own the roles of Front End and Edge pools, databases, file stores and the Central Management are known.',
  refusedBy: STORE_NEEDED,
  notModelled: 'Services that the topology does not name, and all of them together where it is a file of our own.',
  refusal: (world, { LocalStore }) => storeRefusal(world, LocalStore),
  begin(world, parameters) {
    const { Identity, PoolFqdn } = parameters;
    const typed: Readonly<Record<string, unknown>> = parameters;
    const role = SERVICE_ROLES.find((each) => typed[each] === true) ?? roleIn(Identity);
    const all = role === null ? every(world) : servicesOf(world.layout.deployment, role);
    if (all === null) return done('noted; the topology does not say which services there are');
    const shown = all
      .filter(({ fqdn }) => PoolFqdn === undefined || sameName(fqdn, PoolFqdn))
      .map((service) => shownService(world, service))
      .filter((each) => Identity === undefined || sameName(String(each.Identity), withoutService(Identity)));
    if (Identity !== undefined && shown.length === 0) return done(`noted; ${Identity} is not known`);
    return done(null, shown);
  },
});

const withoutService = (identity: string): string => identity.trim().replace(/^service:/i, '');

/** The role that an identity begins with: `Registrar:pool1.contoso.com`. */
function roleIn(identity: string | undefined): ServiceRole | null {
  const [typed] = withoutService(identity ?? '').split(':');
  return SERVICE_ROLES.find((role) => sameName(role, typed)) ?? null;
}

/** All services; null = some may be missing. */
function every(world: World): readonly ServiceOfCluster[] | null {
  const { deployment } = world.layout;
  const found = inventoryOf(deployment).complete ? SERVICE_ROLES.map((role) => servicesOf(deployment, role)) : [null];
  return found.includes(null) ? null : found.flatMap((each) => each ?? []);
}

function shownService(world: World, { role, fqdn }: ServiceOfCluster): CmdletObject {
  const service = { Identity: `${role}:${fqdn}`, PoolFqdn: fqdn };
  const registrar = (p: number): string | null => (p < 0 ? null : `Registrar:${world.name(p)}`);
  const [p, e] = [world.layout.pool(fqdn), world.layout.edge(fqdn)];
  if (role === 'EdgeServer' && e >= 0) return { ...service, Registrar: registrar(world.variables.nextHop.get(e)) };
  if (role === 'Registrar' && p >= 0) return { ...service, BackupRegistrar: registrar(world.partner(p)) };
  const { cmsHome, cmsStandby } = world.layout;
  if (role !== 'CentralManagement' || p < 0 || (p !== cmsHome && p !== cmsStandby)) return service;
  return { ...service, Active: world.variables.cmsActive.get(p === cmsHome ? 0 : 1) === 1 && world.frontEndRuns(p) };
}

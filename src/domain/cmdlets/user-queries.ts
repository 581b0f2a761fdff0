/** Get-CsUser: users as counts, of the pool that each is homed on (D5). */
import { sameName } from '../deployment.js';
import { homesElsewhere, usersSaid } from '../inventory.js';
import { defineCmdlet, done } from './cmdlet.js';
import { takes } from './parameter-types.js';

/** A filter for the users of one pool: `RegistrarPool -eq "pool1.contoso.com"`. */
const OF_A_POOL = /^\s*RegistrarPool\s+-eq\s+(["'])([^"'$*]+)\1\s*$/i;

/** Get-CsUser (D5). */
export const getUser = defineCmdlet({
  name: 'Get-CsUser',
  parameters: [
    takes.text('Identity', { position: 0 }),
    takes.text('Filter'),
    takes.text('ResultSize'),
    takes.text('LdapFilter'),
    takes.text('OU'),
    takes.text('DomainController'),
    takes.text('Credential'),
    takes.flag('OnLyncServer'),
    takes.flag('OnOfficeCommunicationServer'),
    takes.flag('UnassignedUser'),
  ],
  does: 'Counts the users homed on each pool, all or with `-Filter` those of one. A failover does not change where they are homed (D5).',
  refusedBy: {},
  notModelled:
    'Single users; numbers that the topology does not say; other filters than by `RegistrarPool -eq`: what these give is unknown.',
  begin(world, { Filter, ResultSize, ...given }) {
    const { deployment } = world.layout;
    const wanted = Filter === undefined ? null : OF_A_POOL.exec(Filter);
    const isWhole = ResultSize === undefined || /^unlimited$/i.test(ResultSize);
    const { Identity, LdapFilter, OU } = given;
    const { OnLyncServer, OnOfficeCommunicationServer, UnassignedUser } = given;
    const isSome = [Identity, LdapFilter, OU, OnLyncServer, OnOfficeCommunicationServer, UnassignedUser].some(
      (each) => each !== undefined && each !== false,
    );
    if (!isWhole || isSome || (Filter !== undefined && wanted === null)) {
      return done('noted; which users these are is not known');
    }
    const found = deployment.pools
      .filter(({ fqdn }) => wanted === null || sameName(fqdn, wanted[2]))
      .map(({ fqdn }) => ({ RegistrarPool: fqdn, Users: usersSaid(deployment, fqdn) }));
    const isSaid = found.length > 0 && found.every(({ Users }) => Users !== null);
    if (!isSaid || (wanted === null && homesElsewhere(deployment))) {
      return done('noted; how many users these are the topology does not say');
    }
    return done(null, found);
  },
});

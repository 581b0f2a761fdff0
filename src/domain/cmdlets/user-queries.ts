/** Get-CsUser and Get-CsUserPoolInfo: users as counts, of the pool that each is homed on, and their pools (D5). */
import { sameName } from '../deployment.js';
import { homesElsewhere, usersSaid } from '../inventory.js';
import { defineCmdlet, done } from './cmdlet.js';
import { takes } from './parameter-types.js';

/** A filter for the users of one pool: `RegistrarPool -eq "pool1.contoso.com"`. */
const OF_A_POOL = /^\s*RegistrarPool\s+-eq\s+(["'])([^"'$*]+)\1\s*$/i;

/** Stands for users that a script has as a count, where a cmdlet takes the identity of one. */
export const OF_SEVERAL = '\u0000users';

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

/** Get-CsUserPoolInfo (D1, D5). */
export const getUserPoolInfo = defineCmdlet({
  name: 'Get-CsUserPoolInfo',
  parameters: [takes.text('Identity', { position: 0 }), takes.flag('LocalStore')],
  does: 'Shows the home pool of users and its backup pool, of users that a script has from `Get-CsUser`. A failover changes neither (D1, D5).',
  refusedBy: {},
  notModelled:
    'A user who is named: whose pools these are is unknown. The order of the servers that a user signs in to, and the first of them.',
  begin(world, { Identity }) {
    if (Identity !== undefined && Identity !== OF_SEVERAL) return done('noted; which pools this user has is not known');
    const pools = world.layout.pools.map(({ index }) => {
      const partner = world.partner(index);
      const [home, backup] = [world.name(index), partner < 0 ? null : world.name(partner)];
      return { PrimaryPoolFqdn: home, BackupPoolFqdn: backup, UserServicesPoolFqdn: home };
    });
    return done(null, pools);
  },
});

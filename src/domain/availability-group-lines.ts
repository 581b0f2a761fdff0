/** Lines about an availability group as they are typed, by the name of its listener: the model knows no other name (D105). */

/** The name of a group in a line: the first label of its listener. */
const groupName = (listener: string): string => listener.split('.', 1)[0];

/** The statement of a failover of a group, planned (D116) or by force (D117). */
export const failOverStatementOf = (listener: string, byForce = false): string =>
  `ALTER AVAILABILITY GROUP [${groupName(listener)}] ${byForce ? 'FORCE_FAILOVER_ALLOW_DATA_LOSS' : 'FAILOVER'}`;

/** The path of a group on a server, as the cmdlets of SQL Server take it. */
export const groupPath = (server: string, instance: string, listener: string): string =>
  `SQLSERVER:\\Sql\\${server}\\${instance}\\AvailabilityGroups\\${groupName(listener)}`;

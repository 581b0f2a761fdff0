/** Reader of the SQL statements about an availability group (D116-D118), as they are typed on a SQL server. */

/** One statement about a group, or about the databases of a replica. */
export interface GroupStatement {
  readonly act: 'failOver' | 'force' | 'resume';
  /** name of the group, or of the database that is resumed */
  readonly name: string;
}

const NAME = String.raw`(?:\[([^\]]+)\]|"([^"]+)"|([\w.-]+))`;
const OF_GROUP = new RegExp(
  String.raw`^ALTER\s+AVAILABILITY\s+GROUP\s+${NAME}\s+(FAILOVER|FORCE_FAILOVER_ALLOW_DATA_LOSS)$`,
  'i',
);
const OF_DATABASE = new RegExp(String.raw`^ALTER\s+DATABASE\s+${NAME}\s+SET\s+HADR\s+RESUME$`, 'i');

/** The statements of a query; null = it holds something else. */
export function readGroupStatements(query: string): GroupStatement[] | null {
  const parts = query.split(/;|^\s*GO\s*$/im).map((part) => part.trim());
  const found = parts.filter((part) => part !== '').map(readOne);
  return found.length === 0 || found.includes(null) ? null : (found as GroupStatement[]);
}

function readOne(text: string): GroupStatement | null {
  const group = OF_GROUP.exec(text);
  const match = group ?? OF_DATABASE.exec(text);
  if (match === null) return null;
  const name = match[1] ?? match[2] ?? match[3];
  if (group === null) return { act: 'resume', name };
  return { act: group[4].toUpperCase() === 'FAILOVER' ? 'failOver' : 'force', name };
}

/** Reader of the SQL statements about a mirroring session (D24, D25), as they are typed on a SQL server. */

/** The databases of each session, in the order of DATABASE_TYPES; one of them stands for all of its session (M). */
export const DATABASE_NAMES: readonly (readonly string[])[] = [
  ['rtcab', 'rtcxds', 'rtcshared'],
  ['rgsconfig', 'rgsdyn', 'cpsdyn'],
  ['xds', 'lis'],
];

/** One statement about the session of a database. */
export interface MirroringStatement {
  /** index into DATABASE_TYPES; -1 = no session of the product has this database */
  readonly db: number;
  readonly database: string;
  readonly act: 'resume' | 'remove';
}

const STATEMENT = /^ALTER\s+DATABASE\s+(?:\[([^\]]+)\]|"([^"]+)"|(\w+))\s+SET\s+PARTNER\s+(RESUME|OFF)$/i;

/** The statements of a query; null = it holds something else, which is not modelled. */
export function readStatements(query: string): MirroringStatement[] | null {
  const parts = query.split(/;|^\s*GO\s*$/im).map((part) => part.trim());
  const found: MirroringStatement[] = [];
  for (const part of parts.filter((each) => each !== '')) {
    const match = STATEMENT.exec(part);
    if (match === null) return null;
    const database = match[1] ?? match[2] ?? match[3];
    const db = DATABASE_NAMES.findIndex((names) => names.includes(database.toLowerCase()));
    found.push({ db, database, act: match[4].toUpperCase() === 'OFF' ? 'remove' : 'resume' });
  }
  return found.length === 0 ? null : found;
}

/** A line that stands alone is a statement, not a cmdlet. */
export const isStatement = (line: string): boolean => /^\s*ALTER\s+(?:DATABASE|AVAILABILITY\s+GROUP)\b/i.test(line);

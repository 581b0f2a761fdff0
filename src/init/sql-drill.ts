/** The drill of a lost SQL principal: by itself where there is a witness, by hand where there is none, and home again. */
import { databaseFailover } from '../domain/cmdlets/database-failover.js';
import { getMirrorState } from '../domain/cmdlets/mirror-state.js';
import { invokeSqlcmd } from '../domain/cmdlets/sql-statement.js';
import { DATABASE_NAMES } from '../domain/components/back-end/mirroring-statement.js';
import type { Deployment, Pool } from '../domain/deployment.js';
import { DATABASE_TYPES } from '../domain/state/modules.js';
import { cmdlet, type DrillOutline, type Entry, type OutlineSection } from './drill-outline.js';
import { PART_AT_NIGHT, PART_BACK_AT_MINUTES, PART_LOSS_TIMES, WATCHED } from './loss-times.js';

/** The principal of a mirrored Back End is lost for an hour; null = the pool has no mirror. */
export function sqlDrill(pool: Pool, deployment: Deployment): DrillOutline | null {
  const { fqdn, backEnd } = pool;
  const { primary, mirror, witness } = backEnd;
  if (mirror === null) return null;
  const types = databasesOf(pool, deployment);
  return {
    name: `${fqdn}-sql-principal`,
    title: `Lose the SQL principal of ${fqdn}`,
    about:
      witness === null
        ? `${primary} is lost; without a witness nothing happens by itself, and for half an hour the Front End servers hold what users change (D22, D27). Within that time the mirror ${mirror} is made the principal by hand.`
        : `${primary} is lost; the witness ${witness} lets the mirror ${mirror} take over by itself (D21). What is left to do is to see that it did, and to go home when the server is back.`,
    loss: { ...PART_LOSS_TIMES, targets: [{ server: primary }], servers: [], verbs: ['crash', 'repair'] },
    files: [],
    sections: [
      lost(pool, types),
      ...(witness === null ? [resumed(pool, types)] : []),
      home(pool, types, witness === null ? [] : [back]),
    ],
    expect: { lost: { max: 0 } },
    runbook: true,
    night: PART_AT_NIGHT,
  };
}

const back: Entry = { do: 'ask', minutes: PART_BACK_AT_MINUTES, what: 'the SQL server is back' };

/** The types of databases that a pool has a mirroring session of: the third where the store is, or its standby (D29). */
export function databasesOf({ fqdn, backupPool }: Pool, { centralManagement: { active } }: Deployment): number[] {
  const hasStore = active !== null && [fqdn, backupPool].includes(active);
  return DATABASE_TYPES.flatMap((_, db) => (DATABASE_TYPES[db] !== 'CentralMgmt' || hasStore ? [db] : []));
}

function lost({ fqdn, backEnd: { primary, witness } }: Pool, types: readonly number[]): OutlineSection {
  const failover = (db: number): Entry =>
    cmdlet(
      databaseFailover.line({ PoolFqdn: fqdn, DatabaseType: DATABASE_TYPES[db], NewPrincipal: 'mirror', Force: true }),
    );
  return {
    title: 'The principal is lost',
    why:
      witness === null
        ? 'Each type of database has a session of its own (D29). -Force, because the principal does not answer; the sessions were SYNCHRONIZED, so nothing is lost (D22, D25).'
        : 'The databases have to be served by the mirror now.',
    entries: [
      { do: 'at', minutes: PART_AT_NIGHT.atMinutes, what: 'somebody looks' },
      {
        do: 'unless',
        line: getMirrorState.line({ PoolFqdn: fqdn, DatabaseType: 'User' }),
        fine: "$answer.StateOnPrimary -contains 'Principal'",
        says: `${primary} is the principal: it is not lost, and there is nothing to recover`,
      },
      ...(witness === null ? types.map(failover) : []),
    ],
  };
}

/** D24: after forced service the old principal is the mirror of a session that stays SUSPENDED. */
function resumed({ backEnd: { mirror, instance } }: Pool, types: readonly number[]): OutlineSection {
  return {
    title: 'The old principal is back',
    why: 'After forced service its sessions stay SUSPENDED until somebody resumes them on the new principal: until then there is one copy of the data (D24).',
    entries: [
      back,
      ...types.map((db) =>
        cmdlet(
          invokeSqlcmd.line({
            ServerInstance: `${mirror}\\${instance}`,
            Query: DATABASE_NAMES[db].map((name) => `ALTER DATABASE ${name} SET PARTNER RESUME`).join('; '),
          }),
        ),
      ),
    ],
  };
}

function home({ fqdn, backEnd: { primary } }: Pool, types: readonly number[], first: readonly Entry[]): OutlineSection {
  return {
    title: `Back to ${primary}`,
    why: 'When it has caught up (SYNCHRONIZED, D24), the databases can go home without loss, one type after the other (D29).',
    entries: [
      ...first,
      { do: 'synchronized', pool: fqdn },
      ...types.map((db) =>
        cmdlet(databaseFailover.line({ PoolFqdn: fqdn, DatabaseType: DATABASE_TYPES[db], NewPrincipal: 'primary' })),
      ),
      { do: 'synchronized', pool: fqdn },
      WATCHED,
    ],
  };
}

/** What is recovered beside pools: mirrored databases that were not served (D27) and the Central Management Store (D61), with their targets. */
import { clock, displayDuration } from '../../core/format.js';
import type { DatabaseOutageResult, MasterMove } from '../../domain/recovery-results.js';
import type { RunResult } from '../../domain/result.js';
import { el, type Html, panel, type TableCell, table } from './element.js';
import { type NamedResult, shortNames } from './shown.js';

/** The panel; null = neither a database nor the store was moved. */
export function storesPanel(result: Pick<RunResult, 'databases' | 'centralManagement'> & NamedResult): Html | null {
  const { databases, centralManagement } = result;
  if (databases.length + centralManagement.length === 0) return null;
  const short = shortNames(result);
  const rows = [
    ...databases.map((entry) => databaseRow(entry, short)),
    ...centralManagement.map((entry) => masterRow(entry, short)),
  ];
  return panel(
    'stores',
    'Databases and the Central Management Store',
    'Beside their documented targets: of mirroring with a witness (D27), of a disaster failover of the store (D61).',
    table('stores-table cards', ['what', 'from', 'until', 'RTO', 'RPO', 'target'], rows),
  );
}

interface StoreRow {
  readonly class: string | undefined;
  readonly cells: TableCell[];
}

function databaseRow(entry: DatabaseOutageResult, short: (name: string) => string): StoreRow {
  const { pool, fromMs, servedAtMs, principal, rtoMs, rpoMs, rtoTargetMs, rpoTargetMs, noTargetBecause } = entry;
  const isMissed = servedAtMs === null || isOver(rtoMs, rtoTargetMs) || isOver(rpoMs, rpoTargetMs);
  return {
    class: isMissed ? 'objection' : undefined,
    cells: [
      `User database of ${short(pool)}`,
      clock(fromMs),
      servedAtMs === null ? '✕ not served at the end' : `${clock(servedAtMs)}, by ${short(principal)}`,
      ...[numberAgainst(rtoMs, rtoTargetMs), numberAgainst(rpoMs, rpoTargetMs)],
      noTargetBecause === null ? targets(rtoTargetMs, rpoTargetMs) : `none applies: ${noTargetBecause}`,
    ],
  };
}

function masterRow(entry: MasterMove, short: (name: string) => string): StoreRow {
  const { pool, mode, startedAtMs, activeAtMs, rtoMs, rpoMs, rtoTargetMs, rpoTargetMs } = entry;
  // The targets are those of the disaster form.
  const [rto, rpo] = mode === 'planned' ? [null, null] : [rtoTargetMs, rpoTargetMs];
  return {
    class: isOver(rtoMs, rto) || isOver(rpoMs, rpo) ? 'objection' : undefined,
    cells: [
      el('span', null, `Central Management Store, ${mode} failover to ${short(pool)}`),
      clock(startedAtMs),
      `${clock(activeAtMs)}, active`,
      ...[numberAgainst(rtoMs, rto), numberAgainst(rpoMs, rpo)],
      mode === 'planned' ? 'none of a planned one' : targets(rto, rpo),
    ],
  };
}

const isOver = (ms: number | null, targetMs: number | null): boolean =>
  ms !== null && targetMs !== null && ms > targetMs;

const numberAgainst = (ms: number | null, targetMs: number | null): TableCell => {
  if (ms === null) return { class: 'numeric', of: '–' };
  const mark = targetMs === null ? '' : isOver(ms, targetMs) ? '✕ ' : '✓ ';
  return { class: 'numeric', of: mark + displayDuration(ms) };
};

const targets = (rtoMs: number | null, rpoMs: number | null): string =>
  `RTO ${rtoMs === null ? '–' : displayDuration(rtoMs)}, RPO ${rpoMs === null ? '–' : displayDuration(rpoMs)}`;

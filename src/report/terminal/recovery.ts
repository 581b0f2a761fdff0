/** RTO and RPO of each failover beside their targets. */
import { apart, clock, displayDuration, elapsed } from '../../core/format.js';
import type { DatabaseOutageResult, MasterMove, RecoveryResult } from '../../domain/recovery-results.js';
import type { Page, Section } from '../text/page.js';
import { type Ink, plain } from '../text/typesetting.js';

export const recoverySection: Section = ({ recovery, centralManagement, databases }, page) => {
  if (recovery.length + centralManagement.length + databases.length === 0) return [];
  return [
    page.strong('Recovery'),
    ...databases.flatMap((entry) => databaseLines(entry, page)),
    ...centralManagement.flatMap((entry) => masterLines(entry, page)),
    ...recovery.flatMap((entry) => failoverLines(entry, page)),
  ];
};

/** A failover of the Central Management Store; the targets are those of its disaster form (D61). */
function masterLines({ pool, mode, startedAtMs, activeAtMs, ...entry }: MasterMove, page: Page): string[] {
  const rto = objective(entry.rtoMs, entry.rtoTargetMs, page);
  const rpo = objective(entry.rpoMs, entry.rpoTargetMs, page);
  const head = [
    ...page.hang('  ', `Central Management Store, ${mode} failover to ${pool}`),
    ...page.hang('    ', `started ${clock(startedAtMs)}, active ${clock(activeAtMs)}`),
  ];
  if (mode === 'planned') return head;
  return [
    ...head,
    ...page.hang('    RTO  ', rto?.text ?? '', rto?.ink ?? plain),
    ...page.hang(
      '    RPO  ',
      entry.rpoMs === 0 ? '0s, no change was left behind' : (rpo?.text ?? ''),
      rpo?.ink ?? plain,
    ),
  ];
}

/** A time in which a mirrored User database was not served; the targets are those of mirroring with a witness (D27). */
function databaseLines(entry: DatabaseOutageResult, page: Page): string[] {
  const { pool, fromMs, servedAtMs, principal, noTargetBecause: why } = entry;
  const rto = objective(entry.rtoMs, entry.rtoTargetMs, page);
  const rpo = objective(entry.rpoMs, entry.rpoTargetMs, page);
  const until = servedAtMs === null ? 'not served at the end' : `served by ${principal} from ${clock(servedAtMs)}`;
  return [
    ...page.hang('  ', `${pool}, User database`),
    ...page.hang('    ', `not served from ${clock(fromMs)}, ${until}`),
    ...(rto === null ? [] : page.hang('    RTO  ', rto.text, rto.ink)),
    ...(rpo === null
      ? []
      : page.hang('    RPO  ', entry.rpoMs === 0 ? '0s, no change was left behind' : rpo.text, rpo.ink)),
    ...(why === null ? [] : page.hang('    ', `no documented target applies: ${why}`)),
  ];
}

function failoverLines(entry: RecoveryResult, page: Page): string[] {
  const why = entry.noTargetBecause;
  const rto = objective(entry.rtoMs, entry.rtoTargetMs, page);
  const rpo = objective(entry.rpoMs, entry.rpoTargetMs, page);
  return [
    ...page.hang('  ', `${entry.pool}, ${entry.mode} failover`),
    ...page.hang('    ', course(entry)),
    ...page.hang('    RTO  ', rto?.text ?? 'none: regular service was not reached', rto?.ink ?? page.bad),
    ...page.hang('    RPO  ', rpoInWords(entry, rpo), rpo?.ink ?? plain),
    ...(why === null ? [] : page.hang('    ', `no documented target applies: ${why}`)),
  ];
}

function rpoInWords({ rpoMs, servedAtMs }: RecoveryResult, rpo: { text: string } | null): string {
  if (rpoMs === 0) return '0s, no change was left behind';
  return rpo?.text ?? (servedAtMs === null ? 'none: no takeover' : 'none: no change was left behind');
}

function course({ mode, outageAtMs, failoverStartedAtMs, servedAtMs }: RecoveryResult): string {
  const waited = failoverStartedAtMs - outageAtMs;
  const served = servedAtMs === null ? 'never regular on the partner' : `regular on the partner ${clock(servedAtMs)}`;
  const started = `failover started ${clock(failoverStartedAtMs)}`;
  if (mode === 'planned') return `${started}, read-only from ${clock(outageAtMs)}, ${served}`;
  const later = waited > 0 ? ` (${elapsed(outageAtMs, failoverStartedAtMs)} later)` : '';
  return `outage at ${clock(outageAtMs)}, ${started}${later}, ${served}`;
}

function objective(
  actualMs: number | null,
  targetMs: number | null,
  { good, bad }: Page,
): { text: string; ink: Ink } | null {
  if (actualMs === null) return null;
  if (targetMs === null) return { text: displayDuration(actualMs), ink: plain };
  const by = apart(targetMs, actualMs);
  const target = `the documented target of ${displayDuration(targetMs)}`;
  if (actualMs > targetMs) return { text: `${displayDuration(actualMs)}, over ${target} by ${by}`, ink: bad };
  return { text: `${displayDuration(actualMs)}, within ${target} by ${by}`, ink: good };
}

/** What users waited for in each outage, part by part, and the share of it that the runbook spent waiting. */
import { clock, elapsed } from '../../core/format.js';
import type { CriticalPart, RecoveryResult } from '../../domain/recovery-results.js';
import type { Page, Section } from '../text/page.js';
import { columns, pad, widest, wrap } from '../text/typesetting.js';

/** Parts of one outage that are shown without `--details`: the longest. */
const PARTS_MAX = 6;

/** The critical path of every outage that a failover ended: its longest parts, a line each. */
export const whereTheTimeWent: Section = ({ recovery }, page) => pathLines(recovery, PARTS_MAX, page);

/** The same with every part. */
export const wholePaths: Section = ({ recovery }, page) => pathLines(recovery, Number.POSITIVE_INFINITY, page);

function pathLines(recovery: readonly RecoveryResult[], most: number, page: Page): string[] {
  const lines = recovery.flatMap((entry) => ofOutage(entry, most, page));
  return lines.length === 0 ? [] : [page.strong('Where the time went'), ...lines];
}

function ofOutage(entry: RecoveryResult, most: number, page: Page): string[] {
  const { pool, outageAtMs, servedAtMs, pausedMs, criticalPath } = entry;
  if (servedAtMs === null || pausedMs === null || criticalPath.length === 0) return [];
  const share = Math.round((100 * pausedMs) / (servedAtMs - outageAtMs));
  const waited = pausedMs === 0 ? 'none of it waiting in the runbook' : `${share} % of it waiting in the runbook`;
  const shown = longest(criticalPath, most);
  const more = criticalPath.length - shown.length;
  const times = columns(
    shown.map(({ fromMs, toMs }) => [clock(fromMs), elapsed(fromMs, toMs)]),
    'lr',
    4,
  );
  const lead = widest(times) + 2;
  return [
    ...page.hang('  ', `${pool}: ${elapsed(outageAtMs, servedAtMs)}, ${waited}`),
    ...shown.flatMap(({ what, inVain }, at) => {
      const text = most === Number.POSITIVE_INFINITY || inVain ? what : cut(what, page.width - lead);
      return page.hang(pad(times[at], lead), text, inVain ? page.bad : page.faint);
    }),
    ...(more === 0 ? [] : page.hang('    ', `and ${more} shorter ${more === 1 ? 'part' : 'parts'}`, page.faint)),
  ];
}

/** What fits into `room` columns, at the end of a word. */
function cut(text: string, room: number): string {
  const [line, ...rest] = wrap(text, room - 2);
  return rest.length === 0 ? line : `${line} …`;
}

/** The longest parts, in the order in which they came. */
function longest(parts: readonly CriticalPart[], most: number): readonly CriticalPart[] {
  if (parts.length <= most) return parts;
  const kept = [...parts].sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs)).slice(0, most);
  return parts.filter((part) => kept.includes(part));
}

/** Durations of input files: a small grammar of amounts with units, largest first, read to whole milliseconds. */

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const ORDER = ['h', 'm', 's', 'ms'];

/** The longest time that a drill may name: ten years. */
export const LONGEST_MS = 10 * 365 * 86_400_000;

/** What a refused duration should have looked like. */
export const DURATION_HINT = 'write a duration like 90s, 15m, 4h or 1h30m, at most 87600h';

/**
 * Reads `90s`, `15m`, `4h`, `1h30m`, `500ms`, `1.5h` as whole milliseconds. Units go from large to small, each
 * once. Null for anything else, for a fraction of a millisecond and for more than ten years.
 */
export function parseDuration(text: string): number | null {
  if (text.length > 40 || !/^(?:\d+(?:\.\d+)?(?:ms|[hms]))+$/.test(text)) return null;
  let total = 0;
  let rank = -1;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)) {
    const unitRank = ORDER.indexOf(unit);
    if (unitRank <= rank) return null;
    rank = unitRank;
    // rounded first: 1.1 * 60000 is 66000.00000000001 in binary
    const ms = Number((Number(amount) * UNIT_MS[unit]).toFixed(6));
    if (!Number.isInteger(ms)) return null;
    total += ms;
  }
  return total <= LONGEST_MS ? total : null;
}

/** A duration as the files write it: `1h30m`, `1m30s`, 0 is `0s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  let rest = ms;
  let text = '';
  for (const unit of ['h', 'm', 's', 'ms']) {
    const amount = Math.floor(rest / UNIT_MS[unit]);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * UNIT_MS[unit];
  }
  return text;
}

/** Numbers and times as every report writes them: no locale, no time zone, one rounding for each kind. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A length of time from its largest unit down, to the nearest second: `30m 05s`, `4h`; below a second `250ms`. */
export function displayDuration(exactMs: number): string {
  if (exactMs < 0) return `-${displayDuration(-exactMs)}`;
  if (exactMs > 0 && exactMs < SECOND_MS) return `${exactMs}ms`;
  const ms = Math.round(exactMs / SECOND_MS) * SECOND_MS;
  const units: [number, string][] = [
    [Math.floor(ms / DAY_MS), 'd'],
    [Math.floor((ms % DAY_MS) / HOUR_MS), 'h'],
    [Math.floor((ms % HOUR_MS) / MINUTE_MS), 'm'],
    [Math.floor((ms % MINUTE_MS) / SECOND_MS), 's'],
  ];
  const first = units.findIndex(([amount]) => amount > 0);
  const last = units.findLastIndex(([amount]) => amount > 0);
  if (first === -1) return '0s';
  return units
    .slice(first, last + 1)
    .map(([amount, unit], index) => `${index === 0 ? amount : twoDigits(amount)}${unit}`)
    .join(' ');
}

/** How long it is between two moments, as `clock` shows them: what a reader subtracts agrees. */
export const elapsed = (fromMs: number, toMs: number): string =>
  displayDuration((Math.round(toMs / SECOND_MS) - Math.round(fromMs / SECOND_MS)) * SECOND_MS);

/** How far two lengths of time are apart, as both are shown; what is not seen of it is `less than a second`. */
export function apart(aMs: number, bMs: number): string {
  const text = elapsed(Math.min(aMs, bMs), Math.max(aMs, bMs));
  return text === '0s' && aMs !== bMs ? 'less than a second' : text;
}

/** A moment of virtual time, to the nearest second: `02:03:04`, from the second day on `1d 02:03:04`. */
export function clock(exactMs: number): string {
  const atMs = Math.round(exactMs / SECOND_MS) * SECOND_MS;
  const days = Math.floor(atMs / DAY_MS);
  const rest = atMs % DAY_MS;
  const parts = [rest / HOUR_MS, (rest % HOUR_MS) / MINUTE_MS, (rest % MINUTE_MS) / SECOND_MS];
  const time = parts.map((part) => twoDigits(Math.floor(part))).join(':');
  return days > 0 ? `${days}d ${time}` : time;
}

/** A number with thousands separators, the same in every locale: `20,000`. */
export function count(amount: number): string {
  const text = String(amount);
  // Nothing to group; the most frequent case.
  if (amount > -1000 && amount < 1000) return text;
  const [whole, fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** From the least to the most of a range: `5 to 15`; where both are one number, that: `3`. */
export const rangeInWords = ([least, most]: readonly [number, number]): string =>
  least === most ? count(least) : `${count(least)} to ${count(most)}`;

/** `1 change`, `2 changes`. */
export function counted(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}

function twoDigits(amount: number): string {
  return String(amount).padStart(2, '0');
}

/** A share in whole percent, rounded down: 100 is all of it. */
export const wholePercent = (part: number, of: number): number => Math.floor((100 * part) / of);

export { count, counted, duration } from '../../core/figures.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A moment of virtual time, cut to the second: `02:03:04`, from the second day on `1d 02:03:04`. */
export function clock(atMs: number): string {
  const days = Math.floor(atMs / DAY_MS);
  const rest = atMs % DAY_MS;
  const parts = [rest / HOUR_MS, (rest % HOUR_MS) / MINUTE_MS, (rest % MINUTE_MS) / SECOND_MS];
  const time = parts.map((part) => twoDigits(Math.floor(part))).join(':');
  return days > 0 ? `${days}d ${time}` : time;
}

function twoDigits(amount: number): string {
  return String(amount).padStart(2, '0');
}

// Dates of the calendar, as `[datetime]` reads them by the invariant culture, on a clock without a time zone.
import { DateTime } from './values.js';

const ISO = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/;
const AMERICAN = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/;

/** The date of the calendar that a text stands for; null = none that is read. */
export function calendarDate(text: string): DateTime | null {
  const iso = ISO.exec(text);
  const american = iso === null ? AMERICAN.exec(text) : null;
  const parts = (iso ?? american)?.slice(1).map((part) => Number(part ?? 0));
  if (parts === undefined) return null;
  const [year, month, day] = iso === null ? [parts[2], parts[0], parts[1]] : parts;
  const [hours, minutes, seconds] = parts.slice(3);
  const ms = Date.UTC(year, month - 1, day, hours, minutes, seconds);
  const back = fieldsOf(ms);
  const exists = back.year === year && back.month === month && back.day === day && hours < 24 && minutes < 60;
  return exists && seconds < 60 ? new DateTime(ms, 'calendar') : null;
}

const DAY_MS = 86_400_000;

/** The parts of a date: by the civil calendar, counted in eras of 400 years from the first of March of the year 0. */
export function fieldsOf(
  ms: number,
): Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>> {
  const days = Math.floor(ms / DAY_MS) + 719_468;
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const rest = ms - Math.floor(ms / DAY_MS) * DAY_MS;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
  };
}

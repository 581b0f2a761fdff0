/** What of the numbers of a drill can be changed in the page, and within which limits: for its fields, and for its address. */
import type { Load } from '../domain/drill.js';

/** In milliseconds. */
export const MINUTE_MS = 60_000;

/** What of the load of a drill can be changed, with what it is called. */
export const LOADS: readonly (readonly [keyof Load, string])[] = [
  ['changesPerUserPerHour', 'Changes per user and hour'],
  ['conferenceUploadsPerUserPerHour', 'Conference uploads per user and hour'],
  ['configChangesPerHour', 'Configuration changes per hour'],
  ['responseGroupChangesPerHour', 'Response Group changes per pool and hour'],
];

/** The least and the most of each of them. */
export const RATES: readonly [number, number] = [0, 100_000];

/** The sync interval of the Backup Service, minutes (D32). */
export const SYNC_MINUTES: readonly [number, number] = [1, 1440];

/** Faults come within so long after the start, ms, but where the drill itself has later ones: 30 days. */
export const FAULT_LATEST_MS = 30 * 24 * 60 * MINUTE_MS;

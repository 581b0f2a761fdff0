/** When what is lost in a drill is lost, noticed, repaired and returned to, in minutes from its start. */
import type { DrillOutline, Entry } from './drill-outline.js';

const DECIDED_AT_MINUTES = 45;
const RETURN_AT_MINUTES = 300;
/** longer than the grace after which everything has to have returned (I10) */
const WATCHED_MINUTES = 45;

/** A disaster is repaired after hours. */
export const LOSS_TIMES = { atMinutes: 31, repairedAtMinutes: 240 };

/** Noticed, understood, decided; and the way home when it is repaired. */
export const AT_NIGHT: NonNullable<DrillOutline['night']> = {
  atMinutes: DECIDED_AT_MINUTES,
  decideMinutes: RETURN_AT_MINUTES - DECIDED_AT_MINUTES,
  watchedMinutes: WATCHED_MINUTES,
};

/** A single part is repaired within the hour. */
export const PART_LOSS_TIMES = { atMinutes: 31, repairedAtMinutes: 91 };

/** When somebody sees that a single part is back. */
export const PART_BACK_AT_MINUTES = 95;

/** What a runbook of the loss of a single part is run under. */
export const PART_AT_NIGHT: NonNullable<DrillOutline['night']> = {
  atMinutes: DECIDED_AT_MINUTES,
  decideMinutes: PART_BACK_AT_MINUTES - DECIDED_AT_MINUTES,
  watchedMinutes: WATCHED_MINUTES,
};

/** The end of a drill, watched until it can be said that everything has returned (I10). */
export const WATCHED: Entry = { do: 'watch', minutes: WATCHED_MINUTES };

/** What the end of a drill means to those who wait for it: one of five consequences, from nothing to data that is lost. */
import type { EndState } from './end-state.js';

/**
 * Consequences, the least first. `recoveredLate`: users are served and nothing is lost, but not all is as before, or a
 * step did not go as the drill expects.
 */
export const CONSEQUENCES = ['recovered', 'recoveredLate', 'stranded', 'unserved', 'lost'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** The consequence of an end: the worst that is true of it. */
export function consequenceOf({ end, objection, loss }: Pick<EndState, 'end' | 'objection' | 'loss'>): Consequence {
  if (loss === 'lost') return 'lost';
  if (end === 'unserved') return 'unserved';
  if (loss === 'stranded') return 'stranded';
  return end === 'recovered' && objection === null ? 'recovered' : 'recoveredLate';
}

/** A consequence as a number from 1, the higher the worse. */
export const severityOf = (end: EndState): number => 1 + CONSEQUENCES.indexOf(consequenceOf(end));

/** The consequence of a severity; null = none, 0. */
export const consequenceAt = (severity: number): Consequence | null => CONSEQUENCES[severity - 1] ?? null;

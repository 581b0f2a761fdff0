/** What the end of a run means to those who wait for it: one of five consequences, from nothing to data that is lost. */

/**
 * Consequences, the least first. `recoveredLate`: users are served and nothing is lost, but not all is as before, or a
 * step did not go as the drill expects.
 */
export const CONSEQUENCES = ['recovered', 'recoveredLate', 'stranded', 'unserved', 'lost'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** Whether users wait at the end, or data is not where it belongs: whatever is neither `recovered` nor `recoveredLate`. */
export const isBadEnd = (consequence: Consequence): consequence is 'stranded' | 'unserved' | 'lost' =>
  consequence !== 'recovered' && consequence !== 'recoveredLate';

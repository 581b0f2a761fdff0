/** The consequence of an end state of a search, and as a number by which ends are compared. */
import { CONSEQUENCES, type Consequence } from '../../domain/consequence.js';
import type { EndState } from './end-state.js';

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

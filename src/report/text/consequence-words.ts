/** Consequences of an end in the words of a report. */
import type { Consequence } from '../../exploration/state-space/consequence.js';

export const CONSEQUENCE_WORDS: Readonly<Record<Consequence, string>> = {
  lost: 'data lost',
  unserved: 'users without regular service at the end',
  stranded: 'data stranded',
  recoveredLate: 'recovered late: not all as before, or a step had failed',
  recovered: 'recovered',
};

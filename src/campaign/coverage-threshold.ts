/** The least shares of the model that a check has to reach, as the command line says them. */
import { COVERAGE_KINDS, type CoverageKind } from '../domain/reach/model-item.js';

/** A share of one kind of items, or of all, in whole percent. */
export interface CoverageShare {
  readonly kind: CoverageKind | 'all';
  readonly percent: number;
}

/** What a share can be of. */
export const SHARES_OF: readonly CoverageShare['kind'][] = ['all', ...COVERAGE_KINDS];

/** Reads `60`, or `transitions=60,refusals=30`; null = it is neither. */
export function readShares(text: string): readonly CoverageShare[] | null {
  const shares = text.split(',').map((part): CoverageShare | null => {
    const [, name = 'all', number] = /^\s*(?:(\w+)\s*=\s*)?(\d{1,3})\s*%?\s*$/.exec(part) ?? [];
    const kind = SHARES_OF.find((each) => each.toLowerCase() === name.toLowerCase());
    const percent = Number(number);
    return kind === undefined || !(percent <= 100) ? null : { kind, percent };
  });
  const known = shares.filter((share) => share !== null);
  const isEachOnce = new Set(known.map(({ kind }) => kind)).size === shares.length;
  return isEachOnce ? known : null;
}

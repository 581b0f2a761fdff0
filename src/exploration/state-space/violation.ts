/** What a move or a state violates, as a record, and the table that numbers these records for the checker. */
import { InternedRecords } from '../../core/intern-table.js';
import type { NumberedRecords } from '../../core/packed-model.js';
import { HAZARDS, type Hazard } from '../../domain/cmdlets/cmdlet.js';
import type { InvariantId } from '../../domain/drill.js';

/** An invariant that broke; `cause` = what broke it, where the model tells causes apart. */
export interface BrokenInvariant {
  readonly invariant: InvariantId;
  readonly cause: string | null;
}

/** What one move, or one state, violates: at least one invariant, and the named hazards that were taken before. */
export interface Violation {
  readonly broken: readonly BrokenInvariant[];
  readonly hazards: readonly Hazard[];
}

/** Equal for equal invariants with equal causes; broken invariants stand in the order of these keys. */
export const brokenKey = ({ invariant, cause }: BrokenInvariant): string =>
  cause === null ? invariant : `${invariant} ${cause}`;

/** Equal for equal violations; reports list them in the order of these keys. */
export const violationKey = ({ broken, hazards }: Violation): string =>
  `${broken.map(brokenKey).join(' + ')}|${hazards.join(',')}`;

/** Violations by number: that of a set of broken invariants, and after it the bits of the hazards taken before. */
export class ViolationTable implements NumberedRecords<Violation> {
  /** Sets of invariants that broke together, by number. */
  readonly broken = new InternedRecords<readonly BrokenInvariant[]>((all) => all.map(brokenKey).join(' + '));

  key(number: number): string {
    return violationKey(this.record(number));
  }

  record(number: number): Violation {
    return {
      broken: this.broken.record(number >> HAZARDS.length),
      hazards: HAZARDS.filter((_, i) => number & (1 << i)),
    };
  }

  /** The number of a violation: `broken` = that of its set of invariants, not 0; `hazards` = bits of HAZARDS. */
  number(broken: number, hazards: number): number {
    return (broken << HAZARDS.length) | hazards;
  }
}

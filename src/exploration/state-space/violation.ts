import type { InvariantId } from '../../domain/drill.js';
import { HAZARDS, type Hazard } from './hazards.js';

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

/** The hazards of a set of bits, as `ScriptState.hazards` has them. */
export const hazardsOf = (bits: number): Hazard[] => HAZARDS.filter((_, i) => bits & (1 << i));

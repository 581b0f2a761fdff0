// Memoisation by place: a loop comes again and again to what is not modelled, and walks over what is passed over once.
import type { Scope } from './scope.js';

/** Places that were told as not modelled, with what code could be reached from there: names and variables may stand for other code later. */
export class ToldPlaces {
  private readonly told = new Map<string, { readonly scope: Scope; readonly codeChanges: number }>();

  /** Whether what is passed over at a place may be something else than when this was asked last. */
  mayDiffer(place: string, scope: Scope): boolean {
    const before = this.told.get(place);
    const { codeChanges } = scope.scriptTypes;
    if (before?.scope === scope && before.codeChanges === codeChanges) return false;
    this.told.set(place, { scope, codeChanges });
    return true;
  }
}

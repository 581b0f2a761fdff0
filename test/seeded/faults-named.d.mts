/** The faults of a list by their names; see faults-named.mjs. */
export function faultsNamed<F extends { readonly name: string }>(all: readonly F[], names: readonly string[]): readonly F[];

import type { FAULTS } from './seeded-faults.mjs';

type RuleFault = Omit<(typeof FAULTS)[number], 'search' | 'caught'> & { readonly drill: string };

export declare const RULE_FAULTS: readonly RuleFault[];
export declare const RULE_DRILLS: Readonly<Record<string, unknown>>;
export declare function findUnnoticed(names: readonly string[], tell: (told: unknown) => void): string[];

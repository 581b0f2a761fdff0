export interface SeededFault {
  readonly name: string;
  readonly rules: readonly string[];
  readonly breaks: string;
  readonly search: string;
  readonly caught: string;
}
export interface Module {
  readonly file: string;
  readonly text: string;
  readonly tree: { readonly type: string };
}
export const FAULTS: readonly SeededFault[];
export const SEARCHES: Readonly<Record<string, unknown>>;
export function moduleOf(file: string, text: string): Module;
export function readModules(folder: string): Module[];
/** The file that a fault changes, and its text with the fault in it. */
export function broken(modules: readonly Module[], fault: SeededFault): Module;
export function findSeeded(names: readonly string[], tell: (told: unknown) => void): Promise<string[]>;

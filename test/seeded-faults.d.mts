export interface SeededFault {
  readonly name: string;
  readonly breaks: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly search: string;
  readonly caught: string;
}
export const FAULTS: readonly SeededFault[];
export const SEARCHES: Readonly<Record<string, unknown>>;
export function broken(text: string, fault: SeededFault): string;
export function findSeeded(names: readonly string[], tell: (told: unknown) => void): Promise<string[]>;

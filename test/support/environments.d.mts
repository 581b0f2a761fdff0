/** What may be different where a process runs; see environments.mjs. */
export interface Environment {
  readonly env?: Readonly<Record<string, string>>;
  readonly moved?: boolean;
  readonly before?: string;
}

export interface OutputOptions {
  readonly commands?: Readonly<Record<string, readonly string[]>>;
  readonly seeds?: number;
  readonly files?: boolean;
  readonly terminal?: number | null;
}

export type Outputs = Readonly<Record<string, string>>;

export const ENVIRONMENTS: Readonly<Record<string, Environment>>;
export const ELSEWHERE: Environment;
export function outputsIn(environment: Environment, options?: OutputOptions): Promise<Outputs>;
export function differing(a: Outputs, b: Outputs, look?: (text: string) => string): string[];
export const refusedIn: (outputs: Outputs) => string[];
export const withoutColours: (text: string) => string;
export function sameWords(a: string, b: string): boolean;

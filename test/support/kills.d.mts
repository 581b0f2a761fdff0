/** A command that writes files, as kills.mjs has it. */
export interface Writer {
  readonly name: string;
  readonly changes: number;
  readonly tookMs: number;
  readonly files: readonly string[];
  readonly status: number | null;
  readonly wrongAfter: (
    signal: NodeJS.Signals,
    moment: { readonly change: number } | { readonly afterMs: number },
  ) => Promise<string[]>;
  readonly close: () => void;
}

export const WRITERS: Readonly<Record<string, unknown>>;
export function writer(name: string): Promise<Writer>;

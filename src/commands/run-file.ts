/** Reads the file that `drydrill run` names, a drill or a runbook by its extension, and runs it. */
import type { InputError } from '../core/input-error.js';
import type { Drill } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { readDrill } from '../input/drill/read-drill.js';
import { runDrill } from '../run/run-drill.js';

export interface RunOptions {
  readonly seed?: number;
  readonly topology?: string;
  readonly overlay?: string;
  /** of a .ps1: `Name=Value`, each once */
  readonly param?: readonly string[];
  /** of a .ps1: virtual time for each Read-Host, in ms */
  readonly decideMs?: number;
  /** of a .ps1: what is not modelled does not speak against a pass */
  readonly allowUnmodelled?: boolean;
}

export type RunOutcome =
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'inputErrors'; readonly errors: readonly InputError[] };

/** Reads a drill file or a runbook (.ps1) and runs it. Unusable input comes back as errors with positions. */
export async function runDrillFile(path: string, options: RunOptions = {}): Promise<RunOutcome> {
  const drill = await readAny(path, options);
  if (Array.isArray(drill)) return { kind: 'inputErrors', errors: drill };
  const { result, unusable } = runDrill(drill);
  if (unusable !== null) return { kind: 'inputErrors', errors: [unusable] };
  return { kind: 'result', result };
}

async function readAny(path: string, options: RunOptions): Promise<Drill | InputError[]> {
  if (!/\.ps1$/i.test(path)) return readDrill(path, options);
  // the interpreter is loaded only where there is a script
  const { readRunbookDrill } = await import('../input/runbook/runbook-drill.js');
  return readRunbookDrill(path, options);
}

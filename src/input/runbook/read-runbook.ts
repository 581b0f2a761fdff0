// Reads a runbook with all that it needs to be played; nothing in it is executed.
import { type InputError, isInputError } from '../../core/input-error.js';
import type { Deployment } from '../../domain/deployment.js';
import { readScript } from '../../powershell/parser/read-script.js';
import type { ParsedScript } from '../../powershell/parser/syntax.js';
import type { Value } from '../../powershell/values/values.js';
import { readText } from '../read-file.js';
import { parameterValues } from './parameter-values.js';
import { ScriptFiles } from './sources.js';

/** Largest script, in bytes. */
export const SCRIPT_LIMIT_BYTES = 2 * 1024 * 1024;

/** Virtual time that an administrator takes for an answer where the command line does not say. */
export const DECIDE_STANDARD_MS = 5 * 60_000;

/** What is said beside a script. */
export interface ScriptOptions {
  /** `Name=Value`, each once */
  readonly param?: readonly string[];
  /** virtual time for each Read-Host, in ms */
  readonly decideMs?: number;
}

/** A script that is ready to be played on a deployment. */
export interface Runbook {
  /** the path as the user gave it */
  readonly file: string;
  readonly script: ParsedScript;
  /** values of its parameters, by the names that it declares */
  readonly parameters: ReadonlyMap<string, Value>;
  readonly sources: ScriptFiles;
  readonly deployment: Deployment;
  readonly decideMs: number;
  /** it was said how long a decision takes */
  readonly decideGiven: boolean;
}

/** Reads a .ps1 for a deployment. Nothing in it is executed. */
export function readRunbook(
  path: string,
  deployment: Deployment,
  { param = [], decideMs }: ScriptOptions,
): Runbook | InputError[] {
  const text = readText(path, SCRIPT_LIMIT_BYTES);
  if (isInputError(text)) return [text];
  const script = readScript(text, path);
  if (isInputError(script)) return [script];
  const parameters = parameterValues(script, param);
  if (Array.isArray(parameters)) return parameters;
  return {
    file: path,
    script,
    parameters,
    sources: new ScriptFiles(path),
    deployment,
    decideMs: decideMs ?? DECIDE_STANDARD_MS,
    decideGiven: decideMs !== undefined,
  };
}

// Reads a runbook with all that it needs to be played; nothing in it is executed.
import { type InputError, isInputError } from '../../core/input-error.js';
import type { Deployment } from '../../domain/deployment.js';
import type { GivenAnswer } from '../../domain/drill.js';
import type { ParsedScript } from '../../powershell/parser/syntax.js';
import type { Value } from '../../powershell/values/values.js';
import type { InputFiles } from '../input-files.js';
import { parameterValues } from './parameter-values.js';
import { type ScriptEncoding, type ScriptText, scriptIn } from './script-text.js';
import { ScriptFiles } from './sources.js';

/** Virtual time that an administrator takes for an answer where the command line does not say. */
export const DECIDE_STANDARD_MS = 5 * 60_000;

/** What is said beside a script. */
export interface ScriptOptions {
  /** `Name=Value`, each once */
  readonly param?: readonly string[];
  /** virtual time for each Read-Host, in ms */
  readonly decideMs?: number;
  /** how scripts without a byte order mark are decoded; default: as Windows PowerShell 5.1 does */
  readonly encoding?: ScriptEncoding;
  /** what commands outside of the model answer */
  readonly answers?: readonly GivenAnswer[];
}

/** A script that is ready to be played on a deployment. */
export interface Runbook {
  /** the path as the user gave it */
  readonly file: string;
  readonly script: ParsedScript;
  /** what is to be said of how it was saved */
  readonly garbled: ScriptText['garbled'];
  /** values of its parameters, by the names that it declares */
  readonly parameters: ReadonlyMap<string, Value>;
  readonly sources: ScriptFiles;
  readonly deployment: Deployment;
  readonly decideMs: number;
  /** it was said how long a decision takes */
  readonly decideGiven: boolean;
  readonly answers: readonly GivenAnswer[];
}

/** Reads a .ps1 for a deployment. Nothing in it is executed. */
export function runbookIn(
  files: InputFiles,
  path: string,
  deployment: Deployment,
  { param = [], decideMs, encoding = 'windows-1252', answers = [] }: ScriptOptions,
): Runbook | InputError[] {
  const text = scriptIn(files, path, encoding);
  if (isInputError(text)) return [text];
  const { script, garbled } = text;
  const parameters = parameterValues(script, param);
  if (Array.isArray(parameters)) return parameters;
  return {
    file: path,
    script,
    garbled,
    parameters,
    sources: new ScriptFiles(files, path, encoding),
    deployment,
    decideMs: decideMs ?? DECIDE_STANDARD_MS,
    decideGiven: decideMs !== undefined,
    answers,
  };
}

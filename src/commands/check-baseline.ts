/** The baseline of a check as its flags name it: where it lies, what this check should have found of it, and its new text. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import {
  BASELINE_FILE,
  type Baseline,
  baselineText,
  keyIn,
  readBaseline,
  updatedBaseline,
} from '../campaign/baseline.js';
import type { CampaignResult } from '../campaign/campaign-result.js';
import type { CheckScope } from '../campaign/check-plan.js';
import { type InputError, inputError, isInputError } from '../core/input-error.js';
import { joinedPath } from '../input/path-names.js';
import { writeReports } from '../report/files.js';
import { cannotWrite } from './reporter-flags.js';

export interface BaselineFlags {
  readonly baseline?: string;
  readonly update?: true;
}

/**
 * Reads the baseline that a flag names, which must be there; or the one in the folder of the first path, else in the
 * nearest folder above it, up to the working directory.
 */
export function baselineOf({ baseline, update }: BaselineFlags, folder: string): Baseline | InputError {
  const own = joinedPath(folder, BASELINE_FILE);
  const above = baseline === undefined ? foldersAbove(folder).map((each) => joinedPath(each, BASELINE_FILE)) : [];
  const read = readBaseline(baseline ?? [own, ...above].find((path) => existsSync(path)) ?? own);
  if (isInputError(read) || read.drills !== null || baseline === undefined || update) return read;
  const at = { file: baseline, line: 0, column: 0 };
  return inputError(at, 'there is no such baseline', 'add --update to write it');
}

/** The folders above one that lies in the working directory, up to that, the nearest first. */
function foldersAbove(folder: string): string[] {
  const names = relative('', folder).split(sep);
  if (names[0] === '' || names[0] === '..' || isAbsolute(names.join(sep))) return [];
  return names.map((_, i) => joinedPath(...names.slice(0, names.length - 1 - i), '.'));
}

/** Whether a path passes `--filter`; null = everything does. */
export const isWanted = (path: string, filter: string | null): boolean => filter === null || path.includes(filter);

/** Drills of a baseline that a check was about, and that it did not come to. */
export function goneFrom(
  baseline: Baseline,
  { paths, filter, found }: CheckScope,
  isTouched: (path: string) => boolean,
): string[] {
  const present = new Set(found.map((path) => keyIn(baseline, path)));
  const isUnder = (path: string): boolean =>
    paths.some((folder) => {
      const way = relative(folder, path);
      return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
    });
  const missing = [...(baseline.drills?.keys() ?? [])].filter((key) => !present.has(key));
  return missing
    .map((key) => joinedPath(dirname(baseline.path), key))
    .filter((path) => isUnder(path) && isWanted(path, filter) && isTouched(path));
}

/** Writes the baseline anew from a check; answers with what the file system has against it, null = nothing. */
export function writeBaseline(baseline: Baseline, result: CampaignResult): Promise<string | null> {
  const gone = result.baseline?.gone.map((path) => keyIn(baseline, path)) ?? [];
  const text = baselineText(updatedBaseline(baseline, result, gone));
  const folder = dirname(baseline.path);
  const write = () => writeReports(folder, [{ name: relative(folder, baseline.path), text }]);
  return cannotWrite(folder, write, 'the baseline');
}

/** The file of a part of an exploration: a line of digest and a line of JSON, so that half a file or a changed one is none. */
import { join } from 'node:path';
import { buildDigest } from '../campaign/build-digest.js';
import { type InputError, inputError, isInputError } from '../core/input-error.js';
import type { Drill } from '../domain/drill.js';
import type { ExplorationPart } from '../exploration/exploration-parts.js';
import type { ExploreRequest } from '../exploration/request.js';
import { readText } from '../input/from-disk.js';
import { digestOfData, sha256Of } from '../input/input-digests.js';
import { joinedPath } from '../input/path-names.js';
import { writeReports } from '../report/files.js';

/** In the directory of `--out`. */
const FILE = 'explore.part.json';

/** A part has every state of its counterexamples. */
const LIMIT_BYTES = 256 * 1024 * 1024;

interface Kept {
  /** names all that the whole depends on: the drill, what was asked for, and this build */
  readonly whole: string;
  readonly found: ExplorationPart;
}

/** Names the exploration that a part is of. */
export const wholeOf = (drill: Drill, request: ExploreRequest): string =>
  digestOfData(['exploration', buildDigest(), drill, request]);

/** Writes a part into the directory. Throws what the file system says. */
export async function writeExplorationPart(directory: string, whole: string, found: ExplorationPart): Promise<void> {
  const kept: Kept = { whole, found };
  const text = JSON.stringify(kept);
  await writeReports(directory, [{ name: FILE, text: `${sha256Of(text)}\n${text}\n` }]);
}

/** Reads the part in a directory; one that is damaged, or is not of this whole, is an error with its place. */
export function readExplorationPart(directory: string, whole: string): ExplorationPart | InputError {
  const path = joinedPath(directory, FILE);
  const text = readText(join(directory, FILE), LIMIT_BYTES);
  if (isInputError(text)) return text;
  const refuse = (message: string, hint: string) => inputError({ file: path, line: 0, column: 0 }, message, hint);
  const [digest, json = ''] = text.split('\n');
  if (sha256Of(json) !== digest) return refuse('this part is damaged', 'search it again with --shard');
  const kept = JSON.parse(json) as Kept;
  if (kept.whole === whole) return kept.found;
  return refuse(
    'this part is of another drill, topology or seed, of other flags, or of another build of drydrill',
    'give the flags that it was searched with, but --shard',
  );
}

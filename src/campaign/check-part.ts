/**
 * Write-ahead log of a check: its plan, and each result as soon as it is there, a line each. What an interrupted check has
 * finished is found in it, and the logs of shards are what is joined.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type InputError, inputError } from '../core/input-error.js';
import type { CheckedSequences, SinceBaseline } from './campaign-result.js';
import { type CheckPlan, misfit } from './check-plan.js';
import type { TaskResult } from './task.js';

/** The name of the log in the folder of the reports. */
export const PART_FILE = 'check.part.jsonl';

/** Which part of a check: 1/1 is all of it. */
export interface PartOfCheck {
  readonly index: number;
  readonly count: number;
}

/** What the first line of a log says. */
export interface PartHeader {
  readonly part: PartOfCheck;
  readonly plan: CheckPlan;
  /** drills of the baseline that were not found; null = there is no baseline */
  readonly baseline: Pick<SinceBaseline, 'path' | 'gone'> | null;
  /** why it may be that there is nothing to do; null = then nothing could be tried */
  readonly ifNothing: string | null;
}

/** What was found in the random sequences of a topology, made as short as can be. */
export interface ShortenedFailure {
  readonly topology: string;
  readonly failure: NonNullable<CheckedSequences['failure']>;
}

/** A log that has been read. */
export interface CheckPart extends PartHeader {
  /** the file */
  readonly path: string;
  /** by the place of the task in the plan */
  readonly results: Map<number, TaskResult>;
  readonly failures: readonly ShortenedFailure[];
  /** nothing of it is left to be done */
  readonly finished: boolean;
}

type Line = { readonly place: number; readonly result: TaskResult } | ShortenedFailure | { readonly finished: true };

/** Begins a log anew. Throws what the file system says. */
export const beginPart = (path: string, header: PartHeader): void => writeFileSync(path, `${JSON.stringify(header)}\n`);

/** Adds a line to a log. Throws what the file system says. */
export const addToPart = (path: string, line: Line): void => appendFileSync(path, `${JSON.stringify(line)}\n`);

/** Reads a log; null = there is none. A last line that was cut off is left out: its result is worked out again. */
export function readPart(path: string): CheckPart | InputError | null {
  if (!existsSync(path)) return null;
  const [first, ...lines] = readFileSync(path, 'utf8').split('\n');
  const header = parsed(first) as PartHeader | null;
  if (header?.plan === undefined || header.part === undefined) {
    return inputError({ file: path, line: 1, column: 1 }, 'this is no part of a check', 'delete it and check again');
  }
  const results = new Map<number, TaskResult>();
  const failures: ShortenedFailure[] = [];
  let finished = false;
  for (const line of lines.map((text) => parsed(text) as Line | null)) {
    if (line === null) continue;
    if ('result' in line) results.set(line.place, line.result);
    else if ('failure' in line) failures.push(line);
    else finished = true;
  }
  return { ...header, path, results, failures, finished };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What keeps a log from being gone on with in a check; null = nothing. */
export function cannotResume({ path, part, plan }: CheckPart, shard: PartOfCheck, now: CheckPlan): InputError | null {
  const at = { file: path, line: 1, column: 1 };
  const hint = 'check again as before, or leave out --resume to begin anew';
  if (part.index !== shard.index || part.count !== shard.count) {
    const words = `it is of part ${part.index} of ${part.count}, not of ${shard.index} of ${shard.count}`;
    return inputError(at, `what is left of the check there does not fit: ${words}`, hint);
  }
  const why = misfit(now, plan);
  return why === null ? null : inputError(at, `what is left of the check there does not fit: ${why}`, hint);
}

/** What keeps parts from being joined, all of it; empty = they are one whole check. */
export function cannotJoin(parts: readonly CheckPart[]): InputError[] {
  const [first] = parts;
  const { count } = first.part;
  const errors: InputError[] = [];
  const add = (part: CheckPart, message: string, hint: string): void =>
    void errors.push(inputError({ file: part.path, line: 1, column: 1 }, message, hint));
  const known = new Map<number, CheckPart>();
  for (const part of parts) {
    const { index } = part.part;
    const before = known.get(index);
    const why = misfit(first.plan, part.plan);
    if (part.part.count !== count) {
      add(
        part,
        `this is part ${index} of ${part.part.count}, and ${first.path} is one of ${count}`,
        'join parts of one check',
      );
    } else if (why !== null) {
      add(part, `this is of another check than ${first.path}: ${why}`, 'check all parts with the same files and flags');
    } else if (before !== undefined) {
      add(part, `this is part ${index}, as ${before.path} is`, 'give each part once');
    } else if (!part.finished) {
      add(
        part,
        `part ${index} of ${count} is not finished`,
        `go on with: drydrill check ... --shard ${index}/${count} --resume`,
      );
    }
    known.set(index, part);
  }
  if (errors.length > 0) return errors;
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !known.has(index));
  const hint = 'a part is what "drydrill check ... --shard I/N --out DIR" leaves in its DIR';
  for (const index of missing) add(first, `part ${index} of ${count} is missing`, hint);
  return errors;
}

/**
 * Write-ahead log of a check: its plan, and each result as soon as it is there, a line each. What an interrupted check has
 * finished is found in it, and the logs of shards are what is joined.
 */
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type InputError, inputError } from '../core/input-error.js';
import type { BaselineEntry } from './baseline-entry.js';
import type { CheckedSequences, SinceBaseline } from './campaign-result.js';
import type { CheckPlan } from './check-plan.js';
import { isResultOf, type TaskResult } from './task.js';

/** Which part of a check: 1/1 is all of it. */
export interface PartOfCheck {
  readonly index: number;
  readonly count: number;
}

/** What the first line of a log says. */
export interface PartHeader {
  readonly part: PartOfCheck;
  readonly plan: CheckPlan;
  /** what the drills are held against, and which of it were not found; null = there is no baseline */
  readonly baseline:
    | (Pick<SinceBaseline, 'path' | 'gone'> & { readonly drills: readonly (readonly [string, BaselineEntry])[] })
    | null;
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

/** A log that cannot be written: nothing could be gone on with, or joined, so that the check ends. */
export class UnwritablePart extends Error {
  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }

  asInputError(): InputError {
    const at = { file: this.path, line: 0, column: 0 };
    return inputError(at, `the log of the check cannot be written: ${this.message}`, 'give another directory to --out');
  }
}

/** A log that is written to. */
export interface OpenPart {
  /** Adds a line. */
  readonly add: (line: Line) => void;
  readonly close: () => void;
}

/**
 * Begins a log anew, with what an interrupted check left of it: the old one is there until the new one is whole. What is
 * added goes to this very file, also where another check has begun its own in its place meanwhile.
 */
export function beginPart(path: string, header: PartHeader, lines: readonly Line[]): OpenPart {
  const text = [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
  const descriptor = written(path, () => {
    writeFileSync(`${path}.new`, text);
    const opened = openSync(`${path}.new`, 'a');
    renameSync(`${path}.new`, path);
    return opened;
  });
  return {
    add: (line) => written(path, () => appendFileSync(descriptor, `${JSON.stringify(line)}\n`)),
    close: () => closeSync(descriptor),
  };
}

function written<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new UnwritablePart(path, error);
  }
}

/** Reads a log; null = there is none. A last line that was cut off is left out: its result is worked out again. */
export function readPart(path: string): CheckPart | InputError | null {
  if (!existsSync(path)) return null;
  const wrong = (line: number, message: string): InputError =>
    inputError({ file: path, line, column: line === 0 ? 0 : 1 }, message, 'delete it and check again');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return wrong(0, `it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const [first, ...lines] = text.split('\n');
  const header = parsed(first) as PartHeader | null;
  if (header === null || !isHeader(header)) return wrong(1, 'this is no part of a check');
  const results = new Map<number, TaskResult>();
  const failures: ShortenedFailure[] = [];
  let finished = false;
  for (const [i, each] of lines.entries()) {
    const line = parsed(each) as Line | null;
    if (line === null && i === lines.length - 1) break;
    if (line === null || ('result' in line && !fitsPlan(header.plan, line))) {
      return wrong(i + 2, 'this line is damaged, and with it a result is lost');
    }
    if ('result' in line) results.set(line.place, line.result);
    else if ('failure' in line) failures.push(line);
    else finished = true;
  }
  return { ...header, path, results, failures, finished };
}

function isHeader({ part, plan }: Partial<PartHeader>): boolean {
  const { index, count } = part ?? {};
  return Number.isInteger(index) && Number.isInteger(count) && Array.isArray(plan?.tasks) && Array.isArray(plan.inputs);
}

/** Whether a line has a result of the task that it says. */
function fitsPlan({ tasks }: CheckPlan, { place, result }: { place: number; result: TaskResult }): boolean {
  const task = tasks[place];
  return task !== undefined && isResultOf(result, task);
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** The drills and runbooks that the patterns of a test suite name, each ready to be played (Node). */
import { relative, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { findInputs } from '../campaign/find-inputs.js';
import type { RunResult } from '../domain/result.js';
import { formatInputErrors } from '../input/format-error.js';
import { loadDrill, loadRunbook } from './load-inputs.js';
import { type Result, refused } from './outcome.js';
import { simulateDrill } from './simulate.js';

/** How the drills of a suite are played. */
export interface SuiteOptions {
  /** where the patterns start; default the working directory */
  readonly folder?: string;
  /** seeds of each drill; default 50, and 5 of one of over 30 days */
  readonly seeds?: number;
  /** warnings fail a drill */
  readonly strict?: boolean;
  /** path of the topology of runbooks (.ps1) that no drill names, from `folder` on */
  readonly topology?: string;
  /** what else is claimed of each result; throws where it does not hold */
  readonly each?: (result: RunResult, path: string) => void | Promise<void>;
}

/** One file of a suite. */
export interface Rehearsal {
  /** its path from the folder on */
  readonly path: string;
  /** why it is not played by itself; null = it is */
  readonly skipped: string | null;
  play(): Promise<Result<RunResult>>;
}

/**
 * The drills that the patterns find, in the order of their paths. Topologies are passed over; a file that is neither, and a
 * script that another one runs, are there as what is skipped. A pattern that finds no drill is a mistake, which is thrown:
 * what it should have found would pass.
 */
export function rehearsalsOf(patterns: string | readonly string[], options: SuiteOptions): Rehearsal[] {
  const { folder = process.cwd(), topology } = options;
  const named = [patterns].flat();
  const found = named
    .filter((pattern) => !pattern.startsWith('!'))
    .map((pattern) => ({ pattern, files: [] as string[] }));
  const left = named.filter((pattern) => pattern.startsWith('!'));
  for (const one of found) {
    const files = globSync([one.pattern, ...left], { cwd: folder, absolute: true, expandDirectories: false });
    one.files = files.filter((file) => /\.(?:ya?ml|ps1)$/i.test(file));
  }
  const files = [...new Set(found.flatMap((one) => one.files))].toSorted();
  const inputs = findInputs(files);
  if (Array.isArray(inputs)) throw new Error(formatInputErrors(inputs));
  const { drills, runbooks, topologies } = inputs;
  const isTried = (file: string): boolean => drills.includes(file) || /\.ps1$/i.test(file);
  const idle = found.filter((one) => !one.files.some(isTried)).map(({ pattern }) => pattern);
  if (idle.length > 0 || drills.length + runbooks.length === 0) {
    throw new Error(`no drill matches ${(idle.length > 0 ? idle : named).join(', ')} in ${folder}`);
  }
  return files
    .filter((file) => !topologies.includes(file))
    .map((file) => ({
      path: relative(folder, file).replaceAll('\\', '/'),
      skipped: drills.includes(file) || runbooks.includes(file) ? null : whySkipped(file),
      async play() {
        const drill = await (runbooks.includes(file)
          ? topology === undefined
            ? refused(file, 'a runbook does not say which deployment it is for', 'name its topology in the options')
            : loadRunbook(file, { topology: resolve(folder, topology) })
          : loadDrill(file));
        return drill.ok ? simulateDrill(drill.value, options) : drill;
      },
    }));
}

const whySkipped = (file: string): string =>
  /\.ps1$/i.test(file) ? 'rehearsed where another script or a drill runs it' : 'neither drill nor topology';

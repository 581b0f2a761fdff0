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
  play(): Promise<Result<RunResult>>;
}

/**
 * The drills that the patterns find, in the order of their paths; files that are no drill, such as topologies, are passed
 * over. Patterns that find no drill are a mistake, which is thrown: an empty suite would pass.
 */
export function rehearsalsOf(patterns: string | readonly string[], options: SuiteOptions): Rehearsal[] {
  const { folder = process.cwd(), topology } = options;
  const named = [patterns].flat();
  const files = globSync(named, { cwd: folder, absolute: true, expandDirectories: false }).toSorted();
  const found = findInputs(files.filter((file) => /\.(?:ya?ml|ps1)$/i.test(file)));
  if (Array.isArray(found)) throw new Error(formatInputErrors(found));
  const { drills, runbooks } = found;
  if (drills.length + runbooks.length === 0) throw new Error(`no drill matches ${named.join(', ')} in ${folder}`);
  const paths = [...drills, ...runbooks].toSorted();
  return paths.map((file) => ({
    path: relative(folder, file).replaceAll('\\', '/'),
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

/** The files that git says changed: against the commit where this branch left another one, with what is not committed yet. */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** What git has against the question, in its own words. */
export interface GitProblem {
  readonly problem: string;
}

/** Absolute paths of the files that changed since a commit, a tag or a branch; deleted ones and new ones are among them. */
export function filesChangedSince(ref: string): ReadonlySet<string> | GitProblem {
  try {
    const top = git('rev-parse', '--show-toplevel').trim();
    // Of another branch it counts from where this one left it: what others did there since is not ours.
    const since = git('merge-base', '--', ref, 'HEAD').trim();
    const changed = git('-C', top, 'diff', '--name-only', '--no-renames', '-z', since, '--');
    const added = git('-C', top, 'ls-files', '--others', '--exclude-standard', '-z');
    return new Set(`${changed}${added}`.split('\0').flatMap((name) => (name === '' ? [] : [resolve(top, name)])));
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    return { problem: `git cannot say what changed since "${ref}": ${(stderr.trim() || message).split('\n')[0]}` };
  }
}

const git = (...words: string[]): string =>
  execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });

/** Whether one of some files is among those that changed. */
export const isAmong = (changed: ReadonlySet<string>, files: readonly string[]): boolean =>
  files.some((file) => changed.has(realPath(file)));

/** Git names files by where they are, not by a link that leads there; of one that is gone its folder is looked up. */
function realPath(file: string): string {
  for (const [part, rest] of [
    [file, ''],
    [dirname(file), basename(file)],
  ]) {
    if (existsSync(part)) return join(realpathSync(part), rest);
  }
  return resolve(file);
}

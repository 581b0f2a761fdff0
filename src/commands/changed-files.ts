/** The files that git says changed: against the commit where this branch left another one, with what is not committed yet. */
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isRunbook } from './flags.js';

/** What git has against the question, in its own words. */
export interface GitProblem {
  readonly problem: string;
}

/** What some repositories say of their files. Absolute paths; a folder stands for all that is in it. */
export interface ChangedFiles {
  /** the top folders of the repositories that were asked: of what lies elsewhere they know nothing */
  readonly tops: readonly string[];
  /** deleted files and new ones are among them; of a submodule, or another repository within, git names its folder only */
  readonly changed: ReadonlySet<string>;
  /** what git is told to ignore, so that it cannot say whether it changed */
  readonly ignored: ReadonlySet<string>;
  /** topologies that are new or gone, and drills with a script that are */
  readonly cameOrWent: readonly string[];
}

/** What changed since a commit, a tag or a branch, in every repository that one of the folders lies in. */
export function filesChangedSince(ref: string, folders: readonly string[]): ChangedFiles | GitProblem {
  const changed: string[] = [];
  const ignored: string[] = [];
  const cameOrWent: string[] = [];
  try {
    const tops = [...new Set(folders.map((folder) => resolve(git(folder, 'rev-parse', '--show-toplevel').trim())))];
    for (const top of tops) {
      const paths = (...words: string[]): string[] =>
        git(top, words[0], '-z', ...words.slice(1))
          .split('\0')
          .flatMap((name) => (name === '' ? [] : [resolve(top, name)]));
      // Of another branch it counts from where this one left it: what others did there since is not ours.
      const since = git(top, 'merge-base', '--', ref, 'HEAD').trim();
      changed.push(...paths('diff', since, '--name-only', '--no-renames', '--ignore-submodules=none'));
      changed.push(...paths('ls-files', '--others', '--exclude-standard'));
      ignored.push(...paths('ls-files', '--others', '--exclude-standard', '--ignored', '--directory'));
      changed.push(...strangers(top));
      // Of an ignored folder git names no files, but for those that are asked for.
      const scripts = [':(icase)*.ps1', ':(exclude,glob)**/node_modules/**'];
      ignored.push(...paths('ls-files', '--others', '--exclude-standard', '--ignored', '--', ...scripts));
      const named = (...words: string[]): string[] => paths(...words).filter((path) => /\.ya?ml$/i.test(path));
      const before = (path: string): string => git(top, 'show', `${since}:${relative(top, path).split(sep).join('/')}`);
      const went = named('diff', since, '--name-only', '--no-renames', '--diff-filter=D');
      const came = named('diff', since, '--name-only', '--no-renames', '--diff-filter=A');
      came.push(...named('ls-files', '--others', '--exclude-standard'));
      cameOrWent.push(...went.filter((path) => concernsScripts(before(path))));
      cameOrWent.push(...came.filter((path) => existsSync(path) && concernsScripts(readFileSync(path, 'utf8'))));
    }
    return { tops, changed: new Set(changed), ignored: new Set(ignored), cameOrWent };
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    const why = (stderr.trim() || message).split('\n')[0];
    const more = folders.some(isShallow) ? '; this clone is shallow: fetch its whole history (fetch-depth: 0)' : '';
    return { problem: `git cannot say what changed since "${ref}": ${why}${more}` };
  }
}

/** Folders that stand for a submodule and hold no repository: git says nothing of what lies there. */
const strangers = (top: string): string[] =>
  git(top, 'ls-files', '--stage', '-z')
    .split('\0')
    .flatMap((entry) => {
      const name = /^160000 \S+ \d\t(.*)$/s.exec(entry)?.[1];
      const folder = name === undefined ? null : resolve(top, name);
      return folder === null || existsSync(join(folder, '.git')) ? [] : [folder];
    });

const git = (folder: string, ...words: string[]): string =>
  execFileSync('git', ['-C', folder, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });

function isShallow(folder: string): boolean {
  try {
    return git(folder, 'rev-parse', '--is-shallow-repository').trim() === 'true';
  } catch {
    return false;
  }
}

/** Whether scripts hang on a YAML file: a topology beside them, or a drill that names one. */
const concernsScripts = (text: string): boolean =>
  !/(?:^|[{,])\s*["']?drill["']?\s*:/m.test(text) || /\.ps1\b/i.test(text);

/** Whether one of some files changed, or may have, as no repository that was asked can say. */
export const mayHaveChanged = ({ tops, changed, ignored }: ChangedFiles, files: readonly string[]): boolean =>
  files.some((file) => {
    const names = namesOf(file);
    const isKnown = tops.some((top) => isWithin(top, realPath(file)));
    return !isKnown || names.some((name) => changed.has(name) || ignored.has(name));
  });

/**
 * Whether a script may have changed, be it one of a folder of which git names no files, or what it is rehearsed on: that
 * hangs on which topologies and drills there are.
 */
export const aScriptMayHaveChanged = ({ changed, ignored, cameOrWent }: ChangedFiles): boolean =>
  cameOrWent.length > 0 ||
  [...changed].some((path) => isRunbook(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory()) ||
  [...ignored].some(isRunbook);

const isWithin = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
};

/** All names under which git may know a file: links on the way to it, what they lead to, and the folders of all these. */
function namesOf(file: string): string[] {
  const names = new Set<string>();
  const visit = (path: string): void => {
    const folder = dirname(path);
    const name = join(realPath(folder), basename(path));
    if (names.has(name) || folder === path) return;
    names.add(name);
    visit(folder);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
      visit(resolve(realPath(folder), readlinkSync(path)));
  };
  visit(resolve(file));
  return [...names];
}

/** Where a file is, whatever links lead there; of one that is gone, where it would be. */
function realPath(file: string): string {
  const path = resolve(file);
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(path);
  return folder === path ? path : join(realPath(folder), basename(path));
}

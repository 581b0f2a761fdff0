/** Files that exports write and imports read (D34): a list of records in the state, looked up by path as Windows compares paths. */
import type { Deployment, ExportKind } from '../deployment.js';
import type { Layout } from './layout.js';
import type { World } from './world.js';
import type { ExportedFile } from './world-state.js';

/** What each of them is to a reader. */
export const EXPORT_WORDS: Readonly<Record<ExportKind, string>> = {
  responseGroups: 'Response Groups',
  lis: 'location data (LIS)',
  configuration: 'the configuration',
  userData: 'user data',
  announcements: 'announcements',
};

/** Paths that were asked for, as `pathKey` spells them: a search asks for the same few again and again. */
const KEYS = new Map<string, string>();
const KEYS_MAX = 1000;

/** A path in the spelling in which equal paths are equal: Windows tells neither case nor the two slashes apart. */
export function pathKey(path: string): string {
  const known = KEYS.get(path);
  if (known !== undefined) return known;
  if (KEYS.size === KEYS_MAX) KEYS.clear();
  const key = workOutKey(path);
  KEYS.set(path, key);
  return key;
}

function workOutKey(path: string): string {
  const plain = path
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replaceAll('/', '\\');
  const root = /^(\\\\|[a-z]:\\?|\\)?/i.exec(plain)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of plain.slice(root.length).split('\\')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || root === '') parts.push(part.replace(/[. ]+$/, ''));
  }
  return (root + parts.join('\\')).toLowerCase();
}

/** The files that are there when a drill begins. */
export const filesAtStart = ({ files = [] }: Deployment, layout: Layout): readonly ExportedFile[] =>
  files.map(({ path, holds, of, ageMs }) => ({
    path,
    holds,
    of: of === null ? -1 : layout.pool(of),
    madeAtMs: -ageMs,
  }));

/** What a path is called that hangs on what no rehearsal can know: it stands for any path. */
export const UNKNOWN_PATH = '(not known)';

/** The file that an import of this kind reads at a path; null = there is none, or which one it is is not known. */
export function fileAt({ state }: World, path: string, holds: ExportKind): ExportedFile | null {
  if (state.files.length === 0) return null;
  const key = pathKey(path);
  const there = state.files.filter(
    (file) => pathKey(file.path) === key && (path !== UNKNOWN_PATH || file.holds === holds),
  );
  return there.length === 1 ? there[0] : null;
}

/** Whether there is a file of that kind, of pool `of` where it is one pool's, be its path known or not. */
export const wasExported = ({ state }: World, holds: ExportKind, of = -1): boolean =>
  state.files.some((file) => file.holds === holds && file.of === of);

/** Of the files of that kind, of pool `of` where it is one pool's, the last whose path is known; null = there is none. */
export const latestFile = ({ state }: World, holds: ExportKind, of = -1): ExportedFile | null =>
  state.files
    .filter((file) => file.holds === holds && file.of === of && file.path !== UNKNOWN_PATH)
    .reduce<ExportedFile | null>((last, file) => (last === null || file.madeAtMs >= last.madeAtMs ? file : last), null);

/** Whether some file has that path already. */
export const isTaken = ({ state }: World, path: string): boolean =>
  path !== UNKNOWN_PATH && state.files.some((file) => pathKey(file.path) === pathKey(path));

/** An export writes a file; what was there under that path is gone. The list is replaced: copies of a state share it. */
export function writeFile({ state }: World, path: string, holds: ExportKind, of: number): void {
  const key = pathKey(path);
  const isReplaced = (file: ExportedFile): boolean =>
    pathKey(file.path) === key && (path !== UNKNOWN_PATH || (file.holds === holds && file.of === of));
  state.files = [...state.files.filter((file) => !isReplaced(file)), { path, holds, of, madeAtMs: state.nowMs }];
}

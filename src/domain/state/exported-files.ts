/** Files that exports write and imports read (D34): a list of records in the state, looked up by path as Windows compares paths. */
import type { Deployment } from '../deployment.js';
import type { Layout } from './layout.js';
import type { World } from './world.js';

/** What an export can hold, as `files:` of a drill names it. */
export const EXPORT_KINDS = ['responseGroups', 'lis', 'configuration', 'userData', 'announcements'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** What each of them is to a reader. */
export const EXPORT_WORDS: Readonly<Record<ExportKind, string>> = {
  responseGroups: 'Response Groups',
  lis: 'location data (LIS)',
  configuration: 'the configuration',
  userData: 'user data',
  announcements: 'announcements',
};

/** An export made before the drill, as the drill declares it. */
export interface EarlierExport {
  readonly path: string;
  readonly holds: ExportKind;
  /** the pool that it was exported from; null = the whole deployment */
  readonly of: string | null;
  readonly ageMs: number;
}

/** A file as it is on disk. */
export interface ExportedFile {
  readonly path: string;
  readonly holds: ExportKind;
  /** index of the pool whose data it holds; -1 = the whole deployment */
  readonly of: number;
  /** virtual time; below 0 = before the drill */
  readonly madeAtMs: number;
}

/** A path in the spelling in which equal paths are equal: Windows tells neither case nor the two slashes apart. */
export function pathKey(path: string): string {
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
  const key = pathKey(path);
  const there = state.files.filter(
    (file) => pathKey(file.path) === key && (path !== UNKNOWN_PATH || file.holds === holds),
  );
  return there.length === 1 ? there[0] : null;
}

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

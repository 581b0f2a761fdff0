// Files of the disk, bounded in size before and while they are read: every failure is a value with a place.
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import nodePath, { type PlatformPath } from 'node:path';
import { type InputError, inputError } from '../core/input-error.js';
import { quote } from '../core/quote.js';
import { beginsAtDriveOrShare, deviceIn } from '../core/windows-path.js';
import { type InputFiles, tooLarge } from './input-files.js';
import { windowsPathHint, withSlashes } from './path-names.js';

const ON_WINDOWS = process.platform === 'win32';

/** The files of this machine; relative paths are those of the working directory. */
export const DISK: InputFiles = { readBytes, ...pathsBy(nodePath), locate, spelled };

/**
 * What paths mean on a system. A name that an input file gives has either slash on every system, as drills and runbooks
 * are written on Windows and read anywhere.
 */
export function pathsBy(paths: PlatformPath): Pick<InputFiles, 'folderOf' | 'join' | 'isWithin'> {
  const { dirname, isAbsolute, join, relative, resolve, sep } = paths;
  const onWindows = sep === '\\';
  return {
    folderOf: (path) => withSlashes(dirname(path), onWindows),
    join(folder, path) {
      if (isAbsolute(path) || beginsAtDriveOrShare(path)) return withSlashes(path, onWindows);
      return withSlashes(join(folder, onWindows ? path : path.replaceAll('\\', '/')), onWindows);
    },
    isWithin(folder, path) {
      if (!onWindows && beginsAtDriveOrShare(path) && !path.startsWith('/')) return false;
      const inside = relative(resolve(folder), resolve(path));
      return !(inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside));
    },
  };
}

/** What Windows itself calls the file, whatever the case of the letters that it was asked by. */
function locate(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return realpathSync.native(path);
  } catch {
    // Some volumes, such as disks in memory, do not tell Windows what their files are called.
    return realpathSync(path);
  }
}

/** Looks for each name between the folder and the file in turn. */
function spelled(folder: string, path: string): string {
  const { relative, join, isAbsolute, sep } = nodePath;
  const inside = relative(folder, path);
  if (isAbsolute(inside) || isAbsolute(path) !== isAbsolute(folder)) return path;
  let found = folder;
  for (const name of inside.split(sep)) {
    const there = name === '..' || name === '' ? name : nameIn(found, name);
    if (there === null) return path;
    found = join(found, there);
  }
  return withSlashes(found);
}

/** A name as a folder has it; null = it has none that is alike, or several. */
function nameIn(folder: string, name: string): string | null {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return null;
  }
  if (names.includes(name)) return name;
  const alike = names.filter((each) => each.toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? alike[0] : null;
}

/** The bytes of a file, at least one; or why it cannot be used. Never throws. */
function readBytes(path: string, limitBytes: number): Buffer | InputError {
  const refuse = (message: string, hint = '') => inputError({ file: path, line: 0, column: 0 }, message, hint);
  if (path === '' || path.includes('\0')) return refuse('this is not a file name');
  const device = ON_WINDOWS ? deviceIn(path) : null;
  if (device !== null) return refuse(`${quote(device)} is a device on Windows, and no file`);
  try {
    // before opening: opening a named pipe would wait for its writer
    const unfit = unfitness(statSync(path), limitBytes);
    if (unfit !== null) return refuse(unfit.message, unfit.hint);
    const bytes = readAtMost(path, limitBytes);
    if (bytes === null) return refuse(...tooLarge(limitBytes));
    return bytes.length === 0 ? refuse('the file is empty') : bytes;
  } catch (error) {
    const [message, hint] = failure(error);
    return refuse(message, hint || windowsPathHint(path));
  }
}

function unfitness(stats: Stats, limitBytes: number): { message: string; hint: string } | null {
  if (stats.isDirectory()) return { message: 'this is a directory', hint: 'name a file in it' };
  if (!stats.isFile()) return { message: 'this is not a regular file', hint: 'devices and pipes are not read' };
  if (stats.size <= limitBytes) return null;
  const [message, hint] = tooLarge(limitBytes, stats.size);
  return { message, hint };
}

/** Null if the file grew past the limit after it was measured. */
function readAtMost(path: string, limitBytes: number): Buffer | null {
  const descriptor = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    let total = 0;
    for (;;) {
      const chunk = Buffer.alloc(Math.min(Math.max(fstatSync(descriptor).size - total, 0) + 1, limitBytes + 1));
      const count = readSync(descriptor, chunk);
      if (count === 0) return Buffer.concat(chunks);
      total += count;
      if (total > limitBytes) return null;
      chunks.push(chunk.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}

function failure(error: unknown): [string, string] {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') return ['no such file', ''];
  if (code === 'EACCES' || code === 'EPERM') return ['the file cannot be read', 'its permissions do not allow it'];
  return [`the file cannot be read (${code})`, ''];
}

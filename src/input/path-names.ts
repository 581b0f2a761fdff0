// Names of paths on this system, in one spelling, so that reports show the same wherever they are made.
import { join } from 'node:path';
import { beginsAtDriveOrShare, isVerbatimPath, ofScript } from '../core/windows-path.js';

const ON_WINDOWS = process.platform === 'win32';

/**
 * A path with slashes between its folders, on Windows as elsewhere, so that a report names a file in the same way on
 * both. The prefix of long paths (`\\?\`) goes, as Node puts it before every path that it hands to Windows. On other
 * systems a backslash is a letter of a name, and stays.
 */
export function withSlashes(path: string, onWindows: boolean = ON_WINDOWS): string {
  const plain = ofScript(path);
  return onWindows && !isVerbatimPath(plain) ? plain : path;
}

/** Parts of a path joined, with slashes. */
export const joinedPath = (...parts: readonly string[]): string => withSlashes(join(...parts));

/** Why a path of Windows leads nowhere on this system, and what would; empty = it does not look like one. */
export function windowsPathHint(path: string, onWindows: boolean = ON_WINDOWS): string {
  if (onWindows) return '';
  if (beginsAtDriveOrShare(path) && !path.startsWith('//')) {
    return 'this is a path of Windows, and this system has no drives or shares: name the file by a relative path';
  }
  return path.includes('\\') ? `here "/" stands between folders: ${path.replaceAll('\\', '/')}` : '';
}

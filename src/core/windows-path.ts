/** Paths as Windows reads them, told by their text alone: nothing here looks at a disk or at the system it runs on. */

/** A path that is handed to the system as it stands, such as `\\.\x` and `\\?\x`: with slashes it means something else. */
export const isVerbatimPath = (path: string): boolean => /^[\\/]{2}[?.][\\/]/.test(path);

/** Whether Windows reads a path as one that begins at a drive or a share, and not in a folder. */
export const beginsAtDriveOrShare = (path: string): boolean => /^(?:[A-Za-z]:|[\\/]{2})/.test(path);

/**
 * A path as a script of Windows names it, with slashes and without the prefix `\\?\`, which says only that the path is
 * to be taken as it stands: `\\?\UNC\nas\dr\x.ps1` is `//nas/dr/x.ps1`.
 */
export const ofScript = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/^\/\/\?\/UNC\//i, '//')
    .replace(/^\/\/\?\/(?=[A-Za-z]:\/)/, '');

/** Names that are devices on Windows, in every folder and with every extension: `nul.html` is `nul`. */
const DEVICE =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d\u00b9\u00b2\u00b3]|lpt[\d\u00b9\u00b2\u00b3])[ ]*(?:[.:].*)?$/i;

/** Whether Windows takes the last part of a path for a device, or for another name than it says. */
export const isDeviceName = (name: string): boolean => DEVICE.test(name);

/** The first folder of a path that Windows takes for a device; null = there is none. */
export const deviceIn = (path: string): string | null => path.split(/[\\/]/).find(isDeviceName) ?? null;

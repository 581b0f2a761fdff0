/** Atomic writes: each file is written whole under a temporary name and then renamed or linked to its own. */
import { existsSync, rmSync } from 'node:fs';
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Writes the files into `directory`, which is created if absent. Each appears under its name only when it
 * is whole: it is written under a temporary name beside it and renamed. Whatever goes wrong, an
 * interruption included, leaves no temporary file behind. Throws what the file system says.
 */
export async function writeReports(directory: string, files: readonly ReportFile[]): Promise<void> {
  await write(directory, files, rename);
}

/** Creates the directory if absent and sees whether files can be put there. Throws what the file system says. */
export async function makeWritable(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, `.${crypto.randomUUID()}.tmp`);
  await writeFile(path, '', { flag: 'wx' });
  await rm(path, { force: true });
}

/**
 * Writes the files into `directory` as `writeReports` does, and replaces none: where a file is there already, nothing
 * is written and its path is returned. Null = all were written. Throws what the file system says.
 */
export async function writeNewFiles(directory: string, files: readonly ReportFile[]): Promise<string | null> {
  const there = files.map(({ name }) => join(directory, name)).find((path) => existsSync(path));
  if (there !== undefined) return there;
  try {
    await write(directory, files, placeNew);
    return null;
  } catch (error) {
    // Somebody else was quicker than this.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST' && 'dest' in error) {
      return String(error.dest);
    }
    throw error;
  }
}

/** A link, unlike a rename, never replaces what has the name; where there are no links it is looked for once more. */
async function placeNew(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code) || existsSync(path)) throw error;
    await rename(temporary, path);
  }
}

async function write(
  directory: string,
  files: readonly ReportFile[],
  place: (temporary: string, path: string) => Promise<void>,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const temporary = new Set<string>();
  const interrupted = (signal: NodeJS.Signals) => {
    for (const path of temporary) rmSync(path, { force: true });
    stopListening();
    // Ends the process the way the signal would have ended it without us.
    process.kill(process.pid, signal);
  };
  const stopListening = () => {
    for (const signal of SIGNALS) process.removeListener(signal, interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, interrupted);
  try {
    for (const { name, text } of files) {
      const path = join(directory, `.${name}.${crypto.randomUUID()}.tmp`);
      temporary.add(path);
      await writeFile(path, text, { flag: 'wx' });
      await place(path, join(directory, name));
      await rm(path, { force: true });
      temporary.delete(path);
    }
  } finally {
    await Promise.all([...temporary].map((path) => rm(path, { force: true })));
    stopListening();
  }
}

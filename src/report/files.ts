/** Atomic writes: all files are written whole under temporary names, and then renamed or linked to their own at one go. */
import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { hash32 } from '../core/hash.js';
import { quote } from '../core/quote.js';
import { deviceIn } from '../core/windows-path.js';

export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Writes the files into `directory`, which is created if absent. They appear under their names only when all of them are
 * whole: each is written under a temporary name beside its own, and renamed. Whatever goes wrong, an interruption
 * included, leaves no temporary file behind; those of a process that was killed are removed by the next one that writes
 * there. Throws what the file system says.
 */
export async function writeReports(directory: string, files: readonly ReportFile[]): Promise<void> {
  await write(directory, files, renameSync);
}

/** Creates the directory if absent and sees whether files can be put there. Throws what the file system says. */
export async function makeWritable(directory: string): Promise<void> {
  await makeDirectory(directory);
  const path = join(directory, temporaryName('writable'));
  const stopListening = undoOnSignal(() => {});
  try {
    writeFileSync(path, '', { flag: 'wx' });
    rmSync(path, { force: true });
    // A signal of the meantime is heard when the event loop asks for what has come, which it does between these two.
    await setImmediate();
    await setImmediate();
  } finally {
    stopListening();
  }
}

/**
 * Writes the files into `directory` as `writeReports` does, and replaces none: where a file is there already, nothing
 * is written and its path is returned. What a process placed that was killed before all of its files were there is in
 * nobody's way. Null = all were written. Throws what the file system says.
 */
export async function writeNewFiles(directory: string, files: readonly ReportFile[]): Promise<string | null> {
  if (existsSync(directory)) await takeBackUnfinished(directory, files);
  const there = files.map(({ name }) => join(directory, name)).find((path) => existsSync(path));
  if (there !== undefined) return there;
  const placed: string[] = [];
  try {
    await write(directory, files, (temporary, path) => {
      placeNew(temporary, path);
      placed.push(path);
    });
    return null;
  } catch (error) {
    for (const path of placed) rmSync(path, { force: true });
    // Somebody else was quicker than this.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST' && 'dest' in error) {
      return String(error.dest);
    }
    throw error;
  }
}

/** A link, unlike a rename, never replaces what has the name; where there are no links it is looked for once more. */
function placeNew(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code) || existsSync(path)) throw error;
    renameSync(temporary, path);
  }
}

async function write(
  directory: string,
  files: readonly ReportFile[],
  place: (temporary: string, path: string) => void,
): Promise<void> {
  for (const { name } of files) refuseDevices(name);
  await makeDirectory(directory);
  /** by their paths the paths that they are to have */
  const temporary = new Map<string, string>();
  const removeAll = (): void => {
    for (const path of temporary.keys()) rmSync(path, { force: true });
  };
  const stopListening = undoOnSignal(removeAll);
  try {
    for (const { name, text } of files) {
      const path = join(directory, temporaryName(name));
      temporary.set(path, join(directory, name));
      // A write that was under way when a signal came would make its file after all of them were removed.
      writeFileSync(path, text, { flag: 'wx' });
    }
    await removeAbandoned(directory, temporary);
    // Nothing is awaited from here on, so that no signal is heard between two of them.
    for (const [path, own] of temporary) place(path, own);
  } finally {
    removeAll();
    stopListening();
  }
}

/**
 * From now on `undo` comes before the end of the process by a signal, which then ends as the signal would have ended it. What
 * is done without an await is not interrupted. Answers the function that stops this.
 */
function undoOnSignal(undo: () => void): () => void {
  const interrupted = (signal: NodeJS.Signals): void => {
    undo();
    stopListening();
    process.kill(process.pid, signal);
  };
  const stopListening = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, interrupted);
  return stopListening;
}

/** What is written to a device is gone: Windows says nothing of it. Throws where the system is Windows and it is one. */
function refuseDevices(path: string): void {
  const device = process.platform === 'win32' ? deviceIn(path) : null;
  if (device !== null) throw new Error(`${quote(device)} is a device on Windows: choose another name`);
}

/** `mkdir` of Node with `recursive` never ends where a directory cannot be made, as in /proc. */
async function makeDirectory(directory: string): Promise<void> {
  refuseDevices(directory);
  try {
    await mkdir(directory);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST' && (await stat(directory)).isDirectory()) return;
    const parent = dirname(resolve(directory));
    if (code !== 'ENOENT' || existsSync(parent)) throw error;
    await makeDirectory(parent);
    await makeDirectory(directory);
  }
}

/** The machine, as names of temporary files have it: whether a process lives can be asked on its own machine alone. */
const MACHINE = hash32(hostname()).toString(16);
const TEMPORARY = /^\.(.+)\.([0-9a-f]+)-([0-9]+)-[0-9a-f-]{36}\.tmp$/;
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/**
 * A name as the temporary one has it, no half of a character at its end: what is added must not make it longer than a file
 * system takes, and only one that is too long itself stays so.
 */
const cutName = (name: string): string =>
  name.length > 255 ? name : name.slice(0, 60).replace(/[\ud800-\udbff]$/, '');

const temporaryName = (name: string): string =>
  `.${cutName(name)}.${MACHINE}-${process.pid}-${crypto.randomUUID()}.tmp`;

/**
 * Removes what processes of this machine left here that were killed while they placed new files: the temporary ones, and of
 * a set of which some are not placed yet those that are, where this process is about to write the very same.
 */
async function takeBackUnfinished(directory: string, files: readonly ReportFile[]): Promise<void> {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const byProcess = new Map<
    string,
    { readonly temporary: string /** null = not placed yet */; readonly placed: string | null }[]
  >();
  const there = await readdir(directory);
  for (const temporary of there) {
    const [, cut, machine, pid] = TEMPORARY.exec(temporary) ?? [];
    if (machine !== MACHINE || lives(Number(pid))) continue;
    const placed = await placedAs(temporary, cut);
    byProcess.set(pid, [...(byProcess.get(pid) ?? []), { temporary, placed }]);
  }
  for (const set of byProcess.values()) {
    const isWhole = set.every(({ placed }) => placed !== null);
    for (const { temporary, placed } of set) {
      if (!isWhole && placed !== null) {
        const path = join(directory, placed);
        if ((await readFile(path, 'utf8')) === texts.get(placed)) await rm(path);
      }
      await rm(join(directory, temporary), { force: true });
    }
  }

  async function placedAs(temporary: string, cut: string): Promise<string | null> {
    for (const name of there) {
      if (cutName(name) === cut && (await isSameFile(join(directory, temporary), join(directory, name)))) return name;
    }
    return null;
  }
}

/** Whether two names are links to one file. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([stat(one, { bigint: true }), stat(other, { bigint: true })]);
    return a.ino === b.ino && a.dev === b.dev;
  } catch {
    return false;
  }
}

/** Removes the temporary files of processes that were killed while they wrote here; `own` = those of this one. */
async function removeAbandoned(directory: string, own: ReadonlyMap<string, string>): Promise<void> {
  const [newest] = own.keys();
  if (newest === undefined) return;
  // The present by the clock that dates files here.
  const { mtimeMs: nowMs } = await stat(newest);
  for (const name of await readdir(directory)) {
    const [, , machine, pid] = TEMPORARY.exec(name) ?? [];
    if (machine === undefined) continue;
    const path = join(directory, name);
    const isOver = machine === MACHINE ? !lives(Number(pid)) : await isOld(path, nowMs);
    if (isOver) await rm(path, { force: true });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isOld(path: string, nowMs: number): Promise<boolean> {
  try {
    return nowMs - (await stat(path)).mtimeMs > ABANDONED_AFTER_MS;
  } catch {
    // Its own process has removed it meanwhile.
    return false;
  }
}

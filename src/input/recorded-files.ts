/** Recording decorator of the port of input files: what was asked for through it, so that another machine can be given the same. */
import type { InputError } from '../core/input-error.js';
import type { InputFiles } from './input-files.js';

/** Paths that were asked for, whether there is anything or not; each list sorted, each path once. */
export interface AskedFiles {
  /** with the most bytes that were asked for */
  readonly read: readonly (readonly [path: string, limitBytes: number])[];
  readonly located: readonly string[];
  /** paths in folders, by the letters that they were named with */
  readonly spelled: readonly (readonly [folder: string, path: string])[];
}

/** Of whom nothing was asked. */
export const NOTHING_ASKED: AskedFiles = { read: [], located: [], spelled: [] };

/** Paths that are asked for, collected. */
export class AskedPaths {
  private readonly read = new Map<string, number>();
  private readonly located = new Set<string>();
  private readonly spelled = new Map<string, readonly [folder: string, path: string]>();

  noteRead(path: string, limitBytes: number): void {
    this.read.set(path, Math.max(limitBytes, this.read.get(path) ?? 0));
  }

  noteLocated(path: string): void {
    this.located.add(path);
  }

  noteSpelled(folder: string, path: string): void {
    this.spelled.set(JSON.stringify([folder, path]), [folder, path]);
  }

  noteAll({ read, located, spelled }: AskedFiles): void {
    for (const [path, limitBytes] of read) this.noteRead(path, limitBytes);
    for (const path of located) this.noteLocated(path);
    for (const [folder, path] of spelled) this.noteSpelled(folder, path);
  }

  get isEmpty(): boolean {
    return this.read.size + this.located.size + this.spelled.size === 0;
  }

  all(): AskedFiles {
    const byPath = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
    return {
      read: [...this.read].sort(([a], [b]) => byPath(a, b)),
      located: [...this.located].sort(byPath),
      spelled: [...this.spelled].sort(([a], [b]) => byPath(a, b)).map(([, pair]) => pair),
    };
  }
}

/** Files that remember what they were asked for. */
export class RecordedFiles implements InputFiles {
  readonly asked = new AskedPaths();

  constructor(private readonly source: InputFiles) {}

  readBytes(path: string, limitBytes: number): Uint8Array | InputError {
    this.asked.noteRead(path, limitBytes);
    return this.source.readBytes(path, limitBytes);
  }

  locate(path: string): string | null {
    this.asked.noteLocated(path);
    return this.source.locate(path);
  }

  spelled(folder: string, path: string): string {
    this.asked.noteSpelled(folder, path);
    return this.source.spelled(folder, path);
  }

  folderOf(path: string): string {
    return this.source.folderOf(path);
  }

  join(folder: string, path: string): string {
    return this.source.join(folder, path);
  }

  isWithin(folder: string, path: string): boolean {
    return this.source.isWithin(folder, path);
  }
}

/** The files of a plan as bits: those exports that decide something, and the list that each set of them is (D34). */
import { commandReads } from '../../domain/cmdlets/catalog.js';
import { filesAtStart, pathKey } from '../../domain/state/exported-files.js';
import type { World } from '../../domain/state/world.js';
import type { ExportedFile } from '../../domain/state/world-state.js';
import type { ExplorationPlan } from './plan.js';

/** Files that may be there or not, each a bit of a packed state. */
export class PlanFiles {
  readonly all: readonly ExportedFile[];
  /** lists that were made before, by the bits of their files */
  private readonly lists = new Map<string, readonly ExportedFile[]>();

  constructor({ steps }: Pick<ExplorationPlan, 'steps'>, world: World) {
    const written: ExportedFile[] = [...filesAtStart(world.deployment, world.layout)];
    const named = new Map<string, number>();
    const name = (path: string): void => void named.set(pathKey(path), (named.get(pathKey(path)) ?? 0) + 1);
    for (const { path } of written) name(path);
    for (const step of steps) {
      const { exports: file, imports = [] } = step.kind === 'command' ? commandReads(step.command) : {};
      imports.forEach(name);
      if (file === undefined) continue;
      name(file.path);
      const of = file.of === null ? -1 : world.layout.pool(file.of);
      if (!written.some((other) => isSame(other, { ...file, of }))) written.push({ ...file, of, madeAtMs: 0 });
    }
    // A file that one line alone names decides nothing.
    this.all = written.filter(({ path }) => (named.get(pathKey(path)) ?? 0) > 1);
  }

  isThere(file: number, files: readonly ExportedFile[]): boolean {
    return files.some((each) => isSame(each, this.all[file]));
  }

  /** The files whose bits are set. */
  list(bits: Uint8Array): readonly ExportedFile[] {
    const key = bits.join('');
    let list = this.lists.get(key);
    if (list === undefined) {
      list = this.all.filter((_, i) => bits[i] === 1);
      this.lists.set(key, list);
    }
    return list;
  }
}

const isSame = (one: Pick<ExportedFile, 'path' | 'holds' | 'of'>, other: Omit<ExportedFile, 'madeAtMs'>): boolean =>
  one.holds === other.holds && one.of === other.of && pathKey(one.path) === pathKey(other.path);

/** The files of a plan as bits: those exports that decide something, and the list that each set of them is (D34). */
import { commandReads } from '../../domain/cmdlets/catalog.js';
import { filesAtStart, pathKey } from '../../domain/state/exported-files.js';
import type { World } from '../../domain/state/world.js';
import type { ExportedFile } from '../../domain/state/world-state.js';
import type { ExplorationPlan } from './plan.js';

/** Files that may be there or not, each a bit of a packed state. */
export class PlanFiles {
  readonly all: readonly ExportedFile[];
  /** of each file its path as `pathKey` spells it */
  private readonly keys: readonly string[];
  /** the bits of each list that was looked at: a list is replaced, never changed */
  private readonly bits = new WeakMap<readonly ExportedFile[], Uint8Array>();
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
    this.keys = this.all.map(({ path }) => pathKey(path));
  }

  /** Of each file 1 where it is in the list; the same array for the same list. */
  bitsOf(files: readonly ExportedFile[]): Uint8Array {
    let bits = this.bits.get(files);
    if (bits === undefined) {
      const there = files.map((file) => ({ file, key: pathKey(file.path) }));
      const { keys } = this;
      bits = Uint8Array.from(this.all, ({ holds, of }, i) =>
        there.some(({ file, key }) => key === keys[i] && file.holds === holds && file.of === of) ? 1 : 0,
      );
      this.bits.set(files, bits);
    }
    return bits;
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

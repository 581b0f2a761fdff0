/** A reader of what other people write, as fuzz-readers.mjs has it; `play` throws where it is at fault. */
export interface Reader {
  readonly texts: readonly string[];
  readonly ending: string;
  readonly isTree: boolean;
  readonly play: (text: string, index: number) => unknown;
}

export function readersOf(modules: string, kinds?: readonly string[]): Promise<Readonly<Record<string, Reader>>>;

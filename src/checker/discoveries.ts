/** The plainest example of something found: a way in which a property broke, or an outcome. */
export interface Witness {
  /** Actions from the initial state. */
  readonly steps: number;
  /**
   * The state itself; where `ordinal` is not -1, the state before the last action, and the number of that
   * action among those that it has.
   */
  readonly words: Uint32Array;
  readonly ordinal: number;
}

/** An example and how often there is one: distinct states, or transitions. */
export interface Discovery extends Witness {
  readonly count: number;
}

/**
 * What was found, by number. Of several examples the one with the fewest steps stays; then a state before a
 * transition, then the one with the smallest words, then the first action: whatever the order of finding was.
 */
export class Discoveries {
  private readonly found = new Map<number, { count: number; example: Witness }>();

  /** `states[at ..]`: see `Example.words`. */
  add(id: number, states: Uint32Array, at: number, example: Omit<Witness, 'words'>, words: number): void {
    const known = this.found.get(id);
    if (known !== undefined) {
      known.count++;
      if (example.steps > known.example.steps) return;
    }
    const fresh = { ...example, words: states.slice(at, at + words) };
    if (known === undefined) this.found.set(id, { count: 1, example: fresh });
    else if (compareExamples(fresh, known.example) < 0) known.example = fresh;
  }

  get size(): number {
    return this.found.size;
  }

  /** By name; numbers of one name become one. */
  named(name: (id: number) => string): [string, Discovery][] {
    return merged([...this.found].map(([id, { count, example }]) => [name(id), { ...example, count }]));
  }
}

/** Findings of several threads as one, sorted by name. */
export function merged(list: readonly (readonly [string, Discovery])[]): [string, Discovery][] {
  const all = new Map<string, Discovery>();
  for (const [name, finding] of list) {
    const known = all.get(name);
    if (known === undefined) all.set(name, finding);
    else {
      const best = compareExamples(finding, known) < 0 ? finding : known;
      all.set(name, { ...best, count: known.count + finding.count });
    }
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
}

function compareExamples(a: Witness, b: Witness): number {
  return (
    a.steps - b.steps ||
    Math.sign(a.ordinal + 1) - Math.sign(b.ordinal + 1) ||
    compareWords(a.words, 0, b.words, 0, a.words.length) ||
    a.ordinal - b.ordinal
  );
}

/** Order of two states by their words, the first word first. */
export function compareWords(
  a: Uint32Array,
  at: number,
  b: Uint32Array,
  from: number,
  words: number,
): number {
  for (let i = 0; i < words; i++) {
    if (a[at + i] !== b[from + i]) return a[at + i] < b[from + i] ? -1 : 1;
  }
  return 0;
}

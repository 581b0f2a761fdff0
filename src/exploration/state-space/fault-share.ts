/**
 * Partition of a search by its further faults: cells, each of which is the first two of them in the order of the alphabet.
 *
 * The search of a share goes through every state from which a state of the share can still be reached, and counts those of
 * the share alone. What has been broken is part of a state, and is never taken back, so that
 *
 * - each state is in one cell, that of what has been broken on the way to it, and the shares of all cells count each
 *   state of the whole search once;
 * - all that comes before a state of a share, on whatever way, has broken no more than the state itself, and is gone through
 *   by the same search: the state is found on all of its ways, with its true distance and its true predecessors.
 *
 * The union of the shares is therefore the whole search, with the same counts and the same shortest counterexamples.
 *
 * A cell may also have a moment, the step before or in which the first fault in time falls. A state does not remember that: a
 * search then goes only through what can be reached by such a fault. Every way to a state has one first fault, or none,
 * so that each way is in the search of some cell, and the union of the cells of all moments is the whole
 * search once more, with the same shortest lengths; but a state that several moments lead to is counted by each.
 */

/** What a search is for. Plain data. */
export interface FaultCell {
  /** the first two of what is broken, by number in the alphabet, ascending; fewer where fewer are, none = nothing is broken */
  readonly head: readonly number[];
  /** the steps that are done when the first fault falls; null = at any time */
  readonly moment: number | null;
}

/** So many of the faults make a cell. */
const HEAD = 2;

/** What the script of a state says of its faults (`ScriptState`). */
interface Faults {
  /** steps that are done */
  readonly step: number;
  /** further faults that are left */
  readonly extraFaults: number;
  /** how often each breakable was broken */
  readonly broken: readonly number[];
}

/**
 * All cells of a search with up to `faults` faults, those with the same first fault one after another. `most` = how often each
 * breakable can break; `moments` = cells by moment, too, of so many; 0 = without.
 */
export function faultCells(faults: number, most: readonly number[], moments: number): FaultCell[] {
  const cells: FaultCell[] = [{ head: [], moment: null }];
  const add = (head: readonly number[]): void => {
    if (moments === 0) cells.push({ head, moment: null });
    for (let moment = 0; moment < moments; moment++) cells.push({ head, moment });
  };
  for (let first = 0; faults > 0 && first < most.length; first++) {
    add([first]);
    for (let second = first; faults > 1 && second < most.length; second++) {
      if (second > first || most[first] > 1) add([first, second]);
    }
  }
  return cells;
}

/** Some of the cells: which faults their search takes, and which states it counts. */
export class FaultShare {
  private readonly heads: ReadonlySet<number>;
  /** by the number of a set of faults, whether a state with these is gone through */
  private readonly known = new Map<number, boolean>();

  constructor(
    private readonly cells: readonly FaultCell[],
    /** at most */
    private readonly faults: number,
    /** breakables of the alphabet */
    private readonly count: number,
  ) {
    this.heads = new Set(cells.map(({ head }) => this.numberOf(head)));
  }

  /** Whether the share counts a state whose script is this. */
  counts({ broken }: Pick<Faults, 'broken'>): boolean {
    return this.heads.has(this.numberOf(sorted(broken).slice(0, HEAD)));
  }

  /** Whether its search goes on where `what` breaks next. */
  allows({ broken, extraFaults, step }: Faults, what: number): boolean {
    const after = sorted(broken, what);
    if (extraFaults < this.faults) return this.leadsOn(after);
    return this.cells.some((cell) => (cell.moment === null || cell.moment === step) && this.isBefore(after, cell));
  }

  private leadsOn(after: readonly number[]): boolean {
    const number = this.numberOf(after);
    const known = this.known.get(number) ?? this.cells.some((cell) => this.isBefore(after, cell));
    this.known.set(number, known);
    return known;
  }

  /** Whether a state of the cell can have broken these, and perhaps more. */
  private isBefore(broken: readonly number[], { head }: FaultCell): boolean {
    const rest = [...broken];
    let missing = 0;
    for (const what of head) {
      const at = rest.indexOf(what);
      if (at < 0) missing++;
      else rest.splice(at, 1);
    }
    if (broken.length + missing > this.faults) return false;
    // Of fewer than two there are no others; what comes after two is none that would stand before them.
    return rest.length === 0 || (head.length === HEAD && rest[0] >= head[HEAD - 1]);
  }

  private numberOf(broken: readonly number[]): number {
    return broken.reduce((number, what) => number * (this.count + 1) + what + 1, 0);
  }
}

/** What is broken, by number, ascending, each as often as it is; `more` = one more of it. */
function sorted(broken: readonly number[], more = -1): number[] {
  const list: number[] = [];
  broken.forEach((times, what) => {
    for (let i = times + (what === more ? 1 : 0); i > 0; i--) list.push(what);
  });
  return list;
}

// Unknown values of which something is known: one of a few texts, or how many objects there are.
import { type PSObject, type Unanswered, Unknown } from './values.js';

/** A text that is not known, but one of these, or none at all, or several of them where it stands in a list. */
export class OneOf extends Unknown {
  constructor(
    why: string,
    readonly candidates: readonly string[],
  ) {
    super(why);
  }
}

/** Objects that are counted and not made: `count` of them, one or more, are like an object, and nothing else is known. */
export interface Alike {
  readonly like: PSObject;
  readonly count: number;
}

/** Objects in groups that are alike: a value that costs the same whatever their number, which is all that is known. */
export class Crowd extends Unknown {
  constructor(
    why: string,
    readonly groups: readonly Alike[],
    from: Unanswered | null = null,
  ) {
    super(why, from);
  }

  get count(): number {
    return this.groups.reduce((sum, { count }) => sum + count, 0);
  }

  /** Not even the number of what is computed from them is known. */
  override get spread(): Unknown {
    return new Unknown(this.why, this.from);
  }
}

// Unknown values of which something is known: one of a few texts, how many objects there are, or the path of the script.
import { type PSObject, type Unanswered, Unknown, type Value } from './values.js';

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

/**
 * A text that is known as it is here, to be shown, and not as it will be when the script is run: for whatever looks at
 * it, it is unknown.
 */
export class TextHere extends Unknown {
  constructor(
    why: string,
    readonly here: string,
  ) {
    super(why);
  }

  /** What is computed from it is not known. */
  override get spread(): Unknown {
    return new Unknown(this.why);
  }
}

/** A path that begins where the script lies: what names a file may look at it. */
export class LocalPath extends TextHere {
  constructor(readonly path: string) {
    super('where the script lies', path);
  }
}

/** A value of which its type is known: it was converted to it, or computed as a text with something in it. */
export class OfType extends Unknown {
  constructor(
    /** as `cast` names it */
    readonly type: string,
    { why, from }: Pick<Unknown, 'why' | 'from'>,
    /** of a text: there is at least one character in it */
    readonly isFilled = false,
  ) {
    super(why, from);
  }

  /** What is computed from it is of any type. */
  override get spread(): Unknown {
    return new Unknown(this.why, this.from);
  }
}

/** Whether a value may stand for none, one or several of which nothing is known: one text is one. */
export const isOpen = (value: Value): value is Unknown => value instanceof Unknown && !(value instanceof TextHere);

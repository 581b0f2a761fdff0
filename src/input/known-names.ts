import type { Position } from '../core/input-error.js';
import { suggestion } from '../core/nearest.js';
import { quote } from '../core/quote.js';
import type { Problems } from './problems.js';

/** Names of one kind. They are compared without case; the answer has the spelling of the topology. */
export class KnownNames {
  private readonly spelling = new Map<string, string>();

  constructor(
    /** plural noun for messages, e.g. `pools` */
    readonly what: string,
    names: Iterable<string>,
  ) {
    for (const name of names) {
      if (!this.spelling.has(name.toLowerCase())) this.spelling.set(name.toLowerCase(), name);
    }
  }

  get all(): string[] {
    return [...this.spelling.values()];
  }

  find(name: string): string | null {
    return this.spelling.get(name.toLowerCase()) ?? null;
  }

  /** As `find`, and reports a name that does not exist. */
  need(name: string, position: Position, problems: Problems): string | null {
    const found = this.find(name);
    if (found === null) {
      problems.add(
        position,
        `${quote(name)} is not one of the ${this.what}`,
        suggestion(name, this.all, this.what),
      );
    }
    return found;
  }
}

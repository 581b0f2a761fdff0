// Entries by name: a hash map under folded names that keeps the order and the spelling of what was added.

/** Entries under names, without case unless it counts, in the order in which they were added. */
export class NamedValues<T> {
  private readonly entries = new Map<string, { name: string; value: T }>();

  /** how often an entry was set or removed */
  changes = 0;

  constructor(private readonly caseCounts = false) {}

  private key(name: string): string {
    return this.caseCounts ? name : name.toLowerCase();
  }

  get(name: string): T | undefined {
    return this.entries.get(this.key(name))?.value;
  }

  set(name: string, value: T): void {
    const key = this.key(name);
    this.changes++;
    this.entries.set(key, { name: this.entries.get(key)?.name ?? name, value });
  }

  has(name: string): boolean {
    return this.entries.has(this.key(name));
  }

  remove(name: string): void {
    this.changes++;
    this.entries.delete(this.key(name));
  }

  get size(): number {
    return this.entries.size;
  }

  all(): [name: string, value: T][] {
    return [...this.entries.values()].map(({ name, value }) => [name, value]);
  }
}

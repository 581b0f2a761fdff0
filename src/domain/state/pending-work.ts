/**
 * Pending work: one slot for each kind of work and its subject. A slot is idle or has its end to come; the timed driver
 * keeps when. Each component declares its kinds once (its `state.ts`); numbers and names of the slots follow from that.
 */
import type { Layout } from './layout.js';
import { DATABASE_TYPES, MODULES } from './modules.js';

type Subject = 'none' | 'pool' | 'phase' | 'database' | 'module';

/** The declaration of one kind of pending work. */
export interface Work<S extends Subject = Subject> {
  readonly subject: S;
  /** stable: durations are drawn by the name of the slot */
  readonly name: string;
}

/**
 * Declares a kind of work: one slot for the deployment, for each pool, for each phase of the sync cycle (D37), or for each
 * database or module of each pool.
 */
export const declareWork = <const S extends Subject>(subject: S, name: string): Work<S> => ({ subject, name });

/** Kinds of work by name. */
export type WorkTable = Readonly<Record<string, Work>>;

/** The slots of one kind; `at` takes the pool, and the database or module. */
export class WorkSlots {
  constructor(
    readonly first: number,
    /** one beyond the last */
    readonly end: number,
    private readonly width: number,
  ) {}

  at(pool = 0, part = 0): number {
    return this.first + pool * this.width + part;
  }
}

/** Of a slot its kind and its subject: pool, and database or module. */
export interface SlotSubject<T extends WorkTable> {
  readonly kind: keyof T & string;
  readonly pool: number;
  readonly part: number;
}

/** The slots of a deployment, in the order of their declarations. */
export class PendingWork<T extends WorkTable> {
  readonly names: string[] = [];
  readonly subjects: SlotSubject<T>[] = [];
  readonly slots: { readonly [K in keyof T]: WorkSlots };

  /** `together`: the sync cycles of all pools have one phase, and one slot; otherwise each pool has its own (D37). */
  constructor(layout: Layout, table: T, together: boolean) {
    this.slots = Object.fromEntries(
      Object.entries(table).map(([kind, { subject, name }]) => {
        const first = this.names.length;
        const parts = subject === 'database' ? DATABASE_TYPES : subject === 'module' ? MODULES : [null];
        const single = subject === 'none' || (subject === 'phase' && together);
        for (const p of single ? [null] : layout.pools) {
          parts.forEach((part, i) => {
            // The number of a database, the name of a module: drills that exist were drawn so.
            const which = subject === 'database' ? i : part;
            this.names.push([name, p?.pool.fqdn, which].filter((x) => x !== null && x !== undefined).join(' '));
            this.subjects.push({ kind, pool: p?.index ?? 0, part: i });
          });
        }
        return [kind, new WorkSlots(first, this.names.length, single ? 0 : parts.length)];
      }),
    ) as { readonly [K in keyof T]: WorkSlots };
  }

  get count(): number {
    return this.names.length;
  }
}

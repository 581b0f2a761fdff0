/**
 * Pending work: one slot for each kind of work and its subject. A slot is idle or has its end to come; the timed driver
 * keeps when. Each component declares its kinds once (its `state.ts`); numbers and names of the slots follow from that.
 */
import type { Layout } from './layout.js';
import { DATABASE_TYPES, MODULES } from './modules.js';

type Subject = 'none' | 'pool' | 'phase' | 'database' | 'module' | 'cluster' | 'node';

/** The declaration of one kind of pending work. */
export interface Work<S extends Subject = Subject> {
  readonly subject: S;
  /** stable: durations are drawn by the name of the slot */
  readonly name: string;
}

/**
 * Declares a kind of work: one slot for the deployment, for each pool, for each phase of the sync cycle (D37), for each
 * database or module of each pool; or for each cluster below a Back End, or each of its nodes.
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

const isOfCluster = (subject: Subject): boolean => subject === 'cluster' || subject === 'node';

/** What a pool has one slot each of; it may have fewer nodes than the largest cluster. */
function partsOf(layout: Layout, subject: Subject): readonly unknown[] {
  if (subject === 'database') return DATABASE_TYPES;
  if (subject === 'module') return MODULES;
  return new Array(subject === 'node' ? layout.nodesMost : 1).fill(null);
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
        const parts = partsOf(layout, subject);
        const single = subject === 'none' || (subject === 'phase' && together);
        const pools = isOfCluster(subject) && layout.nodesMost === 0 ? [] : layout.pools;
        for (const p of single ? [null] : pools) {
          parts.forEach((part, i) => {
            // The number of a database, the name of a module: drills that exist were drawn so.
            const which = subject === 'module' ? part : subject === 'database' || subject === 'node' ? i : null;
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

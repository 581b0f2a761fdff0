/**
 * The event queue of a discrete-event simulation: a binary heap of pending work, at most one a slot, and a short sorted
 * list of external events. At equal times external events come first, then what was put in first. Slots know their
 * place in the heap, so that work is replaced or cancelled where it lies, in O(log slots).
 */
export class EventQueue<A> {
  /** when the work in each slot is due, ms of virtual time; -1 = none is pending */
  readonly dues: Float64Array;
  /** the next one last */
  private readonly external: { readonly atMs: number; readonly action: A }[] = [];
  private readonly heap: Int32Array;
  /** where in the heap each slot is; -1 = nowhere */
  private readonly place: Int32Array;
  private readonly sequences: Float64Array;
  private sequence = 0;
  private size = 0;

  constructor(slots: number) {
    this.dues = new Float64Array(slots).fill(-1);
    this.heap = new Int32Array(slots);
    this.place = new Int32Array(slots).fill(-1);
    this.sequences = new Float64Array(slots);
  }

  /** How many external events are left. */
  get externalCount(): number {
    return this.external.length;
  }

  /** When the next external event is due; infinite = there is none. */
  get externalMs(): number {
    return this.external.at(-1)?.atMs ?? Number.POSITIVE_INFINITY;
  }

  private get slotMs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.dues[this.heap[0]];
  }

  /** When the next event of either kind is due; infinite = there is none. */
  get nextMs(): number {
    return Math.min(this.slotMs, this.externalMs);
  }

  /** Adds an external event. */
  add(atMs: number, action: A): void {
    const { external } = this;
    let i = external.length;
    while (i > 0 && external[i - 1].atMs <= atMs) i--;
    external.splice(i, 0, { atMs, action });
  }

  /** The external event that is due next, taken out; null = pending work is due before it, or nothing is. */
  takeExternal(): A | null {
    const { external } = this;
    return external.length > 0 && this.externalMs <= this.slotMs ? external.pop()!.action : null;
  }

  /** The slot whose work is due next, taken out; there must be one. */
  takeSlot(): number {
    const slot = this.heap[0];
    this.remove(slot);
    return slot;
  }

  /** The work in `slot` is due at `atMs`; replaces what ran there. */
  set(slot: number, atMs: number): void {
    this.remove(slot);
    this.dues[slot] = atMs;
    this.sequences[slot] = this.sequence++;
    this.up(slot, this.size++);
  }

  /** The work in `slot` is done or cancelled. */
  remove(slot: number): void {
    const at = this.place[slot];
    if (at < 0) return;
    this.place[slot] = -1;
    this.dues[slot] = -1;
    const last = this.heap[--this.size];
    if (last === slot) return;
    this.down(last, at);
    this.up(last, this.place[last]);
  }

  /** Puts off by `byMs` the work whose due time is not as `earlier` says. */
  postpone(earlier: Float64Array, byMs: number): void {
    for (let i = 0; i < this.size; i++) {
      const slot = this.heap[i];
      if (earlier[slot] !== this.dues[slot]) this.dues[slot] += byMs;
    }
    for (let i = (this.size >> 1) - 1; i >= 0; i--) this.down(this.heap[i], i);
  }

  private before(a: number, b: number): boolean {
    const by = this.dues[a] - this.dues[b];
    return by < 0 || (by === 0 && this.sequences[a] < this.sequences[b]);
  }

  private up(slot: number, from: number): void {
    const { heap, place } = this;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(slot, heap[parent])) break;
      heap[at] = heap[parent];
      place[heap[at]] = at;
      at = parent;
    }
    heap[at] = slot;
    place[slot] = at;
  }

  private down(slot: number, from: number): void {
    const { heap, place, size } = this;
    let at = from;
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.before(heap[child + 1], heap[child])) child++;
      if (!this.before(heap[child], slot)) break;
      heap[at] = heap[child];
      place[heap[at]] = at;
      at = child;
    }
    heap[at] = slot;
    place[slot] = at;
  }
}

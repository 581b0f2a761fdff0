import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from '../../src/simulation/event-queue.js';

const SLOTS = 9;

interface Entry {
  atMs: number;
  readonly slot: number;
  readonly sequence: number;
}

/** The same, with everything in one list that is searched anew each time. */
class PlainQueue {
  entries: Entry[] = [];
  private sequence = 0;

  put(atMs: number, slot: number): void {
    if (slot >= 0) this.remove(slot);
    this.entries.push({ atMs, slot, sequence: this.sequence++ });
  }

  remove(slot: number): void {
    this.entries = this.entries.filter((e) => e.slot !== slot);
  }

  take(): Entry | undefined {
    const rank = (e: Entry): number => (e.slot < 0 ? 0 : 1);
    const [first] = this.entries.toSorted((a, b) => a.atMs - b.atMs || rank(a) - rank(b) || a.sequence - b.sequence);
    this.entries = this.entries.filter((e) => e !== first);
    return first;
  }
}

const atMs = fc.nat({ max: 12 });
const slot = fc.nat({ max: SLOTS - 1 });
const operation = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), slot, atMs }),
  fc.record({ kind: fc.constant('add' as const), slot: fc.constant(-1), atMs }),
  fc.record({ kind: fc.constant('remove' as const), slot, atMs }),
  fc.record({ kind: fc.constant('take' as const), slot, atMs }),
  fc.record({ kind: fc.constant('postpone' as const), slot, atMs }),
);

test('what is due comes in the order of a list that is sorted each time', () => {
  let taken = 0;
  const property = fc.property(fc.array(operation, { maxLength: 60, size: 'max' }), (operations) => {
    const queue = new EventQueue<number>(SLOTS);
    const plain = new PlainQueue();
    const take = (): void => {
      const expected = plain.take();
      expect(queue.nextMs).toBe(expected?.atMs ?? Number.POSITIVE_INFINITY);
      if (expected === undefined) return;
      taken++;
      const action = queue.takeExternal();
      expect(action === null ? queue.takeSlot() : action).toBe(
        expected.slot < 0 ? 1000 + expected.atMs : expected.slot,
      );
    };
    for (const d of operations) {
      if (d.kind === 'take') take();
      else if (d.kind === 'remove') {
        queue.remove(d.slot);
        plain.remove(d.slot);
      } else if (d.kind === 'set') {
        queue.set(d.slot, d.atMs);
        plain.put(d.atMs, d.slot);
      } else if (d.kind === 'add') {
        queue.add(d.atMs, 1000 + d.atMs);
        plain.put(d.atMs, -1);
      } else {
        // Every other slot stays where it is.
        const earlier = queue.dues.map((due, i) => (i % 2 === 0 ? due : -2));
        queue.postpone(earlier, d.atMs);
        for (const e of plain.entries) if (e.slot >= 0 && e.slot % 2 === 1) e.atMs += d.atMs;
      }
      const external = plain.entries.filter((e) => e.slot < 0).map((e) => e.atMs);
      expect(queue.externalCount).toBe(external.length);
      expect(queue.externalMs).toBe(Math.min(Number.POSITIVE_INFINITY, ...external));
    }
    while (plain.entries.length > 0) take();
    expect(queue.nextMs).toBe(Number.POSITIVE_INFINITY);
  });
  fc.assert(property, { numRuns: 300, seed: 2013 });
  expect(taken).toBeGreaterThan(1000);
});

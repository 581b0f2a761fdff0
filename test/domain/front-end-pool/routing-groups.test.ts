import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deadShare,
  laidOut,
  type RoutingGroups,
  rebuilt,
  type Share,
  serverLost,
  serverReturned,
  shareOfGroups,
  stuckShare,
} from '../../../src/domain/front-end-pool/routing-groups.js';

const on = (base: number): RoutingGroups => ({ base, missing: 0, stuckBase: 0, stuckMissing: 0 });

const after = (base: number, ...events: ((g: RoutingGroups) => void)[]): RoutingGroups => {
  const g = on(base);
  for (const e of events) e(g);
  return g;
};

const ratio = ([n, d]: Share): number => n / d;

/** Every triple of `base` servers, by how many of its three are among the first `missing`. */
function triples(base: number, missing: number): number[] {
  const found: number[] = [];
  for (let a = 0; a < base; a++) {
    for (let b = a + 1; b < base; b++) {
      for (let c = b + 1; c < base; c++) found.push([a, b, c].filter((x) => x < missing).length);
    }
  }
  return found;
}

describe('D11: shares of the groups, by counting all triples', () => {
  const pools = Array.from({ length: 14 }, (_, i) => i + 3);
  test.each(pools)('a pool of %i', (base) => {
    for (let missing = 0; missing <= base; missing++) {
      const all = triples(base, missing);
      for (const atLeast of [2, 3] as const) {
        const hit = all.filter((n) => n >= atLeast).length;
        const [n, d] = shareOfGroups(base, missing, atLeast);
        expect(n * all.length).toBe(hit * d);
      }
    }
  });

  test('pools of one or two servers have no group quorum to lose', () => {
    for (const base of [0, 1, 2]) {
      for (let missing = 0; missing <= base; missing++) {
        expect(shareOfGroups(base, missing, 2)).toEqual([0, 1]);
        expect(shareOfGroups(base, missing, 3)).toEqual([0, 1]);
      }
    }
  });

  test('all servers gone is all groups gone', () => {
    for (const base of pools) {
      expect(ratio(shareOfGroups(base, base, 2))).toBe(1);
      expect(ratio(shareOfGroups(base, base, 3))).toBe(1);
    }
  });
});

describe('losses and returns', () => {
  test('one server lost costs nobody quorum, and its replicas are rebuilt', () => {
    const g = after(5, serverLost);
    expect(ratio(stuckShare(g))).toBe(0);
    rebuilt(g);
    expect(g).toEqual(on(4));
  });

  test('M11: two within the rebuild time cost quorum, two apart from each other do not', () => {
    expect(stuckShare(after(5, serverLost, serverLost))).toEqual([3, 10]);
    expect(ratio(stuckShare(after(5, serverLost, rebuilt, serverLost)))).toBe(0);
  });

  test('groups that lost quorum stay stuck when the others are rebuilt', () => {
    const g = after(6, serverLost, serverLost);
    const stuck = stuckShare(g);
    rebuilt(g);
    expect(stuckShare(g)).toEqual(stuck);
    expect(g.base).toBe(4);
  });

  test('they have quorum again when one of the two returns', () => {
    expect(ratio(stuckShare(after(6, serverLost, serverLost, rebuilt, serverReturned)))).toBe(0);
    expect(ratio(stuckShare(after(6, serverLost, serverLost, serverReturned)))).toBe(0);
  });

  test('M15: a third loss takes the last replica of some of them', () => {
    expect(ratio(deadShare(after(6, serverLost, serverLost)))).toBe(0);
    expect(deadShare(after(6, serverLost, serverLost, serverLost))).toEqual([1, 20]);
    expect(deadShare(after(6, serverLost, serverLost, rebuilt, serverLost))).toEqual([1, 20]);
  });

  test('a start or a recovery lays the groups out anew', () => {
    const g = after(6, serverLost, serverLost, rebuilt);
    laidOut(g, 4);
    expect(g).toEqual(on(4));
  });

  test('whatever happens: counts in range, no dead group that is not stuck, all back = nothing stuck', () => {
    const events = fc.array(fc.constantFrom('lost', 'returned', 'rebuilt', 'laidOut'), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), events, (servers, sequence) => {
        const g = on(servers);
        let running = servers;
        for (const what of sequence) {
          if (what === 'lost' && running > 0) {
            running--;
            serverLost(g);
          } else if (what === 'returned' && running < servers) {
            running++;
            serverReturned(g);
          } else if (what === 'rebuilt') rebuilt(g);
          else if (what === 'laidOut') laidOut(g, running);
          expect(g.base - g.missing).toBe(running);
          expect(g.missing).toBeGreaterThanOrEqual(0);
          expect(g.stuckMissing).toBeLessThanOrEqual(g.stuckBase);
          const [stuck, dead] = [ratio(stuckShare(g)), ratio(deadShare(g))];
          expect(dead).toBeLessThanOrEqual(stuck);
          expect(stuck).toBeLessThanOrEqual(1);
        }
        while (running < servers) {
          running++;
          serverReturned(g);
        }
        expect(ratio(stuckShare(g))).toBe(0);
      }),
      { seed: 20130901, numRuns: 500 },
    );
  });
});

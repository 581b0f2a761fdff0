import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allDead,
  deadShare,
  laidOut,
  type RoutingGroups,
  rebuilt,
  type Share,
  serversBooted,
  serversLost,
  serversReturned,
  shareOfGroups,
  stuckShare,
} from '../../../../src/domain/components/front-end-pool/routing-groups.js';

/** A pool of some servers as masks, a letter each from `a` on, with what becomes of them. */
class Pool {
  readonly g: RoutingGroups;
  constructor(readonly servers: number) {
    const all = 2 ** servers - 1;
    this.g = { up: all, running: all, base: all, stuckBase: 0, empty: 0, onDisk: false, building: 0 };
  }

  /** They crash at once. */
  lose(names: string): this {
    this.g.up &= ~mask(names);
    this.g.running &= ~mask(names);
    serversLost(this.g);
    return this;
  }

  regain(names: string): this {
    this.boot(names);
    // Pools of one or two servers have no groups of three.
    serversReturned(this.g, this.servers > 2 ? mask(names) : 0);
    return this;
  }

  /** Back while the services of the pool do not run. */
  rejoin(names: string): this {
    this.boot(names);
    serversBooted(this.g, mask(names));
    return this;
  }

  private boot(names: string): void {
    this.g.up |= mask(names);
    this.g.running |= mask(names);
  }

  rebuild(): this {
    rebuilt(this.g);
    return this;
  }

  get stuck(): Share {
    return stuckShare(this.g);
  }

  get dead(): Share {
    return deadShare(this.g);
  }
}

const mask = (names: string): number => [...names].reduce((m, n) => m | (1 << (n.charCodeAt(0) - 97)), 0);

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
    const p = new Pool(5).lose('b');
    expect(ratio(p.stuck)).toBe(0);
    expect(p.rebuild().g).toMatchObject({ base: mask('acde'), stuckBase: 0 });
  });

  test('M11: two within the rebuild time cost quorum, two apart from each other do not', () => {
    expect(new Pool(5).lose('a').lose('b').stuck).toEqual([3, 10]);
    expect(ratio(new Pool(5).lose('a').rebuild().lose('b').stuck)).toBe(0);
  });

  test('groups that lost quorum stay stuck when the others are rebuilt', () => {
    const p = new Pool(6).lose('ab');
    const { stuck } = p;
    expect(p.rebuild().stuck).toEqual(stuck);
    expect(p.g.base).toBe(mask('cdef'));
  });

  test('they have quorum again when one of the two returns', () => {
    expect(ratio(new Pool(6).lose('ab').rebuild().regain('b').stuck)).toBe(0);
    expect(ratio(new Pool(6).lose('ab').regain('a').stuck)).toBe(0);
  });

  test('a server whose replicas were rebuilt long ago gives none of them quorum', () => {
    const p = new Pool(6).lose('a').rebuild().lose('ef');
    expect(p.stuck).toEqual([3, 10]);
    expect(p.regain('a').stuck).toEqual([3, 10]);
    expect(p.rebuild().stuck).toEqual([3, 10]);
    expect(ratio(p.regain('e').stuck)).toBe(0);
  });

  test('nor does its return hide a fresh loss, or its loss anew cost one of them its last replica', () => {
    // What was rebuilt stands on five servers, and nothing of it on the sixth yet.
    expect(new Pool(6).lose('a').rebuild().lose('e').regain('a').lose('f').stuck).toEqual([3, 10]);
    // Once it is, too, the two are on 4 of 20 triples.
    expect(new Pool(6).lose('a').rebuild().regain('a').rebuild().lose('ef').stuck).toEqual([4, 20]);
    const p = new Pool(6).lose('a').rebuild().lose('ef').regain('a').rebuild();
    expect(ratio(p.lose('a').dead)).toBe(0);
    expect(p.stuck).toEqual([3, 10]);
  });

  test('groups that get stuck later, on other servers, are judged together with the first', () => {
    const p = new Pool(8).lose('a').rebuild().lose('b').rebuild().lose('cd').rebuild();
    expect(p.stuck).toEqual([4, 20]);
    p.regain('ab').rebuild().lose('ab');
    expect(ratio(p.stuck)).toBeGreaterThanOrEqual(4 / 20);
    p.regain('abcd');
    expect(ratio(p.stuck)).toBe(0);
  });

  test('D252: the next server too early: of the one that has just returned nothing is built yet', () => {
    // Both are on 4 of the 20 triples; the one that returned does not count until it is built.
    const p = new Pool(6).lose('a').regain('a').lose('b');
    expect(p.stuck).toEqual([4, 20]);
    expect(p.rebuild().stuck).toEqual([4, 20]);
    expect(ratio(p.regain('b').stuck)).toBe(0);
    expect(ratio(new Pool(6).lose('a').regain('a').rebuild().lose('b').stuck)).toBe(0);
  });

  test('M15: a third loss takes the last replica of some of them', () => {
    expect(ratio(new Pool(6).lose('ab').dead)).toBe(0);
    expect(new Pool(6).lose('abc').dead).toEqual([1, 20]);
    expect(new Pool(6).lose('ab').rebuild().lose('c').dead).toEqual([1, 20]);
  });

  test('M15: a machine that boots while the services do not run has nothing in its memory', () => {
    const p = new Pool(5).lose('abc').rejoin('a');
    expect(p.dead).toEqual([1, 10]);
    p.lose('d');
    expect(p.dead).toEqual([4, 10]);
    expect(allDead(p.g)).toBe(false);
    p.rejoin('bcd').lose('e');
    expect(allDead(p.g)).toBe(true);
  });

  test('a start or a recovery lays the groups out anew', () => {
    const { g } = new Pool(6).lose('ab').rebuild();
    laidOut(g, mask('cdef'));
    expect(g).toMatchObject({ base: mask('cdef'), stuckBase: 0, empty: 0 });
  });

  test('whatever happens: what runs is laid out, no dead group that is not stuck, all back = nothing stuck', () => {
    const events = fc.array(
      fc.record({
        what: fc.constantFrom('lost', 'returned', 'rebuilt', 'laidOut'),
        who: fc.integer({ min: 0, max: 15 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), events, (servers, sequence) => {
        const p = new Pool(servers);
        const { g } = p;
        for (const { what, who } of sequence) {
          const name = String.fromCharCode(97 + (who % servers));
          const runs = (g.running & mask(name)) !== 0;
          if (what === 'lost' && runs) p.lose(name);
          else if (what === 'returned' && !runs) p.regain(name);
          else if (what === 'rebuilt') p.rebuild();
          else if (what === 'laidOut') laidOut(g, g.running);
          expect(g.running & ~(g.base | g.building)).toBe(0);
          expect(g.building & ~g.running).toBe(0);
          expect((g.base | g.stuckBase) >> servers).toBe(0);
          expect(ratio(p.dead)).toBeLessThanOrEqual(ratio(p.stuck));
          expect(ratio(p.stuck)).toBeLessThanOrEqual(1);
        }
        p.regain('abcdefghijklmnop'.slice(0, servers));
        expect(ratio(p.stuck)).toBe(0);
        p.rebuild();
        expect(g).toMatchObject({ base: 2 ** servers - 1, stuckBase: 0, empty: 0, building: 0 });
      }),
      { seed: 20130901, numRuns: 500 },
    );
  });
});

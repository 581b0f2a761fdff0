import { describe, expect, test } from 'vitest';
import { hasQuorum, quorumRule, serversToStart } from '../../../../src/domain/components/front-end-pool/quorum.js';
import { PRODUCTS, type Product } from '../../../../src/domain/deployment.js';

/** D12 as the documents have it: servers → how many must run, among the first how many. */
const D12: readonly (readonly [servers: number, needed: number, among: number])[] = [
  [1, 1, 1],
  [2, 1, 2],
  [3, 2, 3],
  [4, 2, 4],
  [5, 3, 5],
  [6, 3, 6],
  [7, 4, 7],
  [8, 4, 7],
  [9, 4, 7],
  [10, 5, 9],
  [11, 5, 9],
  [12, 5, 9],
];

/** From 2019 on, pools of 12 to 16. */
const D12_2019: typeof D12 = [...D12.slice(0, 11), [12, 7, 12], [13, 7, 12], [14, 7, 12], [15, 7, 12], [16, 7, 12]];

const BY_PRODUCT: Readonly<Record<Product, typeof D12>> = {
  lync2013: D12,
  sfb2015: D12,
  sfb2019: D12_2019,
  sfbse: D12_2019,
};

const rows = PRODUCTS.flatMap((product) => BY_PRODUCT[product].map((row) => [product, ...row] as const));

describe('D12: pool-level quorum', () => {
  test.each(rows)('%s, %i servers: any %i of the first %i', (product, servers, needed, among) => {
    const rule = quorumRule(servers, product);
    expect([rule.needed, rule.among]).toEqual([needed, among]);
    for (let running = 0; running <= among; running++) {
      expect(hasQuorum(rule, running, true)).toBe(running >= needed);
    }
  });

  test.each(rows)(
    '%s, %i servers: the primary SQL Server is a voter where the servers that count are 2, 4 or 6',
    (product, servers) => {
      const rule = quorumRule(servers, product);
      expect(rule.sqlVotes).toBe(rule.among % 2 === 0 && rule.among < 8);
      // What D12 counts is the smallest majority of all voters, the SQL Server among them where it votes.
      const voters = rule.among + (rule.sqlVotes ? 1 : 0);
      expect(rule.needed + (rule.sqlVotes ? 1 : 0)).toBe(Math.floor(voters / 2) + 1);
    },
  );

  test.each([
    [3, 2],
    [4, 3],
    [5, 3],
    [6, 4],
    [7, 4],
    [8, 4],
    [10, 5],
  ])('without the vote of its primary SQL Server a pool of %i needs %i', (servers, needed) => {
    const rule = quorumRule(servers, 'lync2013');
    expect(hasQuorum(rule, needed, false)).toBe(true);
    expect(hasQuorum(rule, needed - 1, false)).toBe(false);
  });

  test.each([
    [3, 2],
    [5, 3],
    [7, 4],
    [8, 4],
    [10, 5],
    [12, 5],
  ])(
    'sqlVotesInEveryPool2013: in a pool of %i it votes, and without it one more than %i is needed',
    (servers, needed) => {
      const rule = quorumRule(servers, 'lync2013', true);
      expect([hasQuorum(rule, needed, true), hasQuorum(rule, needed, false)]).toEqual([true, false]);
      expect(hasQuorum(rule, needed - 1, true)).toBe(false);
      expect(quorumRule(servers, 'sfb2015', true)).toEqual(quorumRule(servers, 'sfb2015'));
    },
  );

  test('of two servers and the SQL Server two must be there; both servers alone go down later, by D14', () => {
    expect(hasQuorum(quorumRule(2, 'lync2013'), 1, true)).toBe(true);
    expect(hasQuorum(quorumRule(2, 'lync2013'), 2, false)).toBe(true);
    expect(hasQuorum(quorumRule(2, 'lync2013'), 1, false)).toBe(false);
  });

  test('a server more never costs quorum', () => {
    for (const product of PRODUCTS) {
      for (let servers = 1; servers <= 16; servers++) {
        const rule = quorumRule(servers, product);
        expect(rule.needed).toBeLessThanOrEqual(rule.among);
        expect(rule.among).toBeLessThanOrEqual(servers);
        for (const served of [true, false]) {
          for (let n = 1; n <= rule.among; n++) {
            if (hasQuorum(rule, n - 1, served)) expect(hasQuorum(rule, n, served)).toBe(true);
          }
          // All servers up is quorum, whatever becomes of the SQL Server.
          expect(hasQuorum(rule, rule.among, served)).toBe(true);
        }
      }
    }
  });
});

describe('D13: servers that a start wants', () => {
  test.each([
    [1, 1],
    [2, 1],
    [3, 3],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 5],
    [8, 6],
    [9, 7],
    [10, 8],
    [11, 9],
    [12, 10],
    [16, 12],
  ])('%i → %i', (servers, needed) => {
    expect(serversToStart(servers)).toBe(needed);
  });

  test('a larger pool never wants fewer, and never more than it has', () => {
    for (let servers = 1; servers <= 16; servers++) {
      expect(serversToStart(servers)).toBeGreaterThanOrEqual(serversToStart(servers - 1));
      expect(serversToStart(servers)).toBeLessThanOrEqual(servers);
    }
  });

  test('enough to start is enough for quorum', () => {
    for (const product of PRODUCTS) {
      for (const [servers] of BY_PRODUCT[product]) {
        const rule = quorumRule(servers, product);
        // The worst case: those that are missing are all among the first.
        const runningFirst = rule.among - (servers - serversToStart(servers));
        expect(hasQuorum(rule, runningFirst, true)).toBe(true);
      }
    }
  });
});

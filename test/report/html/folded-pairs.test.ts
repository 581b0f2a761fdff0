import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../../src/domain/result.js';
import { pairsOf, pairsOpenedFirst, poolsAsDrawn, worstServiceOf } from '../../../src/report/html/folded-pairs.js';
import { nightOf, nightOpened } from '../../../src/report/html/night-model.js';
import { resultOfSim, twentyPairs } from './pages.js';

const many = await twentyPairs();

describe('the pairs of a large deployment', () => {
  test('each pool is in one of them, and a small deployment folds nothing', async () => {
    const pairs = pairsOf(many);
    expect(pairs.length).toBe(20);
    expect(pairs[3]).toEqual({ name: 'pool3a, pool3b', pools: ['pool3a.contoso.com', 'pool3b.contoso.com'] });
    expect(pairs.flatMap(({ pools }) => pools).toSorted()).toEqual(many.users.map(({ pool }) => pool).toSorted());
    const small = await resultOfSim('14-three-sites');
    expect(pairsOf(small)).toEqual([]);
    expect(poolsAsDrawn(small, new Set()).opened.length).toBe(4);
  });

  test('those with a failover, a fault of their own or a violation are opened at first', () => {
    // The site that is lost is no fault of one pair.
    expect([...pairsOpenedFirst(many)]).toEqual(['pool0a, pool0b']);
    const also: RunResult = {
      ...many,
      faults: [
        ...many.faults,
        { atMs: 0, verb: 'crash', target: { kind: 'server', server: 'mirror5b.contoso.com' }, destroy: false },
      ],
      violations: [
        { invariant: 'I1', atMs: 0, message: 'pool7a.contoso.com lost changes', rules: [], declared: false },
      ],
    };
    expect([...pairsOpenedFirst(also)]).toEqual(['pool0a, pool0b', 'pool5a, pool5b', 'pool7a, pool7b']);
  });

  test('every pool is opened, in a lane of its pair, or named', () => {
    for (const opened of [new Set<string>(), pairsOpenedFirst(many), new Set(pairsOf(many).map(({ name }) => name))]) {
      const drawn = poolsAsDrawn(many, opened);
      const all = [...drawn.opened, ...[...drawn.folded, ...drawn.quiet].flatMap(({ pools }) => pools)];
      expect(all.toSorted()).toEqual(many.users.map(({ pool }) => pool).toSorted());
      const titles = nightOpened(many, opened).groups.map(({ title }) => title ?? '');
      expect(titles.filter((title) => title.startsWith('pool')).length).toBe(drawn.opened.length);
    }
  });

  test('a folded lane has what the worst served of both pools had, at every change of either', () => {
    const order = ['regularHome', 'regularPartner', 'readOnlyHome', 'resiliencyPartner', 'resiliencyHome', 'signedOut'];
    const lanes = nightOf(many).groups.find(({ title }) => title?.startsWith('Other pairs'))!.lanes;
    expect(lanes.length).toBe(19);
    for (const { name, bands } of lanes) {
      const pools = name.split(', ');
      const users = many.users.filter(({ pool }) => pools.includes(pool.split('.')[0]));
      expect(users.length).toBe(2);
      expect([bands[0].fromMs, bands.at(-1)!.toMs]).toEqual([0, many.endedAtMs]);
      const moments = users.flatMap(({ intervals }) => intervals.map(({ fromMs }) => fromMs));
      expect(moments.length).toBeGreaterThan(2);
      for (const atMs of moments) {
        const now = users.map(({ intervals }) => intervals.findLast(({ fromMs }) => fromMs <= atMs)!);
        const state = order[Math.max(...now.map((each) => order.indexOf(each.state)))];
        const band = bands.findLast(({ fromMs }) => fromMs <= atMs)!;
        expect(band.look, `${name} at ${atMs}`).toBe(state);
        const affected = now.filter((each) => each.state === state).reduce((sum, each) => sum + each.affected, 0);
        if (state !== 'regularHome') expect(band.text).toContain(affected.toLocaleString('en-US'));
      }
    }
  });

  test('the worst of nobody is nothing', () => {
    expect(worstServiceOf([], 100)).toEqual([]);
  });
});

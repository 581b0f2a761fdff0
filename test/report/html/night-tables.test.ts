import { describe, expect, test } from 'vitest';
import { clock, count } from '../../../src/core/format.js';
import { atRiskAt } from '../../../src/report/html/moment.js';
import { bandsInWords, nightOf } from '../../../src/report/html/night-model.js';
import { stateCounts } from '../../../src/report/html/night-tables.js';
import { documentOf, resultOfSim, textOf } from './pages.js';

describe('the night as tables', () => {
  test('every picture that has words only for who hears it takes them from a row of its table', async () => {
    const result = await resultOfSim('03-site-loss');
    const html = documentOf(result);
    const lanes = nightOf(result).groups.flatMap((group) => group.lanes);
    const rows = [...html.matchAll(/<tr id="(lane-\d+)">(.*?)<\/tr>/g)].map(([, id, row]) => [id, textOf(row).trim()]);
    expect(rows).toEqual(
      lanes.map((lane, i) => [`lane-${i + 1}`, `${lane.name} ${bandsInWords(lane)}`.replace(/\s+/g, ' ')]),
    );
    // Both pictures of the night, the wide and the narrow one.
    const named = [...html.matchAll(/aria-labelledby="(lane-\d+)"/g)].map(([, id]) => id);
    expect(named).toEqual([...rows, ...rows].map(([id]) => id));
  });

  test('all users are in some state at every change, and as many of each as their pools say', async () => {
    for (const sim of ['03-site-loss', '14-three-sites', '09-fabric-quorum']) {
      const result = await resultOfSim(sim);
      const all = result.users.reduce((sum, users) => sum + users.count, 0);
      const { states, rows } = stateCounts(result);
      for (const { of } of rows) expect(of.reduce((a, b) => a + b, 0)).toBe(all);
      for (const [s, state] of states.entries()) {
        for (const { fromMs, of } of rows) {
          const parts = result.users.map(({ intervals }) => intervals.findLast((each) => each.fromMs <= fromMs)!.parts);
          expect(of[s]).toBe(parts.reduce((sum, each) => sum + (each?.[state] ?? 0), 0));
        }
      }
    }
  });

  test('changes at risk are told at each fault, failover and return to service', async () => {
    const result = await resultOfSim('03-site-loss');
    const html = documentOf(result);
    const [{ failoverStartedAtMs, servedAtMs }] = result.recovery;
    const rows = [...html.matchAll(/<table class="at-risk-table">.*?<\/table>/g)].flatMap(([found]) => [
      ...found.matchAll(/<tr>(.*?)<\/tr>/g),
    ]);
    const told = new Map(
      rows.map(([, row]) => {
        const [time, ...changes] = [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, text]) => text);
        return [time, changes];
      }),
    );
    for (const atMs of [31 * 60_000, 240 * 60_000, failoverStartedAtMs, servedAtMs!, result.endedAtMs])
      expect(told.get(clock(atMs))).toEqual(atRiskAt(result, atMs).map(({ changes }) => count(changes)));
  });
});

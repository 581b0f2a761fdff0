import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import type { Pool } from '../../../src/domain/deployment.js';
import type { RunResult } from '../../../src/domain/result.js';
import { deploymentAt, pairsInRows } from '../../../src/report/html/deployment-picture.js';
import { changesAtRisk } from '../../../src/report/html/moment.js';
import { roundedCount } from '../../../src/report/html/shown.js';
import { resultOfSim } from './pages.js';

const pool = (fqdn: string, backupPool: string | null): Pool => ({ fqdn, backupPool }) as Pool;

const named = (columns: readonly (readonly Pool[])[]): string[] =>
  pairsInRows(columns).map((row) => row.map((each) => each?.fqdn ?? '-').join(' '));

describe('rows of a deployment', () => {
  test('a pair shares a row, across a column that has no pool there', () => {
    const columns = [[pool('a', 'b'), pool('c', 'd')], [pool('b', 'a')], [pool('d', 'c')]];
    expect(named(columns)).toEqual(['a b -', 'c - d']);
  });

  test('pairs that would cross take two rows', () => {
    expect(
      named([
        [pool('a', 'd'), pool('b', 'c')],
        [pool('c', 'b'), pool('d', 'a')],
      ]),
    ).toEqual(['a d', 'b c']);
  });

  test('a pool alone, or paired in its own column, fills what is left', () => {
    const columns = [[pool('a', 'b'), pool('b', 'a')], [pool('c', null)], [pool('d', 'e')]];
    expect(named(columns)).toEqual(['a c d', 'b - -']);
    expect(named([])).toEqual([]);
  });
});

/** The arrows of a picture: where they lead, how they look and what they say. */
const arrowsAt = (result: RunResult, atMs: number) =>
  [...renderToString(deploymentAt(result, atMs)).matchAll(/<p class="wire([^"]*)">([^<]*)<\/p>/g)].map(
    ([, look, words]) => ({ look: look.trim().split(' '), words }),
  );

describe('the arrows', () => {
  test('are thick to the partner as long as it serves the users, and say what is at risk in each direction', async () => {
    const result = await resultOfSim('03-site-loss');
    const [lost] = result.users;
    const seen = { served: 0, stuck: 0 };
    for (let atMs = 0; atMs <= result.endedAtMs; atMs += 307_001) {
      const arrows = arrowsAt(result, atMs);
      const served = arrows.filter(({ look }) => look.includes('served'));
      const state = lost.intervals.findLast(({ fromMs }) => fromMs <= atMs)!.state;
      expect(
        served.map(({ look }) => look),
        `at ${atMs}`,
      ).toEqual(state === 'regularPartner' || state === 'resiliencyPartner' ? [['to', 'served', state]] : []);
      const copied = arrows.filter(({ look }) => !look.includes('served'));
      expect(copied.map(({ look }) => look[0])).toEqual(['to', 'from']);
      result.users.forEach(({ pool: of }, i) => {
        expect(copied[i].words).toBe(roundedCount(changesAtRisk(result, of, atMs)!));
        const exports = result.components.filter(({ kind, subject }) => kind === 'backupService' && subject === of);
        const isStuck = exports.some(
          ({ intervals }) => intervals.findLast(({ fromMs }) => fromMs <= atMs)?.state === 'ErrorState',
        );
        expect(copied[i].look.includes('stuck'), `${of} at ${atMs}`).toBe(isStuck);
        if (isStuck) seen.stuck++;
      });
      seen.served += served.length;
    }
    expect(Object.values(seen).every((n) => n > 5)).toBe(true);
  });

  test('run through a site between the two of a pair in pieces, with one head a direction', async () => {
    const result = await resultOfSim('14-three-sites');
    const arrows = arrowsAt(result, 0);
    // pool1 and pool2 stand beside each other: two; pool3 and pool4 have a site between them: three pieces each way.
    expect(arrows.length).toBe(2 + 6);
    expect(arrows.filter(({ look }) => look.includes('to')).length).toBe(2);
    expect(arrows.filter(({ look }) => look.includes('from')).length).toBe(2);
    expect(arrows.filter(({ words }) => words !== '').length).toBe(4);
  });

  test('a link that is cut is so in words and as a line', async () => {
    const result = await resultOfSim('07-wan-cut-site-loss');
    const cutMs = result.faults.find(({ verb }) => verb === 'cut')!.atMs;
    const [before, then] = [cutMs - 1, cutMs].map((atMs) => renderToString(deploymentAt(result, atMs)));
    expect([before, then].map((html) => /class="wan( gone)?"/.exec(html)![1])).toEqual([undefined, ' gone']);
    expect(then).toContain('✕ WAN Datacenter1 – Datacenter2 cut');
    expect(before).not.toContain('✕ WAN');
  });
});

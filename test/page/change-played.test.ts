import { describe, expect, test } from 'vitest';
import { catalogOf, offersAt, spreadPart } from '../../src/page/change-played.js';
import { drillAgain } from '../../src/page/drill-again.js';
import { atShare } from '../../src/page/seeds-spread.js';
import { embeddedDrill } from '../../src/report/html/embedded-drill.js';
import { playSeeds } from '../../src/run/seeds.js';
import { resultOfSim } from '../report/html/pages.js';

const drill = drillAgain(embeddedDrill(await resultOfSim('03-site-loss')));

describe('the spread over seeds', () => {
  test('is that of a run with as many seeds', () => {
    const parts = [spreadPart(drill, 0, 80, 50), spreadPart(drill, 50, 80, 50)];
    expect(parts.map(({ lost }) => lost.length)).toEqual([50, 30]);
    const played = playSeeds(drill, { count: 80, commandFor: String });
    if (!('result' in played)) throw new Error(played.message);
    const spread = played.result.seeds!.spread.find(({ what }) => what === 'rto');
    const rto = parts.flatMap(({ rtoMs }) => rtoMs);
    expect([0.5, 0.95].map((share) => atShare(rto, share))).toEqual([
      (spread as { p50Ms: number }).p50Ms,
      (spread as { p95Ms: number }).p95Ms,
    ]);
  });

  test('has never behind every number', () => {
    expect([0, 0.5, 1].map((share) => atShare([3, null, 1], share))).toEqual([1, 3, null]);
  });
});

describe('what can be typed', () => {
  const at = (index: number) => offersAt(drill, index).map(({ text }) => text);

  test('is that of the state in which the step is taken', () => {
    const failOver = 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode';
    // With the pool up nobody is offered the disaster form (D45); the site is lost during the first step.
    expect(at(0).filter((text) => text.startsWith(failOver))).toEqual([]);
    expect(at(6).filter((text) => text.startsWith(failOver)).length).toBeGreaterThan(0);
    expect(at(99)).toContain('wait 3m');
  });

  test('each of it once, and none of it is a fault', () => {
    const offers = offersAt(drill, 6);
    expect(new Set(offers.map(({ text }) => text)).size).toBe(offers.length);
    expect(offers.map(({ work }) => work.kind)).not.toContain('fault');
  });
});

test('what can break and be set is that of the deployment', () => {
  const { targets, facts } = catalogOf(drill);
  expect(targets).toContainEqual({ kind: 'site', site: 'Datacenter1' });
  const settable = facts.map(({ name }) => name);
  expect(settable).toContain('backupExportSeconds');
  expect(facts.every(({ limits, choices }) => limits !== null || choices !== null)).toBe(true);
});

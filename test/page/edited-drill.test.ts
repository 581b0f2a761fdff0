import { describe, expect, test } from 'vitest';
import { drillAgain } from '../../src/page/drill-again.js';
import {
  assumptionSet,
  changesInWords,
  faultAdded,
  faultMoved,
  faultRemoved,
  plainDrill,
  stepAdded,
  stepMoved,
  stepSkipped,
  syncIntervalSet,
  unchanged,
  witnessPlaced,
} from '../../src/page/edited-drill.js';
import { embeddedDrill } from '../../src/report/html/embedded-drill.js';
import { runDrill } from '../../src/run/run-drill.js';
import { resultOfSim } from '../report/html/pages.js';

const MINUTE_MS = 60_000;
const embedded = embeddedDrill(await resultOfSim('03-site-loss'));
const original = unchanged(embedded);
const played = (edited: typeof original) => runDrill(drillAgain(plainDrill(embedded, edited))).result;

describe('a change gives another drill', () => {
  test('none gives the same', () => {
    expect(plainDrill(embedded, original).input).toEqual(embedded.input);
    expect(changesInWords(original, original)).toEqual([]);
  });

  test('a fault at another time', () => {
    const later = faultMoved(original, 0, 40 * MINUTE_MS);
    expect(played(later).recovery[0].outageAtMs).toBe(40 * MINUTE_MS);
    expect(original.faults[0].atMs).toBe(31 * MINUTE_MS);
    expect(changesInWords(original, later)).toEqual(['faults']);
    expect(played(faultRemoved(later, 0)).faults.map(({ verb }) => verb)).toEqual(['repair']);
  });

  test('one more fault', () => {
    const more = faultAdded(original, { kind: 'server', server: 'sql2a.contoso.com' }, true, 10 * MINUTE_MS);
    expect(played(more).faults[0]).toMatchObject({ atMs: 10 * MINUTE_MS, verb: 'crash' });
  });

  test('without the failover of the Central Management Store that of the pool is refused (D41)', () => {
    const skipped = stepSkipped(original, 1, true);
    const failover = played(skipped).steps.find(({ command }) => command.startsWith('Invoke-CsPoolFailOver'));
    expect(failover).toMatchObject({ outcome: 'refused', rule: 'D41' });
    expect(played(stepSkipped(skipped, 1, false)).steps).toEqual(played(original).steps);
    expect(changesInWords(original, skipped)).toEqual(['1 of the steps skipped']);
  });

  test('steps in another order, and at their ends nowhere else', () => {
    const moved = stepMoved(original, 1, 1);
    expect(moved.steps[2].step).toBe(original.steps[1].step);
    expect([stepMoved(original, 0, -1), stepMoved(original, original.steps.length - 1, 1)]).toEqual([
      original,
      original,
    ]);
    expect(changesInWords(original, moved)).toEqual(['their order']);
  });

  test('a step more', () => {
    const added = stepAdded(original, 0, {
      text: 'wait 3m',
      work: { kind: 'wait', durationMs: 3 * MINUTE_MS },
      hazard: null,
    });
    expect(played(added).steps[1].startedAtMs).toBe(3 * MINUTE_MS);
    expect(plainDrill(embedded, added).places).toHaveLength(embedded.places.length + 1);
  });

  test('numbers', () => {
    const slower = assumptionSet(original, 'syncPhaseSeconds', 30);
    const drill = drillAgain(plainDrill(embedded, slower));
    expect([drill.assumptions.syncPhaseSeconds, drill.deployment.assumptions.syncPhaseSeconds]).toEqual([30, 30]);
    const rarer = syncIntervalSet(original, 7 * MINUTE_MS);
    // Lost at 00:31: the run before began at 00:30 every 2 minutes, at 00:28 every 7 (D32).
    expect(played(rarer).loss.lost).toBeGreaterThan(played(original).loss.lost);
    expect(changesInWords(original, rarer)).toEqual(['deployment']);
  });

  test('the witness of a pool', () => {
    const pool = (edited: typeof original) => edited.deployment.pools[0];
    const { fqdn, backEnd } = pool(original);
    expect(pool(witnessPlaced(original, fqdn, null)).backEnd).toMatchObject({ witness: null, witnessSite: null });
    const there = witnessPlaced(original, fqdn, 'Datacenter2');
    expect(pool(there).backEnd).toEqual({ ...backEnd, witnessSite: 'Datacenter2' });
    expect(pool(witnessPlaced(there, fqdn, 'Datacenter1')).backEnd).toEqual(backEnd);
  });
});

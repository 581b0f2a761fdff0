import { afterAll, expect, test } from 'vitest';
import { waitingContent } from '../../src/domain/components/backup-service/backlog.js';
import { USER_DATA } from '../../src/domain/state/modules.js';
import type { RandomDrill } from '../../src/run/random-drill.js';
import { CheckedModel } from '../support/checked-model.js';
import { forAllRuns, type RunCase, runsOf, SEED, TIME_MS } from '../support/random-runs.js';
import { Statistics } from '../support/statistics.js';
import { carries } from '../support/topologies.js';

const safe = new Statistics();
const hazardous = new Statistics();

afterAll(() => {
  console.log(`without hazards, seed ${SEED}:\n${safe}\n\nwith hazards, seed ${SEED}:\n${hazardous}`);
});

const checked = (c: RunCase) => new CheckedModel(c.topology.deployment, c.load);

/** What holds of every result, whatever happened. */
function sound({ result }: RandomDrill): void {
  let last = 0;
  for (const s of result.steps) {
    expect(s.startedAtMs).toBeGreaterThanOrEqual(last);
    expect(s.endedAtMs).toBeGreaterThanOrEqual(s.startedAtMs);
    last = s.endedAtMs;
    if (s.outcome === 'refused' || s.outcome === 'failed') expect(s.message).toBeTruthy();
  }
  for (const u of result.users) {
    let at = 0;
    for (const i of u.intervals) {
      expect(i.fromMs).toBe(at);
      at = i.toMs;
      expect(i.affected).toBeLessThanOrEqual(u.count);
    }
    expect(at).toBe(result.endedAtMs);
  }
  for (const r of result.recovery) {
    if (r.rtoMs !== null) expect(r.rtoMs).toBeGreaterThan(0);
    if (r.rpoMs !== null) expect(r.rpoMs).toBeGreaterThanOrEqual(0);
  }
  for (const { points } of result.replication) {
    expect(points.filter((p) => !(p.atRisk >= 0))).toEqual([]);
  }
}

test(
  'no hazards: no invariant breaks, nothing planned loses anything, and all returns after repairs',
  () => {
    const runs = runsOf(30, 50);
    forAllRuns('no hazards', { runs, draw: (c) => ({ recover: true, model: checked(c) }) }, (run, c) => {
      safe.count(run);
      sound(run);
      const able = carries(c.topology.deployment, c.load);
      const broken = run.result.violations.find((v) => v.invariant !== 'I10' || able);
      if (broken !== undefined) throw new Error(`${broken.invariant} at ${broken.atMs} ms: ${broken.message}`);
      for (const r of run.result.recovery) {
        if (r.mode === 'planned' && r.rpoMs !== null) expect(r.rpoMs, 'rpoMs of a planned failover').toBe(0);
      }
      if (able) returned(run);
    });
    const { of, all } = { of: (s: string) => safe.of(s), all: (s: string) => safe.all(s) };
    expect(of('runs')).toBeGreaterThanOrEqual(runs);
    expect(of('Invoke-CsPoolFailOver ok')).toBeGreaterThan(runs / 20);
    expect(of('Invoke-CsPoolFailOver -DisasterMode ok')).toBeGreaterThan(runs / 20);
    expect(of('Invoke-CsPoolFailBack ok')).toBeGreaterThan(runs / 20);
    expect(of('Invoke-CsManagementServerFailover ok')).toBeGreaterThan(runs / 20);
    expect(of('Invoke-CsManagementServerFailover forced ok')).toBeGreaterThan(0);
    expect(of('Invoke-CsDatabaseFailover ok')).toBeGreaterThan(runs / 20);
    for (const rule of ['D40', 'D41', 'D42', 'D50']) expect(of(`refused by ${rule}`), rule).toBeGreaterThan(0);
    for (const kind of ['site', 'pool', 'server', 'fileStore', 'service']) {
      expect(of(`fault crash ${kind}`), kind).toBeGreaterThan(runs / 20);
    }
    expect(all('fault cut')).toBeGreaterThan(runs / 20);
    expect(of('runs with a loss bounded by I2')).toBeGreaterThan(0);
  },
  TIME_MS,
);

/** I10, looked at here: after the last repair and the documented procedure everything has returned. */
function returned({ model }: RandomDrill): void {
  const world = model.world;
  for (const p of world.layout.pools) {
    expect(world.stateName('failover', p.index), `failover of ${p.pool.fqdn}`).toBe('normal');
    expect(world.stateName('users', p.index), `users of ${p.pool.fqdn}`).toBe('regularHome');
    for (const db of p.databases) expect(world.served(p.index, db), `a database of ${p.pool.fqdn}`).toBe(true);
    expect(world.log(p.index, USER_DATA)?.side, 'the side that serves').toBe(0);
    // Not its finding: a sync of the wrong pool on the way is a mistake of the administrator, and stays one.
    expect(waitingContent(world, p.index), `conference content of ${p.pool.fqdn} not at home (D54)`).toBe(0);
  }
  expect(world.layout.cmsHome < 0 || world.cmsFunctional(), 'Central Management').toBe(true);
}

test(
  'hazards offered: only I1, I3 over a cut link and I16 break, each time for a hazard that was taken',
  () => {
    const runs = runsOf(36, 60);
    forAllRuns('hazards', { runs, draw: (c) => ({ hazards: true, recover: true, model: checked(c) }) }, (run, c) => {
      hazardous.count(run);
      sound(run);
      const taken: ReadonlySet<string | null> = new Set(run.offered.map((o) => o.hazard));
      for (const v of run.result.violations) {
        // A repair gives no disks back: a database whose only copy is destroyed is restored by hand.
        if (v.invariant === 'I10' && (taken.has('M15') || !carries(c.topology.deployment, c.load))) continue;
        // D45: over a cut link two pools serve the same users.
        if (v.invariant === 'I3' && taken.has('D45')) continue;
        // D252: a server was stopped that the others could not spare.
        if (v.invariant === 'I16' && taken.has('D252')) continue;
        if (v.invariant !== 'I1') throw new Error(`${v.invariant} at ${v.atMs} ms: ${v.message}`);
        const cause = /\((D\d+|M15)\)$/.exec(v.message)?.[1] ?? '';
        if (!taken.has(cause)) throw new Error(`I1 at ${v.atMs} ms without a hazard: ${v.message}`);
      }
    });
    expect(hazardous.of('runs that broke I1')).toBeGreaterThan(runs / 20);
    for (const rule of ['D44', 'D45', 'D53', 'D11', 'M15']) {
      expect(hazardous.of(`hazard ${rule}`), rule).toBeGreaterThan(0);
    }
  },
  TIME_MS,
);

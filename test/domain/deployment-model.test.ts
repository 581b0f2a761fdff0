import { expect, test } from 'vitest';
import { step } from '../../src/core/model.js';
import { decodeTrace, encodeTrace, replayTrace } from '../../src/core/trace.js';
import { type Action, DeploymentModel } from '../../src/domain/deployment-model.js';
import type { FaultTarget } from '../../src/domain/drill.js';
import type { Observation } from '../../src/domain/observation.js';
import type { WorldState } from '../../src/domain/state/world-state.js';
import { drillOf, MIN, run } from '../support/drills.js';

const SITE_LOSS = {
  faults: [
    { at: '31m', crash: { server: 'sql1a' } },
    { at: '40m', crash: { server: 'fe1a' } },
    { at: '42m', crash: { server: 'fe1b' } },
    { at: '1h', crash: { site: 'Datacenter1' } },
    { at: '3h', repair: { site: 'Datacenter1' } },
  ],
  steps: [
    { wait: '70m' },
    { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' },
    { at: '4h', run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
    { run: 'Invoke-CsBackupServiceSync -PoolFqdn pool2 -BackupModule DataConf' },
    { wait: '10m' },
  ],
};

/** All of a state as plain data. */
const dataOf = (s: WorldState): unknown => structuredClone({ ...s, logs: s.logs.map((log) => ({ ...log })) });

const silent = { start: () => {}, startPeriodic: () => {}, cancel: () => {}, observe: () => {} };

test('a pure step leaves the state as it was, and gives what applying in place gives', async () => {
  const { trace, model: recorded } = await run(SITE_LOSS, { record: true });
  const drill = await drillOf(SITE_LOSS);
  const pure = new DeploymentModel(drill.deployment, drill.load);
  let state = pure.initial(silent);
  const inPlace = recorded.initial(silent);
  expect(trace.length).toBeGreaterThan(500);
  trace.forEach(({ atMs, action }, i) => {
    const look = i % 20 === 0 || action.type !== 'finish';
    const before = look ? dataOf(state) : null;
    const stepped = step(pure, state, action, atMs);
    if (look) expect(dataOf(state)).toEqual(before);
    expect(stepped.state).not.toBe(state);
    state = stepped.state;
    recorded.advance(inPlace, atMs);
    recorded.apply(inPlace, action, silent);
    if (look) expect(dataOf(state)).toEqual(dataOf(inPlace));
  });
  expect(dataOf(state)).toEqual(dataOf(inPlace));
});

test('a clone shares nothing that changes', async () => {
  const { model, state } = await run(SITE_LOSS);
  const before = dataOf(state);
  const copy = model.clone(state);
  expect(dataOf(copy)).toEqual(before);
  const crash: Action = {
    type: 'fault',
    fault: { verb: 'crash', target: { kind: 'site', site: 'Datacenter2' }, destroy: true },
  };
  model.advance(copy, state.nowMs + MIN);
  model.apply(copy, crash, silent);
  expect(dataOf(copy)).not.toEqual(before);
  expect(dataOf(state)).toEqual(before);
});

test('a step tells what it observed, started and cancelled', async () => {
  const drill = await drillOf({ steps: [{ run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }] });
  const model = new DeploymentModel(drill.deployment, drill.load);
  const [first] = drill.steps;
  if (first.work.kind !== 'run') throw new Error('a command was expected');
  const begun = step(model, model.initial(silent), { type: 'command', command: first.work.command }, MIN);
  expect(begun.observed.map((o) => o.kind)).toContain('failoverStarted');
  expect(begun.started.map(({ slot }) => model.slotName(slot))).toEqual(['command']);
  expect(model.busy(begun.state)).toBe(true);
  const lost = step(
    model,
    begun.state,
    { type: 'fault', fault: { verb: 'crash', target: { kind: 'pool', pool: 'pool1' }, destroy: false } },
    2 * MIN,
  );
  expect(lost.cancelled.map((slot) => model.slotName(slot))).toContain('command');
  expect(model.busy(lost.state)).toBe(false);
  expect(model.busy(begun.state)).toBe(true);
});

test('without a time, virtual time stands still', async () => {
  const drill = await drillOf({});
  const model = new DeploymentModel(drill.deployment, drill.load);
  const { state } = step(model, model.initial(silent), model.finished(model.world.work.cycle.at()));
  expect(state.nowMs).toBe(0);
});

test('what is enabled: pending work, then of the candidates those that are possible now, in their order', async () => {
  const drill = await drillOf({ steps: [{ run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }] });
  const model = new DeploymentModel(drill.deployment, drill.load);
  const state = model.initial(silent);
  const [first] = drill.steps;
  if (first.work.kind !== 'run') throw new Error('a command was expected');
  const failOver: Action = { type: 'command', command: first.work.command };
  const fault = (verb: 'crash' | 'repair' | 'cut' | 'mend', target: FaultTarget, destroy = false): Action => ({
    type: 'fault',
    fault: { verb, target, destroy },
  });
  const server: FaultTarget = { kind: 'server', server: 'fe1a' };
  const site: FaultTarget = { kind: 'site', site: 'Datacenter1' };
  const link: FaultTarget = { kind: 'link', link: ['Datacenter1', 'Datacenter2'], oneWay: true };
  const back: FaultTarget = { ...link, link: ['Datacenter2', 'Datacenter1'] };
  const [crash, repair] = [fault('crash', server), fault('repair', server)];
  const [lose, regain, burn] = [fault('crash', site), fault('repair', site), fault('crash', site, true)];
  const [cut, cutBack, mend] = [fault('cut', link), fault('cut', back), fault('mend', link)];
  const candidates = [failOver, crash, repair, lose, regain, burn, cut, cutBack, mend];
  const pending = new Uint8Array(model.slots);
  const alphabet = { pending, candidates };
  expect(model.enabled(state, alphabet)).toEqual([failOver, crash, lose, burn, cut, cutBack]);

  const { work } = model.world;
  const [command, cycle] = [work.command.at(), work.cycle.at()];
  pending[cycle] = 1;
  pending[command] = 1;
  model.apply(state, failOver, silent);
  model.apply(state, crash, silent);
  model.apply(state, cut, silent);
  const finishes = [command, cycle].sort((a, b) => a - b).map((slot) => model.finished(slot));
  // A site of which one server is down can be lost, and repaired; a link can be cut at another place.
  const now = [repair, lose, regain, burn, cut, cutBack, mend];
  expect(model.enabled(state, alphabet)).toEqual([...finishes, ...now]);
  expect(model.enabled(state, { pending: [], candidates })).toEqual(now);
});

test('a recorded run played again gives the same observations at the same times, and the same state', async () => {
  const drill = await drillOf(SITE_LOSS);
  const seen: [number, Observation][] = [];
  const first = await run(SITE_LOSS, { record: true, jump: false });
  const again = decodeTrace<(typeof first.trace)[number]['action']>(encodeTrace(first.trace))!;
  const model = new DeploymentModel(drill.deployment, drill.load);
  const state = replayTrace(model, again, (atMs, o) => seen.push([atMs, o]));
  expect(state).toEqual(first.state);
  const told = seen.flatMap(([atMs, o]) => (o.kind === 'change' ? [`${atMs} ${o.text}`] : []));
  const recorded = first.result.timeline.flatMap((e) =>
    e.kind === 'change' && e.actor !== 'users' ? [`${e.atMs} ${e.text}`] : [],
  );
  expect(told).toEqual(recorded);
});

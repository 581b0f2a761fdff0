import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isFormula } from '../../src/core/fact.js';
import type { AssumptionTaken } from '../../src/domain/assumption-taken.js';
import { FACTS } from '../../src/domain/components/tables.js';
import type { Drill } from '../../src/domain/drill.js';
import type { RunResult } from '../../src/domain/result.js';
import { readDrill } from '../../src/input/from-disk.js';
import { runDrill } from '../../src/run/run-drill.js';
import { run } from '../support/drills.js';
import { drill, edge, exact, FAIL_OVER, SILENT } from '../support/exact.js';

const moved = ({ assumptions }: Pick<RunResult, 'assumptions'>): string[] =>
  assumptions.filter((a) => a.moved === true).map((a) => a.name);
const QUIET = { automatic: false, failureDetectionInterval: '300s', failbackDetectionInterval: '600s' };
const played = async (parts: object) =>
  (await run(drill({ topology: exact({}, {}, { voiceResiliency: QUIET }), load: SILENT, ...parts }))).result;

test('a duration moves a number where its end changed what users feel, not where it only was read', async () => {
  const planned = await played({ steps: [{ run: FAIL_OVER }] });
  // The longest wait of the final sync was set, and never came to its end.
  expect(moved(planned)).toEqual(['failoverPrepareSeconds', 'takeoverMinutes']);
  expect(planned.assumptions.map((a) => a.name)).toContain('finalSyncTimeoutMinutes');
  const nothing = await played({ steps: [{ wait: '1h' }] });
  expect(moved(nothing)).toEqual([]);
});

test('a limit moves a number where it is what ended the wait (D44)', async () => {
  // Over the cut link the final sync cannot end: after 60 min the users can write again.
  const r = await played({
    faults: [{ at: '1m', cut: { link: ['Datacenter1', 'Datacenter2'] } }],
    steps: [{ at: '2m', run: FAIL_OVER }],
    load: { ...SILENT, changesPerUserPerHour: 60 },
  });
  expect(r.steps[0]).toMatchObject({ outcome: 'failed', rule: 'D44' });
  expect(moved(r)).toContain('finalSyncTimeoutMinutes');
});

test('what a step waited for moves what the next one does, unless that had a time of its own', async () => {
  const steps = (more: object) => [
    { topologyBuilder: { edgeNextHop: { edge1: 'pool2' } } },
    { run: FAIL_OVER, ...more },
  ];
  const topology = exact({}, {}, { voiceResiliency: QUIET, edgePools: [edge(1)] });
  const users = async (more: object) => {
    const r = await played({ topology, steps: steps(more) });
    expect(r.steps.map((s) => s.outcome)).toEqual(['ok', 'ok']);
    return moved(r);
  };
  expect(await users({})).toContain('configCmdletSeconds');
  expect(await users({ at: '1h' })).not.toContain('configCmdletSeconds');
});

test('where changes are stranded, what was imported and what the FE servers hold has a part in how many', async () => {
  const parts = { steps: [{ at: '10m', run: `${FAIL_OVER} -DisasterMode` }] };
  const r = await played({ ...parts, faults: [{ at: '9m', crash: { site: 'Datacenter1' } }], load: undefined });
  expect(moved(r)).toEqual(expect.arrayContaining(['lazyWriteSeconds', 'backupExportSeconds', 'takeoverMinutes']));
  // Nothing is written, so nothing is left behind.
  const silent = await played({ ...parts, faults: [{ at: '9m', crash: { site: 'Datacenter1' } }] });
  expect(moved(silent)).not.toContain('lazyWriteSeconds');
});

test('those that moved a number come first, each with its basis and rule', async () => {
  const { assumptions } = await played({ steps: [{ run: FAIL_OVER }], load: undefined });
  const order = assumptions.map((a) => a.moved);
  expect(order).toEqual(order.toSorted((a, b) => Number(b) - Number(a)));
  expect(assumptions.find((a) => a.name === 'takeoverMinutes')).toMatchObject({ basis: 'set', rule: 'D46' });
  expect(assumptions.find((a) => a.name === 'recoveryGraceMinutes')).toMatchObject({ moved: false, rule: 'I10' });
  for (const a of assumptions) expect(a.basis, a.name).toBeDefined();
});

/** The numbers that an assumption can move; where the run ends, and what was acknowledged until then, is none of them. */
function numbers({ recovery, users, routes, loss, databases, centralManagement }: RunResult): string {
  const open = (all: readonly { readonly intervals: readonly object[] }[]) =>
    all.map((each) =>
      each.intervals.map((interval, i) => ({ ...interval, ...(i < each.intervals.length - 1 ? {} : { toMs: null }) })),
    );
  const left = loss.byModule.map(({ lost, stranded, oldestLostAgeMs }) => ({ lost, stranded, oldestLostAgeMs }));
  return JSON.stringify([recovery, open(users), open(routes), left, databases, centralManagement]);
}

/** Another value of the same kind. */
function other({ name, value, comesTo }: AssumptionTaken): unknown {
  const fact = FACTS[name as keyof typeof FACTS];
  const given = isFormula(fact.value) ? (comesTo?.[0]?.value ?? value) : value;
  if ('choices' in fact) return (fact.choices as readonly unknown[]).find((choice) => choice !== given);
  if (typeof given === 'boolean') return !given;
  return typeof given === 'number' ? Math.round(given * 1.2) + 1 : (given as readonly number[]).map((n) => n * 1.2);
}

/** What the drill comes to with one assumption changed. */
function changed(d: Drill, taken: AssumptionTaken): string {
  const { deployment } = d;
  const assumptions = { ...deployment.assumptions, [taken.name]: other(taken) as number };
  return numbers(runDrill({ ...d, deployment: { ...deployment, assumptions } }).result);
}

test.each<[string, readonly string[]]>([
  ['05a-sql-witness', []],
  ['05b-sql-no-witness', []],
  ['09-fabric-quorum', []],
  ['10-edge-federation-xmpp', []],
  ['12-standard-pair', []],
])('played again with each of them changed: whatever changes a number of %s is said to move one', async (sim) => {
  expect(readFileSync(`sims/${sim}.yaml`, 'utf8')).not.toBe('');
  const d = await readDrill(`sims/${sim}.yaml`);
  if (Array.isArray(d)) throw new Error('unreadable');
  const { result } = runDrill(d as Drill);
  const base = numbers(result);
  const facts = result.assumptions.filter(({ name }) => Object.hasOwn(FACTS, name));
  expect(facts.length).toBeGreaterThan(5);
  const silent = facts.filter((taken) => taken.moved !== true && changed(d as Drill, taken) !== base);
  expect(silent.map(({ name }) => name)).toEqual([]);
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Effects, step } from '../../src/core/model.js';
import { decodeTrace, encodeTrace, replayTrace } from '../../src/core/trace.js';
import { type Action, DeploymentModel } from '../../src/domain/deployment-model.js';
import type { Drill } from '../../src/domain/drill.js';
import type { Observation } from '../../src/domain/observation.js';
import type { WorldState } from '../../src/domain/state/world-state.js';
import { drillYaml } from '../../src/input/drill/write.js';
import { readDrill } from '../../src/input/from-disk.js';
import { runDrill } from '../../src/run/run-drill.js';
import { CheckedModel } from '../support/checked-model.js';
import { cases, draw, forAllRuns, type RunCase, runsOf, SEED, TIME_MS } from '../support/random-runs.js';

const HAZARDS = { hazards: true, recover: true };

test(
  'the drill that was drawn runs the same again, to the byte, jumping or not',
  () => {
    forAllRuns('same bytes', { runs: runsOf(8, 16), draw: () => HAZARDS }, ({ drill, result }) => {
      const drawn = JSON.stringify(result);
      expect(JSON.stringify(runDrill(drill).result) === drawn, 'a second run gives the same bytes').toBe(true);
      const slow = JSON.stringify(runDrill(drill, { jump: false }).result);
      if (slow !== drawn) throw new Error(`without jumps: ${difference(slow, drawn)}`);
    });
  },
  TIME_MS,
);

function difference(a: string, b: string): string {
  let i = 0;
  while (a[i] === b[i]) i++;
  return `"${a.slice(Math.max(0, i - 80), i + 60)}" instead of "${b.slice(Math.max(0, i - 20), i + 60)}"`;
}

test(
  'the recorded trace gives the same observations; pure steps give what steps in place give',
  () => {
    const same = ({ drill }: { drill: Drill }): void => {
      const live = new CheckedModel(drill.deployment, drill.load, undefined, true);
      const { trace, state } = runDrill(drill, { model: live, record: true, jump: false });
      const saved = decodeTrace<Action>(encodeTrace(trace))!;
      const replayed: string[] = [];
      const again = new DeploymentModel(drill.deployment, drill.load);
      const end = replayTrace(again, saved, (at, o) => replayed.push(`${at} ${JSON.stringify(o)}`));
      expect(replayed).toEqual(live.observed);
      if (bare(end) !== bare(state)) throw new Error(`the end: ${difference(bare(end), bare(state))}`);
      expect(pureSteps(drill, saved)).toEqual(live.observed);
    };
    forAllRuns('replay', { runs: runsOf(3, 6), draw: () => HAZARDS }, same);
  },
  TIME_MS,
);

/** What decides how a state goes on; readers bring logs up to the present, which changes nothing. */
function bare({ control, logs, nowMs }: WorldState): string {
  const copies = logs.map((log) => log.clone());
  for (const log of copies) log.touch(nowMs);
  return JSON.stringify([...control, copies, nowMs]);
}

/** Every action as a pure step on a copy; now and then the state before is looked at: it must not change. */
function pureSteps(drill: Drill, trace: readonly { atMs: number; action: Action }[]): string[] {
  const model = new DeploymentModel(drill.deployment, drill.load);
  const seen: string[] = [];
  const sink: Effects<Observation> = {
    start: () => {},
    startPeriodic: () => {},
    cancel: () => {},
    observe: (o) => seen.push(`0 ${JSON.stringify(o)}`),
  };
  let state = model.initial(sink);
  trace.forEach(({ atMs, action }, i) => {
    const before = action.type !== 'finish' || i % 97 === 0 ? bare(state) : null;
    const { state: next, observed } = step(model, state, action, atMs);
    if (before !== null) {
      const twice = step(model, state, action, atMs).observed;
      expect(JSON.stringify(twice), 'the same step shows the same again').toBe(JSON.stringify(observed));
    }
    if (before !== null) expect(bare(state) === before, 'a pure step leaves the state before').toBe(true);
    for (const o of observed) seen.push(`${atMs} ${JSON.stringify(o)}`);
    state = next;
  });
  return seen;
}

test(
  'written as a file and read again, the drill is the same',
  async () => {
    const folder = join(tmpdir(), `drydrill-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    const property = fc.asyncProperty(cases, async (c: RunCase) => {
      const { drill } = draw(c, HAZARDS);
      const file = join(folder, 'drawn.yaml');
      writeFileSync(file, drillYaml(drill, c.topology.data));
      const read = (await readDrill(file)) as Drill;
      expect(Array.isArray(read) ? read : []).toEqual([]);
      const plain = (d: Drill) => ({
        ...d,
        file: '',
        readFrom: [],
        faults: d.faults.map((f) => ({ ...f, position: null })),
        steps: d.steps.map((s) => ({ ...s, text: '', position: null })),
      });
      expect(plain(read)).toEqual(plain(drill));
    });
    await fc.assert(property, { numRuns: runsOf(6, 10), seed: SEED });
  },
  TIME_MS,
);

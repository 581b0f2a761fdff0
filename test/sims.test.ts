import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeTrace, encodeTrace, replayTrace } from '../src/core/trace.js';
import type { Drill } from '../src/domain/drill.js';
import { type Action, DeploymentModel } from '../src/domain/model.js';
import type { Observation } from '../src/domain/observation.js';
import { RunRecorder } from '../src/domain/recorder.js';
import { simulate } from '../src/drivers/simulate.js';
import { readDrill } from '../src/input/drill/yaml.js';
import { formatInputError } from '../src/input/format-error.js';
import { reportTerminal } from '../src/report/terminal.js';
import { cells } from '../src/report/text/layout.js';
import { type DrillRun, resultOf, runDrill, scheduledFaults, scriptStep } from '../src/run.js';

const SIMS = fileURLToPath(new URL('../sims/', import.meta.url));
const WIDTH = 80;

/** Every file of sims/ that is a drill; the others are topologies. */
const DRILLS = readdirSync(SIMS)
  .filter((file) => file.endsWith('.yaml') && /^drill:/m.test(readFileSync(SIMS + file, 'utf8')))
  .map((file) => file.replace(/\.yaml$/, ''));

describe.each(DRILLS)('sims/%s.yaml', (name) => {
  let drill: Drill;
  let run: DrillRun;

  beforeAll(async () => {
    const read = await readDrill(`${SIMS}${name}.yaml`);
    if (Array.isArray(read)) throw new Error(read.map(formatInputError).join('\n'));
    drill = read;
    run = runDrill(drill);
  });

  test('passes, and reads as it did', async () => {
    const report = reportTerminal(run.result, {
      colour: 0,
      width: WIDTH,
      quiet: false,
      again: `drydrill run sims/${name}.yaml --seed ${drill.seed}`,
    });
    await expect(report).toMatchFileSnapshot(`../sims/reports/${name}.txt`);
    expect(run.result, `seed ${drill.seed}: ${run.result.reason}`).toMatchObject({ verdict: 'passed' });
    expect(report.split('\n').filter(tooLong)).toEqual([]);
  });

  test('says what it teaches', () => {
    expect(readFileSync(`${SIMS}${name}.yaml`, 'utf8')).toMatch(/^# \S/);
  });

  test('counts are counts', () => {
    for (const { lost, stranded, acknowledged } of run.result.loss.byModule) {
      expect(Math.min(lost, stranded, acknowledged - lost - stranded)).toBeGreaterThanOrEqual(0);
    }
  });

  test('every cycle run gives the same as the jumps, and its trace shows the same again', () => {
    const { seen, trace, result } = everyCycle(drill);
    expect(JSON.stringify(result) === JSON.stringify(run.result), `seed ${drill.seed}`).toBe(true);
    const entries = decodeTrace<Action>(encodeTrace(trace));
    expect(entries).not.toBeNull();
    const again: [number, Observation][] = [];
    replayTrace(new DeploymentModel(drill.deployment, drill.load), entries ?? [], (atMs, o) => {
      again.push([atMs, o]);
    });
    expect(again.length).toBe(seen.length);
    const differs = seen.findIndex((entry, at) => JSON.stringify(entry) !== JSON.stringify(again[at]));
    expect(differs < 0 ? null : [seen[differs], again[differs]]).toBeNull();
  });
});

test('no report is left of a drill that is gone', () => {
  const reports = readdirSync(`${SIMS}reports`).map((file) => file.replace(/\.txt$/, ''));
  expect(reports.filter((report) => !DRILLS.includes(report))).toEqual([]);
});

/** A line may be too long where one word, as a host name, is. */
function tooLong(line: string): boolean {
  return cells(line) > WIDTH && line.trim().includes(' ');
}

/** The drill without jumps, with its trace and all that it showed, in order. */
function everyCycle(drill: Drill) {
  const model = new DeploymentModel(drill.deployment, drill.load);
  const recorder = new RunRecorder(model.world);
  const seen: [number, Observation][] = [];
  const { endedAtMs, trace } = simulate(
    model,
    {
      seed: drill.seed,
      steps: drill.steps.map((s) => scriptStep(model, s)),
      scheduled: scheduledFaults(drill),
      closing: { type: 'close' },
      jump: false,
      record: true,
    },
    {
      observe(atMs: number, o: Observation): void {
        seen.push([atMs, o]);
        recorder.observe(atMs, o);
      },
      stepStarted: (index: number, atMs: number, condition: unknown) =>
        recorder.stepStarted(index, atMs, condition),
      stepEnded: (index: number, atMs: number, timedOut: boolean) =>
        recorder.stepEnded(index, atMs, timedOut),
    },
  );
  recorder.finish(endedAtMs);
  return { seen, trace, result: resultOf(drill, model, recorder, endedAtMs) };
}

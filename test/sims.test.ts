import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { isInputError } from '../src/core/input-error.js';
import { decodeTrace, encodeTrace, replayTrace } from '../src/core/trace.js';
import { type Action, DeploymentModel } from '../src/domain/deployment-model.js';
import type { Drill } from '../src/domain/drill.js';
import type { Observation } from '../src/domain/observation.js';
import { formatInputError } from '../src/input/format-error.js';
import { readDrill, readRunbookDrill } from '../src/input/from-disk.js';
import { reportRun } from '../src/report/terminal/report-run.js';
import { cells } from '../src/report/text/typesetting.js';
import { scheduledFaults } from '../src/run/drill-steps.js';
import { RunRecorder } from '../src/run/recorder.js';
import { type DrillRun, runDrill } from '../src/run/run-drill.js';
import { resultOf } from '../src/run/run-result.js';
import { ScriptedSteps } from '../src/run/scripted-steps.js';
import { runSeeds } from '../src/run/seeds.js';
import { simulate } from '../src/simulation/simulator.js';

const SIMS = fileURLToPath(new URL('../sims/', import.meta.url));
const WIDTH = 80;

/** How a runbook of sims/ is run, as it says itself; one that does not is a part of another drill. */
const COMMAND = /^# drydrill run (sims\/\S+\.ps1) --topology (sims\/\S+)$/m;

/** Every file of sims/ that is a drill; the others are topologies, and scripts that belong to a drill. */
const DRILLS = readdirSync(SIMS).filter((file) => {
  const text = /\.(?:yaml|ps1)$/.test(file) ? readFileSync(SIMS + file, 'utf8') : '';
  return file.endsWith('.ps1') ? COMMAND.test(text) : /^drill:/m.test(text);
});

/** Reads a drill by its name as a user in the folder above does, so that its paths are those of the report. */
async function readSim(file: string): Promise<{ drill: Drill; again: string }> {
  const [, script, topology] = COMMAND.exec(readFileSync(SIMS + file, 'utf8')) ?? [];
  const read = file.endsWith('.ps1')
    ? await readRunbookDrill(relative(process.cwd(), SIMS + file), { topology: `${SIMS}../${topology}` })
    : await readDrill(relative(process.cwd(), SIMS + file));
  if (Array.isArray(read)) throw new Error(read.map(formatInputError).join('\n'));
  const more = file.endsWith('.ps1') ? ` --topology ${topology}` : '';
  return { drill: read, again: `drydrill run ${script ?? `sims/${file}`} --seed ${read.seed}${more}` };
}

describe.each(DRILLS)('sims/%s', (file) => {
  const name = file.replace(/\.\w+$/, '');
  let drill: Drill;
  let run: DrillRun;
  let again: string;

  beforeAll(async () => {
    ({ drill, again } = await readSim(file));
    run = runDrill(drill);
  });

  test('passes, and reads as it did', async () => {
    const result = runSeeds(drill, { count: null, commandFor: String });
    if (isInputError(result)) throw new Error(formatInputError(result));
    const report = reportRun(result, {
      colour: 0,
      width: WIDTH,
      details: true,
      again,
    });
    await expect(report).toMatchFileSnapshot(`../sims/reports/${name}.txt`);
    expect(result, result.reason).toMatchObject({ verdict: 'passed' });
    expect(report.split('\n').filter(tooLong)).toEqual([]);
  });

  test('says what it teaches', () => {
    expect(readFileSync(SIMS + file, 'utf8')).toMatch(/^# \S/);
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
  expect(reports.filter((report) => !DRILLS.some((file) => file.replace(/\.\w+$/, '') === report))).toEqual([]);
});

/** A line may be too long where one word, as a host name, is. */
function tooLong(line: string): boolean {
  return cells(line) > WIDTH && line.trim().includes(' ');
}

/** The drill without jumps, with its trace and all that it showed, in order. */
function everyCycle(drill: Drill) {
  const model = new DeploymentModel(drill.deployment, drill.load);
  const recorder = new RunRecorder(model.world);
  const steps = new ScriptedSteps(drill, model, recorder);
  const seen: [number, Observation][] = [];
  const { endedAtMs, trace } = simulate(
    model,
    {
      seed: drill.seed,
      steps: steps.next,
      scheduled: scheduledFaults(drill),
      closing: { type: 'close' },
      fastForward: null,
      record: true,
    },
    {
      observe(atMs: number, o: Observation): void {
        seen.push([atMs, o]);
        recorder.observe(atMs, o);
      },
      applied: (atMs) => recorder.applied(atMs),
      stepStarted: (index, atMs, condition) => recorder.stepStarted(index, atMs, condition),
      stepEnded: (index, atMs, timedOut) => recorder.stepEnded(index, atMs, timedOut),
    },
  );
  recorder.finish(endedAtMs);
  return { seen, trace, result: resultOf(steps.drillAsRun(), model, recorder, endedAtMs) };
}

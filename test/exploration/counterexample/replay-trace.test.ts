import { fc, test as property } from '@fast-check/vitest';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Drill } from '../../../src/domain/drill.js';
import { moveNamed, nameOfMove } from '../../../src/exploration/counterexample/move-names.js';
import { replayTraceOf, type SavedTrace } from '../../../src/exploration/counterexample/replay-trace.js';
import { exploreDrill } from '../../../src/exploration/explore-drill.js';
import { plansOf } from '../../../src/exploration/log-plans.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../../src/exploration/request.js';
import { DrillStateSpace } from '../../../src/exploration/state-space/drill-state-space.js';
import { readDrill } from '../../../src/input/from-disk.js';

const BOUNDS = { maxStates: 400_000, timeLimitMs: null, threads: 1 };

async function read(path: string): Promise<Drill> {
  const drill = await readDrill(path);
  if (Array.isArray(drill)) throw new Error('unreadable');
  return drill;
}

/** Drills that can break something, and what is to go wrong in them: I1, I4 and I10, declared, by hazards, as reported. */
const BREAKING: readonly (readonly [path: string, request: Partial<ExploreRequest>])[] = [
  ['test/exploration/small.yaml', { free: 2, hazards: true }],
  ['test/exploration/small.yaml', { faults: 1, mistakes: 1, hazards: true, only: ['pool', 'server'] }],
  ['sims/06-forced-service.yaml', { mistakes: 1, hazards: true }],
  ['sims/08a-skip-verification.yaml', { hazards: false }],
  ['sims/08b-failback-disaster-mode.yaml', { hazards: true, together: true }],
  ['sims/08a-skip-verification.yaml', { faults: 1, only: ['server'], symmetry: false }],
];

interface Found {
  readonly path: string;
  readonly drill: Drill;
  readonly trace: SavedTrace;
  readonly fails: boolean;
}

describe('a counterexample is replayed', () => {
  const found: Found[] = [];

  beforeAll(async () => {
    for (const [path, asked] of BREAKING) {
      const drill = await read(path);
      const request = { ...PLAIN_REQUEST, ...asked };
      const { report } = await exploreDrill(drill, request, BOUNDS);
      for (const { invariant, steps, trace, declared, hazards, outcome } of report.violations) {
        const { log, cause } = trace;
        const fails = !declared && outcome === null && (request.hazards || hazards.length === 0);
        // As a file has it.
        found.push({
          path,
          drill,
          trace: JSON.parse(JSON.stringify({ request, log, cause, invariant, steps })),
          fails,
        });
      }
    }
  }, 300_000);

  test('to the same violation, with what each step changed', () => {
    expect(found.length).toBeGreaterThan(10);
    expect(new Set(found.map(({ path }) => path)).size).toBe(new Set(BREAKING.map(([path]) => path)).size);
    expect(new Set(found.map(({ trace }) => trace.invariant)).size).toBeGreaterThan(2);
    expect(new Set(found.map(({ fails }) => fails)).size).toBe(2);
    for (const { path, drill, trace, fails } of found) {
      const replay = replayTraceOf(drill, trace, null);
      const about = `${path}: ${trace.invariant}, ${trace.cause}`;
      expect(replay, about).toMatchObject({ reproduced: true, parted: null, verdict: fails ? 'failed' : 'passed' });
      expect(replay.steps.map(({ broken: _, wasChanged: __, ...step }) => step)).toEqual(trace.steps);
      expect(replay.steps.flatMap(({ wasChanged }) => Object.keys(wasChanged))).toEqual([]);
    }
  });

  property.prop([fc.nat(), fc.nat()], { numRuns: 20 })(
    'by the model, not by what was saved: a step of another name is where it parts',
    (which, where) => {
      const { drill, trace } = found[which % found.length];
      const at = where % trace.steps.length;
      const steps = trace.steps.map((step, i) => (i === at ? { ...step, move: `${step.move} of old` } : step));
      const replay = replayTraceOf(drill, { ...trace, steps }, null);
      expect(replay.parted?.step).toBe(at + 1);
      expect(replay.reproduced).toBe(false);
      expect(replay.steps).toHaveLength(at);
      expect(replay.verdict).not.toBe('passed');
      expect(replay.parted?.possible.length).toBeGreaterThan(0);
    },
  );

  property.prop([fc.nat(), fc.nat()], { numRuns: 20 })(
    'by the model, not by what was saved: what a step is said to have changed or answered changes no step',
    (which, where) => {
      const { drill, trace } = found[which % found.length];
      const at = where % trace.steps.length;
      const changed = { 'users of nobody': 'signed out' };
      const said = {
        ...trace,
        steps: trace.steps.map((step, i) => (i === at ? { ...step, changed, action: '' } : step)),
      };
      const replay = replayTraceOf(drill, said, at);
      expect(replay).toMatchObject({ reproduced: true, parted: null });
      expect(replay.steps[at].changed).toEqual(trace.steps[at].changed);
      expect(replay.steps[at].action).toBe(trace.steps[at].action);
      expect(replay.steps[at].wasChanged['users of nobody']).toBe('signed out');
      const answered = {
        ...trace,
        steps: trace.steps.map((s, i) => (i === at ? { ...s, answer: 'refused (D0)' } : s)),
      };
      expect(replayTraceOf(drill, answered, null)).toMatchObject({ reproduced: false, parted: { step: at + 1 } });
    },
  );

  property.prop([fc.nat(), fc.nat()], { numRuns: 20 })(
    'without one of its steps it never breaks in silence',
    (which, where) => {
      const { drill, trace } = found[which % found.length];
      const at = where % trace.steps.length;
      const replay = replayTraceOf(drill, { ...trace, steps: trace.steps.toSpliced(at, 1) }, null);
      const breaks = replay.steps.some(({ broken }) => broken.some(({ fails }) => fails));
      expect(replay.verdict === 'failed').toBe(breaks);
      expect(replay.verdict === 'inconclusive').toBe(!breaks && replay.parted !== null);
    },
  );

  test('the whole state agrees with what the steps changed, from the start to the end', () => {
    for (const { drill, trace } of found.slice(0, 4)) {
      let is = { ...replayTraceOf(drill, trace, 0).state!.is };
      trace.steps.forEach(({ changed }, i) => {
        is = { ...is, ...changed };
        const { state } = replayTraceOf(drill, trace, i + 1);
        expect(state?.step).toBe(i + 1);
        for (const subject of Object.keys(changed)) expect(state?.is[subject]).toBe(is[subject]);
        const unchanging = Object.keys(is).filter((subject) => /^(?:users|services|failover) of/.test(subject));
        for (const subject of unchanging) expect(state?.is[subject]).toBe(is[subject]);
      });
    }
  });

  test('where nothing is acknowledged of what it follows, it parts before its first step', () => {
    const [{ drill, trace }] = found;
    const replay = replayTraceOf(drill, { ...trace, log: 'gone.contoso.com (UserServices.PresenceFocus)' }, null);
    expect(replay).toMatchObject({ verdict: 'inconclusive', steps: [], parted: { step: 0 } });
  });

  test('what the drill declares fails nothing, and what it no longer declares does', () => {
    const one = found.find(({ path, fails }) => path === 'sims/08a-skip-verification.yaml' && !fails)!;
    const drill = { ...one.drill, expect: { ...one.drill.expect, violates: [] } };
    const trace = { ...one.trace, request: { ...one.trace.request, hazards: true } };
    expect(replayTraceOf(drill, trace, null)).toMatchObject({ verdict: 'failed', reproduced: true });
  });
});

test('no two moves of a state have one name, and each is found by its name', async () => {
  const drill = await read('sims/03-site-loss.yaml');
  const request = { ...PLAIN_REQUEST, faults: 2, repairs: true, mistakes: 1 };
  const space = new DrillStateSpace(plansOf(drill, request)[0].plan);
  const start = new Uint32Array(space.words);
  space.initial(start, 0);
  space.load(start, 0);
  const names = space.moves.map((move) => nameOfMove(space, drill, move));
  expect(new Set(names).size).toBe(names.length);
  expect(names.map((name) => moveNamed(space, drill, name))).toEqual(names.map((_, number) => number));
});

import { describe, expect, test } from 'vitest';
import { type Drill, EXPECTED_BY_DEFAULT, INVARIANT_IDS, type Step } from '../../src/domain/drill.js';
import type { ExploreReport } from '../../src/exploration/exploration-report.js';
import { exploreDrill } from '../../src/exploration/explore-drill.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../src/exploration/request.js';
import { consequenceOf } from '../../src/exploration/state-space/severity.js';
import { readDrill } from '../../src/input/from-disk.js';
import { reportExploration } from '../../src/report/terminal/report-exploration.js';
import { runDrill } from '../../src/run/run-drill.js';
import { AT_LENGTH } from '../support/at-length.js';
import { deployment, drillOf as textDrill } from '../support/drills.js';

const BOUNDS = { maxStates: 300_000, timeLimitMs: null, threads: 1 };
async function read(path: string): Promise<Drill> {
  const drill = await readDrill(path);
  if (Array.isArray(drill)) throw new Error('unreadable');
  return drill;
}

const REPORT: ExploreReport = {
  drydrill: 1,
  drill: 'test',
  seed: 1,
  verdict: 'inconclusive',
  reason: '',
  tool: null,
  inputs: [],
  proved: null,
  complete: false,
  states: 0,
  transitions: 0,
  depth: 0,
  bounds: {
    ...{ faults: 0, repairs: false, free: 0, mistakes: 0, hazards: false, folded: true, reduced: true },
    overlaps: false,
    ...{ outcomes: [], breakable: [], leftOut: [], maxStates: null, timeLimitMs: null, stoppedBy: null },
  },
  ...{ parts: [], violations: [], outcomes: [], importance: [], notModelled: [], ends: null },
  ...{ request: PLAIN_REQUEST, explored: null },
  ...{ consequences: [], breaks: [], breaksApart: [], holds: [...INVARIANT_IDS] },
  ...{ futures: { ends: 0, unserved: 0, losing: 0 }, matrix: null },
};

const drillOf = (name: string): Promise<Drill> => read(`sims/${name}.yaml`);

describe('every sequence of commands on a Standard Edition pair', () => {
  test('without the named hazards no acknowledged change is lost: proved, not sampled', async () => {
    const free = AT_LENGTH ? 3 : 2;
    const { report } = await exploreDrill(await drillOf('12-standard-pair'), { ...PLAIN_REQUEST, free }, BOUNDS);
    expect(report).toMatchObject({ verdict: 'passed', complete: true });
    // D64: what was reported of such pairs breaks I4, or leaves no master, is told apart and fails nothing.
    expect(report.violations.map((v) => `${v.invariant} ${v.outcome}`)).toEqual([
      'I10 standardPairCmsSplit = noMaster',
      'I4 standardPairCmsSplit = bothActive',
    ]);
    expect(report.bounds.outcomes).toEqual(['standardPairCmsSplit = bothActive', 'standardPairCmsSplit = noMaster']);
    expect(report.proved).toContain(`every sequence of up to ${free} administrator commands`);
    expect(report.proved).toContain(
      'taken: standardPairCmsSplit = bothActive and standardPairCmsSplit = noMaster, told apart',
    );
    expect(report.states).toBeGreaterThan(AT_LENGTH ? 1_000 : 200);
    expect(report.bounds.stoppedBy).toBeNull();
  }, 300_000);

  test('each named hazard of the commands is found, with the shortest way, and seen in a timed run', async () => {
    const request = { ...PLAIN_REQUEST, free: 2, hazards: true };
    const { report, timedRuns } = await exploreDrill(await drillOf('12-standard-pair'), request, BOUNDS);
    expect(report.verdict).toBe('failed');
    const found = report.violations.map((v) => `${v.invariant} ${v.hazards.join()}`);
    expect(found).toEqual(expect.arrayContaining(['I1 D44', 'I1 D45', 'I1 D51', 'I1 D53']));
    for (const v of report.violations.filter((x) => x.hazards[0] !== 'D61' && x.outcome === null)) {
      expect(v.timing.kind, `${v.invariant} ${v.message}`).toBe('possible');
    }
    for (const run of timedRuns) {
      if (run === null) continue;
      const reported = run.drill.assumptions.standardPairCmsSplit !== undefined;
      expect(run.result.violations.map((v) => v.invariant)).toContain(reported ? 'I4' : 'I1');
    }
  }, 300_000);
});

describe('what a step comes to', () => {
  test('an export that was forgotten leaves an import without its file (D34)', async () => {
    const lines = ['Export-CsLisConfiguration -FileName c:/lis.zip', 'Import-CsLisConfiguration -FileName C:\\LIS.ZIP'];
    const drill = await textDrill({
      topology: deployment({}, {}, { edgePools: [] }),
      steps: lines.map((run) => ({ run })),
    });
    const refused = async (mistakes: number) => {
      const { report } = await exploreDrill(drill, { ...PLAIN_REQUEST, mistakes }, BOUNDS);
      return JSON.stringify(report.ends ?? report.outcomes).includes('refused');
    };
    expect([await refused(0), await refused(1)]).toEqual([false, true]);
  });

  test('a refusal by another rule than the drill names is not as expected', async () => {
    const drill = await read('test/exploration/small.yaml');
    const failBack = drill.steps.at(-1)!;
    const refused = async (rule: string) => {
      // The pool is not failed over: D50, which S7 says as well.
      const steps = [{ ...failBack, expectRefused: true, rule }];
      const { report } = await exploreDrill({ ...drill, steps }, PLAIN_REQUEST, BOUNDS);
      return new Set(report.outcomes.map((o) => o.step?.what ?? 'as expected'));
    };
    expect(await refused('D50')).toEqual(new Set(['as expected']));
    expect(await refused('S7')).toEqual(new Set(['as expected']));
    expect(await refused('D41')).toEqual(new Set(['refused by another rule']));
  });
});

describe('what is not modelled', () => {
  const typed = (cmdlet: string, parameters: Record<string, string>, text: string): Partial<Step> => ({
    work: { kind: 'run', command: { cmdlet, parameters } },
    text,
  });
  const stop = typed('Stop-CsWindowsService', {}, 'Stop-CsWindowsService');
  const tooEarly = typed('Invoke-CsPoolFailBack', { PoolFqdn: 'std1.contoso.com' }, 'Invoke-CsPoolFailBack');
  const unbound: Partial<Step> = { work: { kind: 'notModelled', what: 'no cmdlet' }, text: 'Get-CsUser' };
  const searched = async (...changes: Partial<Step>[]) => {
    const drill = await read('test/exploration/small.yaml');
    const steps = changes.map((c) => ({ ...drill.steps[0], expectRefused: false, rule: null, ...c }));
    return (await exploreDrill({ ...drill, steps }, PLAIN_REQUEST, BOUNDS)).report;
  };

  test('a command that answers so when it is carried out proves nothing', async () => {
    const report = await searched(stop);
    expect(report).toMatchObject({ verdict: 'inconclusive', complete: true, proved: null });
    expect(report.notModelled).toMatchObject([{ index: 0, command: 'Stop-CsWindowsService' }]);
    // The drill is played first, and what its run says is said here in the same words.
    expect(report.reason).toMatch(/^The drill itself is inconclusive, .*Not modelled: line \d+/);
  });

  test('also after a step that went wrong, and where it was to be refused', async () => {
    const late = await searched(tooEarly, stop);
    // The failback that is refused fails the drill itself, which goes before inconclusive.
    expect(late.verdict).toBe('failed');
    expect(late.reason).toMatch(/^The drill itself fails, without a further fault: .*refused \(D50\)/);
    expect(late.outcomes.map((o) => o.step?.what)).toEqual(['refused']);
    const expected = await searched({ ...stop, expectRefused: true });
    expect(expected.verdict).toBe('inconclusive');
    expect(expected.outcomes.map((o) => o.step?.what)).toEqual(['not modelled']);
  });

  test('a line that could not be bound is no step that went as expected', async () => {
    const report = await searched(unbound, stop);
    expect(report.notModelled.map((n) => n.index)).toEqual([0]);
    expect(report.outcomes.map((o) => o.step?.what)).toEqual(['not modelled']);
    expect(report.outcomes[0].example[0]).toBe('administrator: Get-CsUser: notModelled');
  });
});

describe('whether the drill always ends', () => {
  test('it does, though a pool is lost; where no time is left, it is not known', async () => {
    const asked = { ...PLAIN_REQUEST, ends: true, faults: 1, only: ['std2.contoso.com'] };
    const { report } = await exploreDrill(await read('test/exploration/small.yaml'), asked, BOUNDS);
    expect(report.ends).toEqual({ answer: 'always', stuck: 0, example: [] });
    const short = { ...BOUNDS, maxStates: 200 };
    const cut = await exploreDrill(await read('test/exploration/small.yaml'), asked, short);
    expect(cut.report.ends?.answer).toBe('unknown');
    expect(cut.report.verdict).toBe('inconclusive');
  });
});

describe('a bound that is hit is said', () => {
  test('states', async () => {
    const bounds = { ...BOUNDS, maxStates: 500 };
    const { report } = await exploreDrill(await drillOf('12-standard-pair'), { ...PLAIN_REQUEST, faults: 1 }, bounds);
    expect(report).toMatchObject({ verdict: 'inconclusive', complete: false, proved: null });
    expect(report.bounds.stoppedBy).toBe('states');
    const [first, ...others] = report.parts;
    expect(first).toMatchObject({ begun: true, stoppedBy: 'states', states: 500 });
    expect(others.length).toBeGreaterThan(0);
    for (const part of others) expect(part).toMatchObject({ begun: false, stoppedBy: 'states', states: 0 });
    expect(report.states).toBe(500);
  });

  test('states, where one log was searched whole', async () => {
    const drill = await read('test/exploration/small.yaml');
    const { report: whole } = await exploreDrill(drill, { ...PLAIN_REQUEST, ends: true }, BOUNDS);
    const bounds = { ...BOUNDS, maxStates: whole.parts[0].states };
    const { report } = await exploreDrill(drill, { ...PLAIN_REQUEST, ends: true }, bounds);
    expect(report.parts[0]).toEqual(whole.parts[0]);
    expect(report).toMatchObject({ verdict: 'inconclusive', complete: false, states: bounds.maxStates });
    expect(report.bounds.stoppedBy).toBe('states');
    expect(report.ends?.answer).toBe('unknown');
  });

  test('time', async () => {
    const bounds = { ...BOUNDS, timeLimitMs: 1 };
    const { report } = await exploreDrill(await drillOf('12-standard-pair'), { ...PLAIN_REQUEST, faults: 1 }, bounds);
    expect(report).toMatchObject({ verdict: 'inconclusive', complete: false });
    expect(report.parts[0].begun).toBe(true);
    expect(report.bounds.stoppedBy).toBe('time');
  });
});

describe('from where on nothing avoids it', () => {
  test('from the start, where the drill itself always breaks it: after none of the steps', async () => {
    const drill = await drillOf('12-standard-pair');
    const fault = {
      verb: 'crash',
      target: { kind: 'server', server: 'std2.contoso.com' },
      destroy: true,
    } as const;
    const crash: Step = { ...drill.steps[0], work: { kind: 'fault', fault }, atMs: null };
    const { report } = await exploreDrill({ ...drill, faults: [], steps: [crash] }, PLAIN_REQUEST, BOUNDS);
    expect(report.violations.map((v) => [v.invariant, v.hazards.join(), v.unavoidableFrom])).toEqual([
      ['I1', 'M15', 0],
    ]);
    const text = reportExploration(report, { colour: 0, width: 80, quiet: false });
    expect(text).toContain('   from the start nothing in the drill avoids it\n');
    expect(text.replace(/\n +/g, ' ')).toContain(
      'I2-I10, I16 hold in every future; I1 breaks only as declared, by a named hazard or as reported;',
    );
    expect(text).not.toMatch(/^ > /m);
    expect(text).toContain('  what a named hazard breaks is reported apart\n');
  });
});

describe('what breaks and fails nothing does not hold', () => {
  test('an invariant that is declared to break, where nothing else excuses it', async () => {
    const drill = await drillOf('12-standard-pair');
    const fault = { verb: 'crash', target: { kind: 'server', server: 'std2.contoso.com' }, destroy: true } as const;
    const work = { kind: 'fault', fault } as const;
    const crash: Step = { ...drill.steps[0], work, atMs: null, expectRefused: false, rule: null };
    const explored = async (violates: Drill['expect']['violates']) => {
      const expect = { ...EXPECTED_BY_DEFAULT, violates, mayBeUnserved: 'all' as const };
      const request = { ...PLAIN_REQUEST, hazards: true };
      return (await exploreDrill({ ...drill, faults: [], steps: [crash], expect }, request, BOUNDS)).report;
    };
    // There is no group for I11, and no new pair for I17.
    const holds = INVARIANT_IDS.filter((id) => !['I1', 'I11', 'I17'].includes(id));
    expect(await explored(['I1'])).toMatchObject({ verdict: 'passed', breaks: [], breaksApart: ['I1'], holds });
    expect(await explored([])).toMatchObject({ verdict: 'failed', breaks: ['I1'], breaksApart: [], holds });
  });
});

describe('what only a run is asked', () => {
  const waiting = { topology: deployment({}, {}, { edgePools: [] }), steps: [{ wait: '1h' }] };

  test('a drill that does nothing is searched for what a fault does to it', async () => {
    const drill = await textDrill(waiting);
    expect(runDrill(drill).result).toMatchObject({ verdict: 'inconclusive' });
    const { report } = await exploreDrill(drill, { ...PLAIN_REQUEST, faults: 1, only: ['replicator'] }, BOUNDS);
    expect(report).toMatchObject({ verdict: 'passed', complete: true });
    // Faults fall while the script runs, which the proof must not overstate.
    expect(report.proved).toContain('among 1 component at any moment until the last step has ended (');
    expect(report.proved).toContain('left out: faults after the last step, disks that are destroyed, their repairs');
  });

  test('an invariant that is declared to break need not; all else that is expected must hold', async () => {
    const drill = await textDrill({ ...waiting, expect: { violates: ['I1'] } });
    expect(runDrill(drill).result).toMatchObject({ verdict: 'failed' });
    expect((await exploreDrill(drill, PLAIN_REQUEST, BOUNDS)).report).toMatchObject({ verdict: 'passed' });
    const missed = await textDrill({ ...waiting, expect: { violates: ['I1'], rto: { pool1: '1h' } } });
    const { report } = await exploreDrill(missed, PLAIN_REQUEST, BOUNDS);
    expect(report.verdict).toBe('failed');
    expect(report.reason).toMatch(/^The drill itself fails, .*rto of pool1/);
    expect(report.reason).not.toContain('I1');
  });
});

describe('what the report says of a search', () => {
  const told = (changes: Partial<ExploreReport>): string =>
    reportExploration({ ...REPORT, ...changes }, { colour: 0, width: 100, quiet: false });

  test('what --free leaves out', async () => {
    const { report } = await exploreDrill(await drillOf('04a-forgot-cms'), { ...PLAIN_REQUEST, free: 1 }, BOUNDS);
    expect(report.proved).toContain('(without the steps and faults of this drill; changes of the Edge next hop not');
    const text = reportExploration(report, { colour: 0, width: 80, quiet: false });
    expect(text).toContain("  the drill's own steps and faults are left out\n");
  }, 300_000);

  test('ends by consequence: what is lost outweighs who is not served, and that what is stranded', () => {
    const of = (end: 'recovered' | 'served' | 'unserved', loss: 'none' | 'stranded' | 'lost', what?: 'refused') =>
      consequenceOf({ end, loss, objection: what === undefined ? null : { step: 0, what } });
    expect(of('unserved', 'lost')).toBe('lost');
    expect(of('unserved', 'stranded')).toBe('unserved');
    expect(of('served', 'stranded')).toBe('stranded');
    expect(of('served', 'none')).toBe('recoveredLate');
    expect(of('recovered', 'none', 'refused')).toBe('recoveredLate');
    expect(of('recovered', 'none')).toBe('recovered');
  });

  test('the first line says which invariants hold and how many futures leave users without service or lose data, never "ready"', () => {
    const futures = { ends: 40, unserved: 3, losing: 0 };
    const holds = INVARIANT_IDS.filter((id) => id !== 'I4');
    const first = (changes: Partial<ExploreReport>) =>
      told({ futures, ...changes })
        .split('\n')
        .slice(0, 3)
        .join(' ')
        .replaceAll(/ (?= )/g, '')
        .replace(/^(\w+) /, '$1  ');
    expect(first({ verdict: 'passed', complete: true })).toContain(
      'PASSED  I1-I11, I16, I17 hold in every future; of 40 futures 3 leave users without regular service',
    );
    // What I1 excepts, as the tail that a disaster failover leaves on burnt disks, is lost all the same.
    expect(first({ verdict: 'passed', complete: true, futures: { ends: 40, unserved: 1, losing: 12 } })).toContain(
      'hold in every future; of 40 futures 12 lose data, 1 leaves users without regular service',
    );
    expect(first({ verdict: 'failed', complete: true, breaks: ['I4'], holds })).toContain(
      'FAILED  I4 can break; I1-I3, I5-I11, I16, I17 hold in every future;',
    );
    const apart = { breaksApart: ['I4' as const], holds };
    expect(first({ verdict: 'passed', complete: true, ...apart })).toContain(
      'PASSED  I1-I3, I5-I11, I16, I17 hold in every future; I4 breaks only as declared,',
    );
    expect(first({})).toContain('INCONCLUSIVE  I1-I11, I16, I17 hold in what was seen; of 40 futures 3');
    expect(told({ futures })).not.toMatch(/\bready\b/i);
  });

  test('an end without a fault may be that of a mistake; the command plays the one seed that shows it', () => {
    const consequences = [
      {
        consequence: 'lost',
        futures: 3,
        cause: null,
        lossAt: null,
        example: ['a: b'],
        drill: 'my out/a-data-lost.yaml',
      },
    ] as const;
    expect(told({ consequences })).toContain('    already without a further fault\n');
    expect(told({ consequences, bounds: { ...REPORT.bounds, mistakes: 1 } })).toContain(
      '    without a further fault, perhaps by a mistake\n',
    );
    expect(told({ consequences })).toContain("run it again: drydrill run 'my out/a-data-lost.yaml' --seeds 1\n");
  });

  test('large numbers of long names: how each log ended stands below where it has no room beside', () => {
    const part = { begun: true, complete: true, stoppedBy: null, depth: 9, frontier: 0 };
    const parts = ['pool1', 'pool2'].map((pool) => ({
      ...part,
      log: `${pool}.contoso.com (UserServices.PresenceFocus)`,
      states: 1_000_001,
      transitions: 12_000_001,
    }));
    const text = reportExploration({ ...REPORT, parts }, { colour: 0, width: 80, quiet: false });
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain(
      '  pool1.contoso.com (PresenceFocus)  1,000,001 states  12,000,001 transitions\n    complete\n',
    );
  });

  test('logs that were not begun, and that more is left than was stored', () => {
    const part = {
      begun: true,
      complete: false,
      stoppedBy: 'states',
      transitions: 12,
      depth: 0,
      frontier: 0,
    };
    const parts = [
      { ...part, log: 'a', states: 1 },
      { ...part, log: 'b', states: 7, frontier: 3 },
      { ...part, log: 'c', begun: false, states: 0, transitions: 0 },
    ];
    const text = told({ parts, states: 8, transitions: 24 });
    expect(text).toMatch(/a +1 state +12 transitions +stopped by states, some not looked at/);
    expect(text).toMatch(/b +7 states +12 transitions +stopped by states, at least 3 not looked at/);
    expect(text).toMatch(/c +not begun \(states\)/);
  });
});

describe('what reduces the search changes no answer', () => {
  const searched = new Map<string, Promise<Record<string, unknown>>>();
  /** What a search comes to; the same search is made once. */
  const answers = (request: ExploreRequest, of = 'small'): Promise<Record<string, unknown>> => {
    const key = JSON.stringify([request, of]);
    const found = searched.get(key) ?? search(request, of);
    searched.set(key, found);
    return found;
  };
  const search = async (request: ExploreRequest, of: string): Promise<Record<string, unknown>> => {
    const { report } = await exploreDrill(await read(`test/exploration/${of}.yaml`), request, BOUNDS);
    expect(report.complete).toBe(true);
    const set = (of: readonly string[]): string[] => [...new Set(of)].sort();
    return {
      verdict: report.verdict,
      violations: set(report.violations.map((v) => `${v.invariant} ${v.hazards.join()}`)),
      ends: set(report.outcomes.map((o) => `${o.end} ${o.step?.what ?? ''} ${o.step?.line ?? ''}`)),
      loss: report.outcomes.some((o) => o.loss !== 'none'),
    };
  };
  const cut = { ...PLAIN_REQUEST, faults: 1, only: ['link', 'std2.contoso.com'] };
  // Two commands after each other are thirty times one where nothing is reduced: `npm run campaign` searches them.
  const typed = { ...PLAIN_REQUEST, free: AT_LENGTH ? 2 : 1, hazards: true };

  test.each([
    ['symmetry reduction, with a fault', cut, { symmetry: false }],
    ['the other reductions, with commands', typed, { reduce: false }],
    ['one module after another, with a fault', { ...cut, only: ['link'] }, { together: true }],
    // test/exploration/reductions.test.ts has more of such searches.
    ...(AT_LENGTH
      ? ([
          ['the other reductions, with a fault', cut, { reduce: false }],
          ['one module after another, with mistakes', { ...PLAIN_REQUEST, mistakes: 1 }, { together: true }],
        ] as const)
      : []),
  ] as const)(
    '%s',
    async (_, request, change) => {
      const [short, long] = [await answers(request), await answers({ ...request, ...change })];
      expect(long).toEqual(short);
      expect(request.free > 0 || (short.ends as string[]).length > 2).toBe(true);
    },
    // seven seconds of work; a machine may be busy with other things
    300_000,
  );

  test('symmetry reduction, with servers of a pool that are lost, rebuilt elsewhere and back', async () => {
    const servers = ['a', 'b', 'c', 'd'].map((x) => `fe1${x}.contoso.com`);
    const request = { ...PLAIN_REQUEST, faults: 3, repairs: true, only: [...servers, 'sql1a.contoso.com'] };
    const symmetric = await answers(request, 'servers');
    expect(await answers({ ...request, symmetry: false }, 'servers')).toEqual(symmetric);
    expect(symmetric.loss).toBe(true);
  }, 300_000);
});

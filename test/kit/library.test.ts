import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SeedsResult } from '../../src/domain/seeds-result.js';
import * as browser from '../../src/kit/browser.js';
import * as library from '../../src/kit/index.js';
import type { Result } from '../../src/kit/outcome.js';
import { ROOT } from '../support/built.js';
import { inProcess } from '../support/in-process.js';

const text = (path: string): string => readFileSync(ROOT + path, 'utf8');
const CONTOSO = text('sims/contoso.yaml');
const LOSS = text('sims/03-site-loss.yaml');

function answer<Value>(outcome: Result<Value>): Value {
  if (!outcome.ok) throw new Error(library.formatInputErrors(outcome.errors));
  return outcome.value;
}

/** The errors as the command prints them; a value is none. */
const errorsOf = (outcome: Result<unknown>): string =>
  outcome.ok ? 'no error' : library.formatInputErrors(outcome.errors);

const topology = answer(browser.parseTopology(CONTOSO));
const storeOnPool2 = answer(library.loadTopology('sims/contoso-cms2.yaml'));

describe('topologies, drills and runbooks', () => {
  test('from texts are those from files', async () => {
    expect(topology).toEqual(answer(library.loadTopology('sims/contoso.yaml')));
    const read = await browser.parseDrill(LOSS, {
      file: 'sims/03-site-loss.yaml',
      files: { 'sims/contoso.yaml': CONTOSO },
    });
    const loaded = await library.loadDrill('sims/03-site-loss.yaml');
    expect(JSON.stringify(answer(read))).toBe(JSON.stringify(answer(loaded)));
    const seeds = { seeds: 2 };
    const script = await browser.parseRunbook(text('sims/16-planned-failover.ps1'), {
      topology: storeOnPool2,
      files: { 'wait-steady.ps1': text('sims/wait-steady.ps1') },
    });
    const asFile = await library.loadRunbook('sims/16-planned-failover.ps1', {
      topology: 'sims/contoso-cms2.yaml',
    });
    const [a, b] = [script, asFile].map((each) => answer(library.simulate(answer(each), seeds)));
    expect(a.verdict).toBe('passed');
    expect(library.compare(a, b)).toMatchObject({ worse: false, verdict: 'same', since: [] });
  });

  test('a topology that was read stands for the one that a drill names; an overlay changes it', async () => {
    const overlay = 'pools: [{ fqdn: pool1.contoso.com, users: 123 }]';
    const other = answer(browser.parseTopology(CONTOSO, { overlay }));
    expect(other.pools[0].users).toBe(123);
    const drill = answer(await browser.parseDrill(LOSS, { topology: other, seed: 12 }));
    expect([drill.deployment.pools[0].users, drill.seed]).toEqual([123, 12]);
  });

  test('faults that the caller adds are those of --lose and --repair', async () => {
    const options = { topology, lose: ['site=Datacenter1@31m'], repair: ['site=Datacenter1@4h'] };
    const drill = answer(await browser.parseRunbook('Get-CsPool', options));
    expect(drill.faults.map(({ verb, atMs }) => [verb, atMs])).toEqual([
      ['crash', 31 * 60_000],
      ['repair', 4 * 3_600_000],
    ]);
    expect(errorsOf(await browser.parseDrill(LOSS, { topology, lose: ['site=Datacenter9'] }))).toMatch(/Datacenter9/);
  });

  test('what was read can be written and read again', async () => {
    const drill = answer(await browser.parseDrill(LOSS, { topology }));
    const again = answer(await browser.parseDrill(library.writeDrill(drill), { file: 'again.yaml' }));
    const [first, second] = [drill, again].map((each) => answer(library.simulate(each, { seeds: 1 })));
    expect(second.endedAtMs).toBe(first.endedAtMs);
    expect(second.loss).toEqual(first.loss);
  });
});

describe('errors', () => {
  test('are values with their places', async () => {
    expect(errorsOf(browser.parseTopology('pools: 1'))).toMatch(/^topology\.yaml:1:1: "sites" is missing/);
    expect(errorsOf(await browser.parseDrill('drill: x\nsteps: [{ wiat: 1m }]', { topology }))).toMatch(
      /^drill\.yaml:2:\d+: .*wiat/,
    );
    expect(errorsOf(await browser.parseDrill(LOSS))).toMatch(/contoso\.yaml: no such file/);
    expect(errorsOf(await browser.parseRunbook('if (', { topology }))).toMatch(/^runbook\.ps1:1:\d+: /);
    expect(errorsOf(await library.loadDrill('nowhere.yaml'))).toBe('nowhere.yaml: no such file\n');
    expect(errorsOf(library.loadTopology('nowhere.yaml'))).toBe('nowhere.yaml: no such file\n');
  });

  test('numbers and texts that a caller without types gives wrong are values, too', async () => {
    const drill = answer(await browser.parseDrill(LOSS, { topology }));
    const wrong = undefined as unknown as string;
    expect(errorsOf(browser.parseTopology(wrong))).toBe('text: the topology must be given as text\n');
    expect(errorsOf(await browser.parseDrill(wrong))).toBe('text: the drill must be given as text\n');
    expect(errorsOf(await library.loadDrill(wrong))).toBe('path: the path must be a text\n');
    expect(errorsOf(await browser.parseDrill(LOSS, { topology, seed: 1.5 }))).toMatch(/^seed: must be a whole number/);
    expect(errorsOf(library.simulate(drill, { seeds: 0 }))).toMatch(/^seeds: must be a whole number from 1 to/);
    expect(errorsOf(await library.explore(drill, { faults: 7 }))).toMatch(
      /^faults: must be a whole number from 0 to 6/,
    );
    expect(errorsOf(await library.explore(drill, { only: ['sit'] }))).toMatch(/did you mean "site"/);
  });

  test('an overlay beside a deployment that was read, which nobody would read, and an answer in place of its value', async () => {
    const overlay = 'nowhere.yaml';
    const words = 'overlay: a deployment that was read has its overlay already\n  give it to loadTopology\n';
    expect(errorsOf(await library.loadDrill('sims/03-site-loss.yaml', { topology, overlay }))).toBe(words);
    expect(errorsOf(await library.loadRunbook('sims/16-planned-failover.ps1', { topology, overlay }))).toBe(words);
    const unopened = library.loadTopology('sims/contoso.yaml') as unknown as typeof topology;
    const wrong = 'topology: this is an answer: give its "value"\n';
    expect(errorsOf(await library.loadDrill('sims/03-site-loss.yaml', { topology: unopened }))).toBe(wrong);
    expect(errorsOf(await browser.parseDrill(LOSS, { topology: unopened }))).toBe(wrong);
    expect(errorsOf(await browser.parseRunbook('Get-CsPool', { topology: unopened }))).toBe(wrong);
  });

  test('no text makes a reader throw', async () => {
    const piece = fc.constantFrom(...LOSS.split('\n'), ...CONTOSO.split('\n'), '', '- ', '{', "'", '\t', '$(', '@{');
    const damaged = fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(damaged, async (broken) => {
        for (const outcome of [
          browser.parseTopology(broken),
          browser.parseTopology(CONTOSO, { overlay: broken }),
          await browser.parseDrill(broken, { topology }),
          await browser.parseRunbook(broken, { topology }),
        ]) {
          expect(outcome.ok || outcome.errors.length > 0).toBe(true);
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});

/** The same seeds, of which one lost a change more. */
const raised = (seeds: SeedsResult): SeedsResult => ({
  ...seeds,
  spread: seeds.spread.map((each) => (each.what === 'lost' ? { ...each, max: each.max + 1 } : each)),
});

describe('results', () => {
  test('a simulated drill is what the command says of it', async () => {
    const drill = answer(await library.loadDrill('sims/02-swap.yaml'));
    const result = answer(library.simulate(drill, { seeds: 3 }));
    const { stdout } = await inProcess(['run', 'sims/02-swap.yaml', '--seeds', '3', '--json']);
    const { tool, inputs, again, ...told } = JSON.parse(stdout);
    // Which files were read, and by what command line, is the command's to say.
    expect(JSON.parse(library.renderRun(result, 'json'))).toEqual(told);
    expect(tool.name + inputs.length).toBe('drydrill2');
    expect(again).toBe('drydrill run sims/02-swap.yaml --seed 1 --seeds 3');
    const page = await inProcess(['run', 'sims/02-swap.yaml', '--seeds', '3', '--no-color']);
    expect(library.renderRun(result, 'terminal', { again })).toBe(page.stdout);
    expect(library.renderRun(result, 'markdown')).toMatch(/^# /);
  });

  test('one seed that fails is named in the words of the library', async () => {
    const drill = answer(await library.loadDrill('sims/03b-site-loss-any-phase.yaml'));
    const strict = { ...drill, expect: { ...drill.expect, rpoMs: 60_000 } };
    const result = answer(library.simulate(strict, { seed: 1, seeds: 20 }));
    expect(result.verdict).toBe('failed');
    const seed = Number(/simulate\(drill, \{ seed: (\d+), seeds: 1 \}\)/.exec(result.reason)?.[1] ?? 1);
    expect(answer(library.simulate(strict, { seed, seeds: 1 })).verdict).toBe('failed');
  });

  test('a search in this thread finds what one in threads finds', async () => {
    const drill = answer(await library.loadDrill('test/exploration/small.yaml'));
    // Little breaks: who searches does not depend on how much there is to search.
    const options = { faults: 1, only: ['link'], hazards: true, free: 1 };
    const alone = answer(await browser.explore(drill, options));
    const threads = answer(await library.explore(drill, { ...options, threads: 1 }));
    expect(alone.report).toEqual(threads.report);
    expect(alone.report.verdict).toBe('failed');
    const [shown] = alone.counterexamples;
    if (shown === null) throw new Error('no run shows it');
    const result = answer(library.simulate(shown, { seeds: 1 }));
    expect(result.violations.map(({ invariant }) => invariant)).toContain(alone.report.violations[0].invariant);
    expect(library.renderExploration(alone.report)).toContain('I1');
  });

  test('a saved counterexample is replayed; what is no trace is an error', async () => {
    const search = ['explore', 'test/exploration/small.yaml', '--free', '1', '--hazards', '--threads', '1', '--json'];
    const { stdout } = await inProcess(search);
    const replayed = answer(await browser.replay(stdout, { violation: 1, after: 0 }));
    expect(replayed.verdict).toBe('failed');
    expect(replayed.reproduced).not.toBeNull();
    expect(replayed.parted).toBeNull();
    expect(replayed.state).not.toBeNull();
    expect(errorsOf(await browser.replay(LOSS))).toMatch(/^trace\.json:\d+:\d+: this is a drill, not a trace/);
    expect(errorsOf(await browser.replay(stdout, { violation: 1, after: 999 }))).toMatch(
      /^after: must be a whole number/,
    );
    expect(errorsOf(await browser.replay(undefined as unknown as string))).toMatch(/^text: the trace/);
  });

  test('a comparison says what is worse', async () => {
    const drill = answer(await library.loadDrill('sims/03-site-loss.yaml'));
    const late = answer(await library.loadDrill('sims/04a-forgot-cms.yaml'));
    const [a, b] = [drill, late].map((each) => answer(library.simulate(each, { seeds: 1 })));
    expect(library.compare(a, b).worse).toBe(true);
    expect(library.compare(a, a)).toMatchObject({ worse: false, comparable: true });
    // The most of three seeds may be higher than the one of one, which says nothing.
    const { seeds } = answer(library.simulate(drill, { seeds: 3 }));
    const more = library.compare({ ...a, seeds: { ...seeds!, played: 1 } }, { ...a, seeds: raised(seeds!) });
    expect(more).toMatchObject({ worse: false, comparable: false });
    expect(library.renderComparison(library.compare(a, b))).toMatch(/^WORSE/);
    expect(library.renderTopology(topology)).toContain('pool1.contoso.com');
    expect(library.topologyWarnings(topology).length).toBeGreaterThanOrEqual(0);
  });
});

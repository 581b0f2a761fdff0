import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProcess } from '../support/in-process.js';

const OUT = mkdtempSync(join(tmpdir(), 'drydrill-replay-'));
const at = (name: string): string => join(OUT, name);
afterAll(() => rmSync(OUT, { recursive: true }));

const replay = (...argv: string[]) => inProcess(['replay', ...argv]);

/** The hazards of a small deployment, one of which is -SkipDataVerification (I1, D44). */
const EXPLORE = ['explore', 'test/exploration/small.yaml', '--free', '1', '--hazards', '--threads', '1'];
/** A drill that breaks I1 by a hazard that it declares. */
const DECLARED = 'sims/08a-skip-verification.yaml';

interface Json {
  readonly steps: readonly { readonly changed: object; readonly wasChanged: object }[];
  readonly [key: string]: unknown;
}

describe('drydrill replay', () => {
  let hazards: string;
  let declared: string;

  beforeAll(async () => {
    expect((await inProcess([...EXPLORE, '--out', OUT])).status).toBe(1);
    hazards = at('small-I1-3.trace.json');
    await inProcess(['explore', DECLARED, '--faults', '0', '--threads', '1', '--out', OUT]);
    declared = at('08a-skip-verification-I1-1.trace.json');
  }, 120_000);

  test('tells each step and what it changes, and fails as what it shows does', async () => {
    const { status, stdout, stderr } = await replay(hazards);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('snapshots/replay-hazard.txt');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('passes where what breaks is declared', async () => {
    const { status, stdout } = await replay(declared, '--quiet');
    expect(status).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('and fails nothing: the drill declares it under expect.violates');
  });

  test('what breaks for another cause than the saved one is not said to break no more', async () => {
    writeFileSync(at('cause.json'), edit(declared, /"cause": ".*"/, '"cause": "an earthquake"'));
    const { status, stdout } = await replay(at('cause.json'), '--json');
    expect(status).toBe(0);
    const { reason } = JSON.parse(stdout) as Json;
    expect(reason).toMatch(
      /^I1 does not break by "an earthquake" at the end of 5 steps; I1 breaks in step 5, and fails nothing: the drill declares it under expect\.violates: /,
    );
  });

  test('what does not break any more is told of these steps alone', async () => {
    // Its last step is there no more, nor in the words of the trace: an older model ended here.
    const trace = JSON.parse(without(hazards, 1)) as { violations: { trace: { moves: string[] } }[] };
    trace.violations[0].trace.moves.pop();
    writeFileSync(at('ended.json'), JSON.stringify(trace));
    const { status, stdout } = await replay(at('ended.json'), '--json');
    expect(status).toBe(0);
    const { reason } = JSON.parse(stdout) as Json;
    expect(reason).toMatch(
      /^I1 does not break any more: \d+ steps? could be taken again, .* What comes after them is not/,
    );
  });

  test('every file that an exploration writes is replayed to what it shows', async () => {
    const traces = readdirSync(OUT).filter((name) => name.endsWith('.trace.json'));
    expect(traces.length).toBeGreaterThan(4);
    for (const name of traces) {
      const { status, stdout } = await replay(at(name), '--json');
      const json = JSON.parse(stdout) as Json;
      expect(json).toMatchObject({ drydrill: 1, reproduced: true, parted: null, remarks: [], state: null });
      expect(json.verdict).toBe(status === 0 ? 'passed' : 'failed');
      // small-I4-5.trace.json
      expect(json.saved).toMatchObject({
        invariant: name
          .replace(/-\d+\.trace\.json$/, '')
          .split('-')
          .at(-1),
      });
      expect(json.inputs).toMatchObject([{ path: at(name), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    }
  });

  test('the report of an exploration is taken, too; of several the one that is named', async () => {
    const report = at('small.explore.json');
    const several = await replay(report);
    expect(several.status).toBe(2);
    expect(several.stderr).toMatch(
      /small\.explore\.json:\d+:\d+: this report holds 5 traces\n {2}choose one with --vio/,
    );
    expect((await replay(report, '--violation', '9')).stderr).toContain('there is no violation 9: this report holds 5');
    expect((await replay(report, '--violation', '3')).stdout).toBe((await replay(hazards)).stdout);
    expect((await replay(at('08a-skip-verification.explore.json'))).stdout).toBe((await replay(declared)).stdout);
  });

  test('--at shows the whole state after a step; in JSON and Markdown, too', async () => {
    const { stdout } = await replay(hazards, '--at', '3', '--quiet');
    await expect(stdout).toMatchFileSnapshot('snapshots/replay-state.txt');
    const { state } = JSON.parse((await replay(hazards, '--at', '0', '--json')).stdout) as Json;
    expect(state).toMatchObject({ step: 0, down: [], is: { 'failover of std1.contoso.com': 'normal' } });
    const markdown = (await replay(hazards, '--at', '3', '--reporter', 'markdown')).stdout;
    expect(markdown).toContain('| failover of std2.contoso.com | planned.preparing |');
    const beyond = await replay(hazards, '--at', '5');
    expect(beyond).toMatchObject({ status: 2, stdout: '' });
    expect(beyond.stderr).toContain('--at 5: the trace has 4 steps');
  });

  test('writes its reports beside each other', async () => {
    await replay(hazards, '--out', at('reports'), '--reporter', 'terminal,json,markdown');
    expect(readdirSync(at('reports')).sort()).toEqual([
      'small-I1-3.replay.json',
      'small-I1-3.replay.md',
      'small-I1-3.replay.txt',
    ]);
  });

  test('a drill in which it is not possible any more parts there, with what is possible', async () => {
    // The failover that skipped its verification is now the second step, after one that waits.
    const fixed = readFileSync(DECLARED, 'utf8')
      .replace('topology: ', `topology: ${process.cwd()}/sims/`)
      .replaceAll(' -SkipDataVerification', '');
    writeFileSync(at('fixed.yaml'), fixed);
    const { status, stdout } = await replay(declared, '--drill', at('fixed.yaml'));
    expect(status).toBe(3);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('INCONCLUSIVE The trace does not fit any more at step');
    expect(text).toContain('the next step of the drill is: Invoke-CsPoolFailOver -PoolFqdn');
    expect(text).toContain('fixed.yaml is not what the trace was saved from.');
    expect(text).toContain('possible there:');
  });

  test('the same drill file is what the trace was saved from, and another deployment is said to be another', async () => {
    expect(JSON.parse((await replay(declared, '--drill', DECLARED, '--json')).stdout)).toMatchObject({
      reproduced: true,
      remarks: [],
    });
    const other = JSON.parse((await replay(declared, '--topology', 'sims/contoso-six.yaml', '--json')).stdout) as Json;
    expect(other.remarks).toEqual(['sims/contoso-six.yaml is not what the trace was saved from.']);
  });

  test('what was edited, and another version, is told; what it changes comes from the model', async () => {
    const text = readFileSync(hazards, 'utf8');
    const edited = text.replace('"version": "0.', '"version": "9.');
    writeFileSync(
      at('edited.json'),
      edited
        .replace('"failover of std2.contoso.com": "planned.taking"', '"failover of std2.contoso.com": "planned.gone"')
        .replace('"users": ', '"users": 1'),
    );
    const { stdout, status } = await replay(at('edited.json'), '--json');
    expect(status).toBe(1);
    const json = JSON.parse(stdout) as Json;
    expect(json.remarks).toEqual([
      expect.stringMatching(/^The trace was saved by drydrill 9\.\S+; this is 0\./),
      'The drill or the deployment in the trace was edited after it was saved.',
    ]);
    expect(json.steps.at(-1)).toMatchObject({
      changed: { 'failover of std2.contoso.com': 'planned.taking' },
      wasChanged: { 'failover of std2.contoso.com': 'planned.gone' },
    });
  });

  describe('what is no trace is refused with its place', () => {
    const WHAT_IS = 'give a trace that "drydrill explore --out DIR" wrote';
    test.each<readonly [string, () => string, RegExp]>([
      [
        'a drill',
        () => readFileSync(DECLARED, 'utf8'),
        /:\d+:1: this is a drill, not a trace\n {2}it is run with: drydr/,
      ],
      ['a topology', () => readFileSync('sims/contoso.yaml', 'utf8'), /:\d+:1: this is a topology, not a trace/],
      ['a result', () => '{ "drydrill": 1, "endedAtMs": 5 }', /:1:1: this is the result of a run, not a trace/],
      ['prose', () => 'Dear reader:\nhello', /:1:1: this is no trace/],
      ['a list', () => '[]', /:1:1: this is no trace/],
      [
        'cut off',
        () => readFileSync(hazards, 'utf8').slice(0, 300),
        /:12:\d+: not valid JSON: a quoted text is not closed/,
      ],
      [
        'no counterexample',
        () => edit(hazards, /"violations": \[[\s\S]*\],\n {2}"request"/, '"violations": [],\n  "request"'),
        /:\d+:\d+: this report holds no trace: the search found nothing/,
      ],
      [
        'a step without a name',
        () => edit(hazards, '"move"', '"muve"'),
        /:\d+:\d+: "move" is missing in violations\[0\]\.steps\[0\]/,
      ],
      ['its last step gone', () => without(hazards, 1), /:\d+:\d+: this trace has \d+ steps?; it was saved with \d+\n/],
      [
        'all of its steps gone',
        () => without(hazards, 99),
        /:\d+:\d+: this trace has 0 steps; it was saved with \d+\n/,
      ],
      [
        'no step, saved by a version that did not say how many',
        () => without(hazards, 99).replace('"moves":', '"were":'),
        /:\d+:\d+: this trace has 0 steps\n {2}take the file as it was written/,
      ],
      ['no drill', () => edit(hazards, '"content"', '"contents"'), /:\d+:\d+: the drill of this trace is missing/],
      [
        'a deployment that cannot be',
        () => edit(hazards, '"lync2013"', '"lync2099"'),
        /:\d+:\d+: product must be lync2013 or/,
      ],
      [
        'a request that cannot be',
        () => edit(hazards, '"free": 1', '"free": 99'),
        /request\.free must be a whole number from 0 to 12/,
      ],
    ])('%s', async (_, text, message) => {
      writeFileSync(at('wrong.json'), text());
      const { status, stdout, stderr } = await replay(at('wrong.json'));
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr.startsWith(at('wrong.json'))).toBe(true);
      if (/no trace\b/.test(stderr) && !/holds/.test(stderr)) expect(stderr).toContain(WHAT_IS);
    });
  });
});

/** A trace without so many of its last steps. */
function without(file: string, last: number): string {
  const trace = JSON.parse(readFileSync(file, 'utf8')) as { violations: { steps: unknown[] }[] };
  const [{ steps }] = trace.violations;
  steps.splice(Math.max(0, steps.length - last));
  return JSON.stringify(trace, null, 2);
}

const edit = (file: string, from: string | RegExp, to: string): string => readFileSync(file, 'utf8').replace(from, to);

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { COMMANDS, main } from '../src/cli.js';
import { runCommand, type runDrillFile as runFile } from '../src/commands/run.js';
import { inputError } from '../src/core/input-error.js';
import { LOSE_DATACENTER1 } from './report/fixture.js';

type RunDrillFile = typeof runFile;

const failed: RunDrillFile = async () => LOSE_DATACENTER1;

async function drydrill(argv: string[], runDrillFile: RunDrillFile = failed, env: Record<string, string> = {}) {
  let stdout = '';
  let stderr = '';
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env,
    isTTY: false,
  };
  const status = await main(argv, io, { ...COMMANDS, run: async () => runCommand(runDrillFile) });
  return { status, stdout, stderr };
}

const { version: VERSION } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
/** The result with what made it, and how. */
const recordOf = (drill: string) => ({
  ...LOSE_DATACENTER1,
  tool: { name: 'drydrill', version: VERSION },
  again: `drydrill run ${drill} --seed 7`,
});

describe('exit status', () => {
  test.each([
    ['passed', 0],
    ['failed', 1],
    ['inconclusive', 3],
  ] as const)('a drill that %s ends with %i', async (verdict, status) => {
    const runner: RunDrillFile = async () => ({ ...LOSE_DATACENTER1, verdict });
    expect(await drydrill(['run', 'a.yaml'], runner)).toMatchObject({ status, stderr: '' });
  });

  test('unusable input ends with 2 and every error on stderr', async () => {
    const errors = [
      inputError({ file: 'a.yaml', line: 3, column: 5 }, 'there is no pool "x\u001b[2J"', 'did you mean pool1?'),
      inputError({ file: 'a.yaml', line: 9, column: 1 }, 'a step needs one of run, wait, note'),
    ];
    const { status, stdout, stderr } = await drydrill(['run', 'a.yaml', '--json'], async () => errors);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      'a.yaml:3:5: there is no pool "x\\x1b[2J"',
      '  did you mean pool1?',
      'a.yaml:9:1: a step needs one of run, wait, note',
      '',
    ]);
  });

  test('of many errors the first ones are told, and how many more there are', async () => {
    const errors = Array.from({ length: 61 }, (_, i) =>
      inputError({ file: 'night.yaml', line: i + 1, column: 1 }, 'wrong'),
    );
    const { stderr } = await drydrill(['run', 'night.yaml'], async () => errors);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(51);
    expect(lines[49]).toBe('night.yaml:50:1: wrong');
    expect(lines[50]).toBe('and 11 more errors');
  });

  test('a fault of drydrill ends with 4, in words and without a stack', async () => {
    const broken: RunDrillFile = async () => {
      throw new TypeError('a cell of the table is empty');
    };
    const { status, stdout, stderr } = await drydrill(['run', 'a.yaml'], broken);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toMatch(/^drydrill: internal fault: a cell of the table is empty\n {2}at .*\n.*please report/);
    expect(stderr).not.toContain(process.cwd());
    expect((await drydrill(['run', 'a.yaml'], broken, { DRYDRILL_DEBUG: '1' })).stderr).toContain('TypeError: a cell');
  });
});

describe('usage', () => {
  test.each([
    ['no command', [], 'Usage: drydrill'],
    ['a drill without a command', ['a.yaml'], 'a drill is run with: drydrill run a.yaml'],
    ['a mistyped command', ['rum', 'a.yaml'], 'Did you mean run?'],
    ['an unknown flag', ['run', 'a.yaml', '--frobnicate'], "unknown option '--frobnicate'"],
    ['no drill', ['run'], "missing required argument 'DRILL'"],
    ['two drills', ['run', 'a.yaml', 'b.yaml'], 'too many arguments'],
    ['a runbook without a topology', ['run', 'a.PS1'], 'it is for; add --topology FILE'],
    ['a runbook flag for a drill', ['run', 'a.yaml', '--param', 'A=b'], 'go with a runbook (.ps1)'],
    ['no duration', ['run', 'a.ps1', '--topology', 't', '--decide', '5'], 'write a duration like 90s'],
    ['another kind of file', ['run', 'a.json'], 'a drill is a .yaml or .yml file'],
    ['a seed that is no number', ['run', 'a.yaml', '--seed', 'x'], 'A seed is a whole number'],
    ['a negative seed', ['run', 'a.yaml', '--seed', '-1'], 'A seed is a whole number'],
    ['a seed that is too large', ['run', 'a.yaml', '--seed', '9007199254740993'], 'A seed is a whole number'],
    ['a run sheet of nothing', ['run', 'a.yaml', '--print-sheet'], '--print-sheet goes with --reporter html'],
    ['an unknown reporter', ['run', 'a.yaml', '--reporter', 'tap'], 'there is no reporter "tap"'],
    ['two reports for one stdout', ['run', 'a.yaml', '--reporter', 'terminal,json'], 'give --out DIR too'],
    ['a report beside the JSON', ['run', 'a.yaml', '--json', '--reporter', 'terminal'], 'give --out DIR too'],
    ['an --out without a name', ['run', 'a.yaml', '--out', ''], '--out needs the name of a directory'],
  ])('%s is refused with 2', async (_, argv, message) => {
    const runner = vi.fn(failed);
    const { status, stdout, stderr } = await drydrill(argv, runner);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(runner).not.toHaveBeenCalled();
  });

  test('--help and --version end with 0', async () => {
    const help = await drydrill(['run', '--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('Exit status:');
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await drydrill(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('a message does not pass on control characters', async () => {
    expect((await drydrill(['\u001b[2J'])).stderr).not.toContain('\u001b');
  });
});

describe('what is printed', () => {
  test('the flags reach the run', async () => {
    const runner = vi.fn(failed);
    await drydrill(['run', 'd/a.yml', '--seed', '42', '--topology', 't.xml', '--overlay', 'o.yaml'], runner);
    expect(runner).toHaveBeenCalledWith(
      'd/a.yml',
      expect.objectContaining({ seed: 42, topology: 't.xml', overlay: 'o.yaml' }),
    );
  });

  test('the report, and the command that runs it again', async () => {
    const { stdout } = await drydrill(['run', 'my drills/a.yaml', '--overlay', 'o.yaml']);
    expect(stdout).toMatch(/^FAILED, not ready {2}Lose Datacenter1/);
    expect(stdout).toContain("drydrill run 'my drills/a.yaml' --seed 7 --overlay o.yaml");
  });

  test.each([[['--json']], [['--reporter', 'json']], [['--json', '--quiet', '--reporter', 'json']]])(
    'one JSON document and nothing else with %j',
    async (flags) => {
      expect(JSON.parse((await drydrill(['run', 'a.yaml', ...flags])).stdout)).toEqual(recordOf('a.yaml'));
    },
  );

  test('colours only where they are wished for', async () => {
    const forced = { FORCE_COLOR: '1' };
    expect((await drydrill(['run', 'a.yaml'])).stdout).not.toContain('\u001b');
    expect((await drydrill(['run', 'a.yaml'], failed, forced)).stdout).toContain('\u001b');
    expect((await drydrill(['run', 'a.yaml', '--no-color'], failed, forced)).stdout).not.toContain('\u001b');
  });
});

describe('--out', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'drydrill-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('writes each chosen report, named after the drill, without colour', async () => {
    const out = join(directory, 'reports');
    const argv = ['run', 'drills/lose-dc1.yaml', '--out', out, '--reporter', 'json,terminal'];
    const { status, stdout } = await drydrill(argv, failed, { FORCE_COLOR: '1' });
    expect(status).toBe(1);
    expect(stdout).toContain('FAILED');
    expect(readdirSync(out)).toEqual(['lose-dc1.json', 'lose-dc1.txt']);
    expect(JSON.parse(readFileSync(join(out, 'lose-dc1.json'), 'utf8'))).toEqual(recordOf('drills/lose-dc1.yaml'));
    expect(readFileSync(join(out, 'lose-dc1.txt'), 'utf8')).toMatch(/^FAILED, not ready {2}Lose/);
  });

  test('with --json prints the JSON and writes the other report too', async () => {
    const { stdout } = await drydrill(['run', 'a.yaml', '--json', '--out', directory, '--reporter', 'terminal']);
    expect(JSON.parse(stdout)).toEqual(recordOf('a.yaml'));
    expect(readdirSync(directory)).toEqual(['a.json', 'a.txt']);
  });

  test('that cannot be written is an error of usage', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const { status, stderr } = await drydrill(['run', 'a.yaml', '--out', file]);
    expect(status).toBe(2);
    expect(stderr).toContain('cannot write the reports into');
  });
});

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/built.js';

/** Runs the campaign; its status and what it says. */
function fuzz(...argv: string[]): Promise<{ status: number; out: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [`${ROOT}test/fuzz.mjs`, '--seed', '7', ...argv], (error, stdout, stderr) => {
      done({ status: error === null ? 0 : Number(error.code), out: stdout + stderr });
    });
  });
}

// Each way of breaking takes a thread of its own, and a hang its time: some seconds.
test('a reader that throws, hangs, eats memory of either kind, ends its thread or is slow is noticed, with its input', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-fuzz-'));
  try {
    const limits = ['--longest-ms', '500', '--memory-mb', '100'];
    const own = ['--reader', `${ROOT}test/support/faulty-reader.mjs`, '--only', 'drills', '--processes', '1'];
    const { status, out } = await fuzz(...own, ...limits, '--inputs', '20', '--out', folder);
    const told = out
      .split('\n')
      .flatMap((line) => /^FAILED drills (\d+): (?:Error: )?([^|(]*)/.exec(line)?.slice(1) ?? []);
    expect(told.map((each) => each.trim())).toEqual([
      ...['3', 'it throws'],
      ...['5', 'it hangs'],
      ...['7', expect.stringMatching(/memory limit|it needs more than 100 MB/)],
      ...['9', 'it needs more than 100 MB'],
      ...['11', 'the thread ended by itself'],
      ...['13', expect.stringMatching(/^it took [56]\d\d ms$/)],
    ]);
    const inputs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(inputs.sort()).toEqual(['7 11', '7 13', '7 3', '7 5', '7 7', '7 9']);
    expect(out).toContain('20 inputs in');
    expect(status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a total is shared out over the kinds, and two processes feed all of it', async () => {
  const { status, out } = await fuzz('--only', 'baseline,part', '--total', '400', '--processes', '2');
  const counts = [...out.matchAll(/^(\w+): (\d+) inputs/gm)].map(([, kind, count]) => [kind, Number(count)]);
  expect(Object.fromEntries(counts)).toEqual({ baseline: 200, part: 200 });
  expect([out.split('\n').at(-2), status]).toEqual([
    expect.stringMatching(/^400 inputs in \d+ s, 0 failed; seed 7$/),
    0,
  ]);
});

test('what cannot be a campaign is refused', async () => {
  for (const wrong of [
    ['--only', 'nothing'],
    ['--minutes', 'x'],
    ['--inputs', '1', '--total', '2'],
    ['--processes', '0'],
  ]) {
    expect((await fuzz(...wrong)).status).toBe(2);
  }
  expect(await fuzz('--only', 'part', '--inputs', '0')).toMatchObject({ status: 1 });
});

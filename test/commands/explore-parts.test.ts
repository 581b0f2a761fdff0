import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inProcess } from '../support/in-process.js';

const OUT = mkdtempSync(join(tmpdir(), 'drydrill-explore-parts-'));
afterAll(() => rmSync(OUT, { recursive: true }));
const directory = (index: number): string => join(OUT, String(index));
const COUNT = 3;
const ALL = [1, 2, 3].map(directory).join(',');

const ASK = ['explore', 'test/exploration/small.yaml', '--free', '1', '--hazards', '--threads', '1'];
const explore = (...more: string[]) => inProcess([...ASK, ...more]);

beforeAll(async () => {
  for (let index = 1; index <= COUNT; index++) {
    const { status, stdout, stderr } = await explore('--shard', `${index}/${COUNT}`, '--out', directory(index));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(
        `^Part ${index} of 3: its share of (\\d+) of \\1 logs? searched, [\\d,]+ states?, all of it to the end\\.`,
      ),
    );
  }
});

test('parts are joined to the report of one machine, counterexamples, counts and exit status included, in any order', async () => {
  const alone = await explore('--json');
  expect(alone.status).toBe(1);
  expect(JSON.parse(alone.stdout).parts.length).toBeGreaterThan(COUNT);
  expect(await explore('--json', '--parts', ALL)).toEqual(alone);
  const turned = [3, 1, 2].map(directory).join(',');
  expect(await explore('--parts', turned)).toEqual(await explore());
});

test('a bound that one part met makes the whole inconclusive, or says that there may be more', async () => {
  const cut = join(OUT, 'cut');
  const part = await explore('--shard', '2/3', '--out', cut, '--max-states', '2');
  expect(part.status).toBe(3);
  expect(part.stdout).toContain('not to the end, so that the whole will be inconclusive');
  const { status, stdout } = await explore('--json', '--parts', [directory(1), cut, directory(3)].join(','));
  const { complete, proved, bounds, reason } = JSON.parse(stdout);
  expect({ complete, proved, stoppedBy: bounds.stoppedBy }).toEqual({
    complete: false,
    proved: null,
    stoppedBy: 'states',
  });
  expect([1, 3]).toContain(status);
  expect(reason).toMatch(/not complete, there may be more|before every future was seen/);
});

test.each([
  ['one is missing', [1, 2], [], 'part 3 of 3 is missing'],
  ['one is there twice', [1, 2, 2], [], 'part 2 of 3 is there twice'],
  ['other flags', [1, 2, 3], ['--repairs', '--faults', '1'], 'of other flags'],
  ['another seed', [1, 2, 3], ['--seed', '9'], 'topology or seed'],
])('parts that are not one whole are refused: %s', async (_, indices, more, says) => {
  const { status, stdout, stderr } = await explore('--parts', indices.map(directory).join(','), ...more);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
});

test('a part that is damaged, or is none, is refused with its path', async () => {
  const damaged = join(OUT, 'damaged');
  expect((await explore('--shard', '1/3', '--out', damaged)).status).toBe(0);
  const file = join(damaged, 'explore.part.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"states":', '"states" :'));
  const parts = [damaged, directory(2), directory(3)].join(',');
  expect((await explore('--parts', parts)).stderr).toContain(`${file}: this part is damaged`);
  rmSync(file);
  expect(await explore('--parts', parts)).toMatchObject({ status: 2, stderr: expect.stringContaining('no such file') });
});

test('flags that do not go together are errors of usage', async () => {
  for (const [more, says] of [
    [['--shard', '1/2'], 'add --out DIR'],
    [['--shard', '1/2', '--out', OUT, '--parts', ALL], 'give one of the two'],
    [['--shard', '3/2', '--out', OUT], 'such as 2/3'],
  ] as const)
    expect(await explore(...more)).toMatchObject({ status: 2, stderr: expect.stringContaining(says) });
});

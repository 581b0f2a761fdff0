import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/built.js';
import { inProcess } from '../support/in-process.js';

const markdown = async (...argv: string[]) => (await inProcess([...argv, '--reporter', 'markdown'])).stdout;

/** Every table has the same number of cells in each of its rows. */
function expectTables(text: string): void {
  const tables = text
    .trimEnd()
    .split(/\n{2,}/)
    .filter((block) => block.startsWith('| '));
  expect(tables.length).toBeGreaterThan(0);
  for (const table of tables) {
    const cells = table.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
    expect(new Set(cells).size, table).toBe(1);
  }
}

test('a run is a page for a ticket: verdict, recovery, users, changes, steps, findings', async () => {
  const text = await markdown('run', 'sims/03-site-loss.yaml', '--seeds', '1');
  expectTables(text);
  expect(text).toMatch(/^# PASSED, ready[ a-z]*: Lose Datacenter1, recover on pool2, come home\n/);
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(
    expect.arrayContaining(['At a glance', 'Recovery', 'Users', 'Changes', 'Steps', 'Findings', 'Run again', 'Inputs']),
  );
  expect(text).toMatch(/\| sims\/contoso\.yaml \| [0-9a-f]{64} \|\n\ndrydrill \d+\.\d+\.\d+\n$/);
  // Out from 00:31:00 to 01:05:37, and in resiliency mode at home while they come back: 37m 45s.
  expect(text).toMatch(
    /\n- \*\*Users\*\* At most 20,000 at a time .*, 1,447,241 user-minutes; none at the end\.\n {2}- pool1\.contoso\.com: 20,000 users for 1h 12m 22s in all\.\n- \*\*Outage\*\* pool1/,
  );
  // What follows the wait began at 00:51:11; to the millisecond it lasted 3m 40.4s.
  expect(text).toMatch(/\| 00:47:30 \| 3m 41s \| wait until replicated .*\n\| \d+ \| 00:51:11 \|/);
  // 2,167 changes: the drill works them out.
  expect(text).toContain('| pool1.contoso.com | UserServices.PresenceFocus | 563,724 | 2,167 | 0 | 1m 05s |');
});

test('what went otherwise is bold; with --quiet only that is left of the steps', async () => {
  const text = await markdown(
    'run',
    'sims/01-planned-failover.yaml',
    '--lose',
    'site=Datacenter2@20m',
    '--seeds',
    '1',
    '--quiet',
  );
  expect(text).toMatch(/^# FAILED, not ready: /);
  expect(text).toContain('## Steps that did not go as expected');
  expect(text).toContain('**not expected**');
  expectTables(text);
});

test('numbers of several seeds, and an outage as an instant and a length', async () => {
  const text = await markdown('run', 'sims/03-site-loss.yaml', '--seeds', '2');
  expectTables(text);
  expect(text).toContain(
    '| pool | outage at | failover started at | served at | outage | RTO | RPO | target | applies |',
  );
  expect(text).toContain(
    '## Over all seeds\n\n| number | least | median | 95 % | most | seeds that never came to it |',
  );
  expect(text).toMatch(/^\| RTO of pool1\.contoso\.com \| \d.* \| 0 \|$/m);
});

test('an exploration', async () => {
  const explored = await markdown('explore', 'test/exploration/small.yaml', '--faults', '0', '--threads', '1');
  expect(explored).toMatch(/^# PASSED: /);
  expect(explored).toContain('## How the drill can end, the worst first');
  expect(explored).toContain('I4, I10 break only as declared, by a named hazard or as reported. Futures: 87,');
  expect(explored).toContain(
    '| I4 | no; only with standardPairCmsSplit = bothActive, which was reported: reported apart, fails nothing |',
  );
  expect(explored).toContain('## What was searched\n\n- the steps and faults of the drill, in every order');
  expect(explored).toContain('\n- 927 states, 2,498 transitions, at most 17 moves deep: complete');
  expectTables(explored);
});

test('what a drill says cannot break the page', async () => {
  const drill = {
    drill: '# <b>a|b</b> *c* `d`',
    topology: join(ROOT, 'sims/contoso.yaml'),
    steps: [{ note: 'x | y\n| z' }, { wait: '1m' }],
  };
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-markdown-'));
  try {
    writeFileSync(join(folder, 'odd.yaml'), JSON.stringify(drill));
    const text = await markdown('run', join(folder, 'odd.yaml'), '--seeds', '1');
    expectTables(text);
    expect(text.split('\n')[0]).toContain('\\# &lt;b>a\\|b&lt;/b> \\*c\\* \\`d\\`');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

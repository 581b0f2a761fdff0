import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fixture } from '../input/topology/fixtures.js';
import { inProcess } from '../support/in-process.js';

const folder = mkdtempSync(join(tmpdir(), 'drydrill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function drydrill(...argv: string[]) {
  const { status, stdout, stderr } = await inProcess(argv);
  return { status, stdout, stderr: stderr.replaceAll(`${folder}/`, '') };
}

test('a document is drawn, given as JSON, and converted; the converted file is the same deployment', async () => {
  const drawn = await drydrill('topology', fixture('enterprise-pair.tbxml'));
  expect(drawn).toMatchObject({ status: 0, stderr: '' });
  expect(drawn.stdout).toContain('Site Amsterdam');
  const yaml = await drydrill('topology', fixture('enterprise-pair.tbxml'), '--to', 'yaml');
  expect(yaml).toMatchObject({ status: 0, stderr: '' });
  const again = await drydrill('topology', write('converted.yaml', yaml.stdout), '--json');
  const first = await drydrill('topology', fixture('enterprise-pair.tbxml'), '--json');
  expect(JSON.parse(again.stdout).pools).toEqual(JSON.parse(first.stdout).pools);
});

test('unusable input is exit 2, with the place', async () => {
  const cut = write(
    'cut.xml',
    '<Topology xmlns="urn:schema:Microsoft.Rtc.Management.Deploy.Topology.2008">\n  <Sites>\n',
  );
  expect(await drydrill('topology', cut, '--json')).toMatchInlineSnapshot(`
    {
      "status": 2,
      "stderr": "cut.xml:2:10: the file ends inside <Sites>
      the file is cut off or damaged: export it again
    ",
      "stdout": "",
    }
  `);
  expect((await drydrill('topology', join(folder, 'none.tbxml'))).status).toBe(2);
});

test('wrong usage is exit 2', async () => {
  for (const flags of [['--to', 'xml'], ['--to', 'yaml', '--json'], ['--seed', '1'], ['--overlay']]) {
    const { status, stdout, stderr } = await drydrill('topology', fixture('standard-pair.xml'), ...flags);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
  }
  expect((await drydrill('topology')).status).toBe(2);
});

test('a drill runs on a document of the product, named on the command line or in the drill', async () => {
  const steps = 'steps:\n  - run: Invoke-CsPoolFailOver -PoolFqdn se2.fabrikam.com\n';
  const overlay = write('o.yaml', 'pools: [{ fqdn: se2.fabrikam.com, users: 700 }]');
  const document = fixture('standard-pair.xml');
  const bare = write('bare.yaml', `drill: A\ntopology: other.yaml\n${steps}`);
  const named = write('named.yaml', `drill: A\ntopology: ${document}\n${steps}`);
  const run = async (...argv: string[]) => JSON.parse((await drydrill('run', ...argv, '--json')).stdout);
  const flags = ['--topology', document, '--overlay', overlay];
  const result = await run(bare, ...flags);
  expect(result.steps.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['ok']);
  expect(result.users.map(({ count }: { count: number }) => count)).toEqual([2500, 700]);
  expect(result.assumptions.map(({ name }: { name: string }) => name)).toContain('pools.se1.fabrikam.com.users');
  expect((await run(named)).users[1].count).toBe(2500);
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { defaultDirectory } from '../../src/init/write-drills.js';
import { parseCommandLine } from '../../src/powershell/parser/command-line.js';
import { fixture } from '../input/topology/fixtures.js';
import { AT_LENGTH } from '../support/at-length.js';
import { kindOf } from '../support/first-drills.js';
import { inProcess } from '../support/in-process.js';

/** What of them is not as in another deployment is a line of a drill, not a drill. */
const LIKE_OTHERS = ['contoso-ag-logins.yaml', 'contoso-cms2.yaml', 'contoso-two.yaml', 'contoso-no-witness.yaml'];

const SIMS = fileURLToPath(new URL('../../sims/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drydrill-init-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const freshFolder = () => join(folder, `out${made++}`);

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function drydrill(...argv: string[]) {
  const { status, stdout, stderr } = await inProcess(argv);
  return { status, stdout, stderr: stderr.replaceAll(`${folder}/`, '') };
}

const written = new Map<string, Promise<Record<string, string>>>();
/**
 * What `init` writes of a topology, by name; the drills of it run clean: those of contoso all, elsewhere one of each
 * kind, and all at length. The same is written and run once.
 */
function init(topology: string): Promise<Record<string, string>> {
  const files = written.get(topology) ?? writeAndRun(topology);
  written.set(topology, files);
  return files;
}

async function writeAndRun(topology: string): Promise<Record<string, string>> {
  const out = freshFolder();
  const { status, stderr } = await drydrill('init', '--topology', topology, '--out', out);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const drills = readdirSync(out).filter((each) => each.endsWith('.yaml') && each !== 'topology.yaml');
  const whole = AT_LENGTH || topology === `${SIMS}contoso.yaml`;
  for (const name of whole ? drills : new Map(drills.map((each) => [kindOf(each), each])).values()) {
    const ran = await drydrill('run', join(out, name), '--json', '--seeds', AT_LENGTH ? '2' : '1');
    expect(ran, name).toMatchObject({ status: 0, stderr: '' });
    if (name.includes('-mistake-')) continue;
    const { findings } = JSON.parse(ran.stdout) as { findings: { place: string | null }[] };
    expect(
      findings.filter(({ place }) => place !== null),
      name,
    ).toEqual([]);
  }
  return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')]));
}

test('contoso: sites, pools and parts, as drill and as runbook; they run clean and read as they did', async () => {
  const files = await init(`${SIMS}contoso.yaml`);
  const both = (name: string) => [`${name}.ps1`, `${name}.yaml`];
  const three = (name: string) => [...both(name), `${name}-by-runbook.yaml`];
  const [one, two] = ['pool1.contoso.com', 'pool2.contoso.com'];
  expect(Object.keys(files)).toEqual(
    [
      ...['Datacenter1', 'Datacenter2'].flatMap((site) => three(`${site}-site-loss`)),
      ...both('central-management-store'),
      ...['edge1.contoso.com', 'edge2.contoso.com'].flatMap((edge) => three(`${edge}-edge-loss`)),
      ...[one, two].flatMap((pool) => [
        ...['planned', 'patch', 'sql-patch'].flatMap((f) => both(`${pool}-${f}`)),
        ...['sql-principal', 'backup-service'].flatMap((f) => three(`${pool}-${f}`)),
      ]),
      ...both(`${one}-then-${two}`),
      'Datacenter1-Datacenter2-wan.yaml',
      'file1.contoso.com-file-store.yaml',
      'file2.contoso.com-file-store.yaml',
      ...['second-too-early', 'two-domains', 'whole-pool', 'sql-too-long'].map((m) => `${one}-mistake-${m}.yaml`),
    ].sort(),
  );
  for (const [name, text] of Object.entries(files)) {
    if (!/^(?:Datacenter1|pool1|edge1|file1)/.test(name)) continue;
    // As Windows saves a script; what there is beside ASCII comes after a byte order mark.
    const [lines, ends] = [text.match(/\n/g)?.length, text.match(/\r\n/g)?.length ?? 0];
    expect([name, ends]).toEqual([name, name.endsWith('.ps1') ? lines : 0]);
    const there = text
      .replaceAll('\r\n', '\n')
      .replace(/^topology: .*$/m, 'topology: contoso.yaml')
      .replace(/--topology .*$/m, '--topology contoso.yaml');
    await expect(there).toMatchFileSnapshot(`snapshots/init/${name}`);
  }
});

test('a site is recovered whole: every pair in it, the store first, then the Edge pools, then the pools', async () => {
  const text = readFileSync(`${SIMS}contoso-three-sites.yaml`, 'utf8').replace('active: pool2', 'active: pool1');
  const { 'Datacenter1-site-loss.yaml': drill, 'Datacenter2-site-loss.yaml': other } = await init(
    write('three.yaml', text),
  );
  const order = [
    ...drill.matchAll(
      /run: (Invoke-CsManagementServerFailover|Invoke-CsPool\w+ -PoolFqdn \w+|Invoke-CsBackupServiceSync -PoolFqdn \w+)/g,
    ),
  ];
  expect(order.map(([, line]) => line)).toEqual([
    'Invoke-CsManagementServerFailover',
    // 12,000 users before 6,000
    'Invoke-CsPoolFailOver -PoolFqdn pool1',
    'Invoke-CsPoolFailOver -PoolFqdn pool3',
    'Invoke-CsPoolFailBack -PoolFqdn pool1',
    'Invoke-CsPoolFailBack -PoolFqdn pool3',
    'Invoke-CsBackupServiceSync -PoolFqdn pool2',
    'Invoke-CsBackupServiceSync -PoolFqdn pool4',
  ]);
  // The only Edge pool is there: its next hop changes, and nothing can take federation.
  expect(other).toContain(
    'Set-CsEdgeServer -Identity EdgeServer:edge2.contoso.com -Registrar Registrar:pool1.contoso.com',
  );
  expect(other).toContain('no other Edge pool could take it');
});

test('a check of what was written is green: each runbook is rehearsed in the night that it is for', async () => {
  const out = freshFolder();
  const topology = `${SIMS}contoso.yaml`;
  await drydrill('init', '--topology', topology, '--out', out);
  const argv = ['check', out, '--topology', topology, '--seeds', '1', '--workers', '1', '--json'];
  const { status, stdout } = await drydrill(...argv);
  const { drills, verdict } = JSON.parse(stdout) as {
    verdict: string;
    drills: { path: string; result: { verdict: string; reason: string } }[];
  };
  const others = drills.filter(({ result }) => result.verdict !== 'passed');
  expect(others.map(({ path, result }) => `${path}: ${result.reason}`)).toEqual([]);
  expect({ status, verdict }).toEqual({ status: 0, verdict: 'passed' });
  const runbooks = drills.map(({ path }) => relative(out, path)).filter((path) => path.endsWith('.ps1'));
  // Those of plans, which need no fault; the 8 of the nights run in drills that name them.
  expect(runbooks).toEqual([
    'central-management-store.ps1',
    'pool1.contoso.com-patch.ps1',
    'pool1.contoso.com-planned.ps1',
    'pool1.contoso.com-sql-patch.ps1',
    'pool1.contoso.com-then-pool2.contoso.com.ps1',
    'pool2.contoso.com-patch.ps1',
    'pool2.contoso.com-planned.ps1',
    'pool2.contoso.com-sql-patch.ps1',
  ]);
  expect(drills.filter(({ path }) => path.endsWith('-by-runbook.yaml'))).toHaveLength(8);
});

test('a runbook that is run though nothing is lost says so and ends', async () => {
  const out = freshFolder();
  await drydrill('init', '--topology', `${SIMS}contoso.yaml`, '--out', out);
  const says = {
    'Datacenter1-site-loss': 'it is not lost',
    'pool1.contoso.com-sql-principal': 'there is nothing to recover',
    'pool1.contoso.com-backup-service': 'there is nothing to recover',
    'edge1.contoso.com-edge-loss': 'there is nothing to recover',
  };
  for (const [name, words] of Object.entries(says)) {
    const { status, stdout } = await drydrill(
      'run',
      join(out, `${name}.ps1`),
      '--topology',
      `${SIMS}contoso.yaml`,
      '--json',
    );
    const { reason, steps } = JSON.parse(stdout) as { reason: string; steps: { command: string }[] };
    expect({ status, reason }, name).toEqual({ status: 1, reason: expect.stringContaining(words) });
    expect(
      steps.filter(({ command }) => /^(?:Invoke|Start|Set)-/.test(command)),
      name,
    ).toEqual([]);
  }
});

test('a pool with a backlog is not lost: its runbook ends there too', async () => {
  const out = freshFolder();
  await drydrill('init', '--topology', `${SIMS}contoso.yaml`, '--out', out);
  // The link was away until a minute before, and what waited for it goes in many cycles (D32, D33).
  for (const [name, words] of [
    ['Datacenter1-site-loss', 'it is not lost'],
    ['pool1.contoso.com-backup-service', 'there is nothing to recover'],
  ]) {
    const drill = join(out, `${name}-backlog.yaml`);
    writeFileSync(
      drill,
      [
        'drill: A backlog',
        `topology: ${SIMS}contoso.yaml`,
        'assumptions: { syncPhaseSeconds: 0, maxBatchesPerUserStoreSync: 1 }',
        'faults: [{ at: 1m, cut: { link: [Datacenter1, Datacenter2] }, for: 5h }]',
        'steps:',
        ' - { at: 5h2m, run: Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com }',
        ` - { at: 5h3m, script: ${name}.ps1 }`,
      ].join('\n'),
    );
    const { stdout, stderr } = await drydrill('run', drill, '--json', '--seeds', '1');
    expect(stderr).toBe('');
    const { reason, steps } = JSON.parse(stdout) as {
      reason: string;
      steps: { command: string; output: { OverallExportStatus: string }[] }[];
    };
    expect(steps[0].output[0].OverallExportStatus, name).toBe('NonSteadyState');
    expect(reason, name).toContain(words);
    expect(
      steps.filter(({ command }) => /^(?:Invoke|Start|Set)-/.test(command)),
      name,
    ).toEqual([]);
  }
});

describe('every kind of deployment', () => {
  const yamls = readdirSync(SIMS).filter(
    (name) => name.startsWith('contoso') && (AT_LENGTH || !LIKE_OTHERS.includes(name)),
  );
  test.each(yamls)('sims/%s', async (name) => {
    expect(Object.keys(await init(SIMS + name)).length).toBeGreaterThanOrEqual(8);
  });

  const documents = ['enterprise-pair.tbxml', 'three-sites.tbxml', 'standard-pair.xml', 'availability-group.xml'];
  test.each(documents)('%s, with the deployment as YAML beside the drills', async (name) => {
    const files = await init(fixture(name));
    expect(files['topology.yaml']).toContain('pools:');
    const drill = Object.entries(files).find(([each]) => each.endsWith('-planned.yaml'))?.[1];
    expect(drill).toContain('\ntopology: topology.yaml\n');
  });

  test('what an overlay says is in the deployment beside the drills', async () => {
    const overlay = write('overlay.yaml', 'pools: [{ fqdn: pool1.contoso.com, users: 1234 }]\n');
    const out = freshFolder();
    await drydrill('init', '--topology', `${SIMS}contoso.yaml`, '--out', out, '--overlay', overlay);
    expect(readFileSync(join(out, 'topology.yaml'), 'utf8')).toContain('users: 1234');
    expect(readFileSync(join(out, 'pool1.contoso.com-planned.yaml'), 'utf8')).toContain('\ntopology: topology.yaml\n');
  });

  test('Response Groups go by file, unless the Backup Service has them', async () => {
    const by = async (name: string) => Object.values(await init(SIMS + name)).join('');
    expect(await by('contoso.yaml')).toContain('Import-CsRgsConfiguration');
    expect(await by('contoso-2019.yaml')).not.toContain('RgsConfiguration');
  });

  test('a site with a name that would break YAML, PowerShell or a comment', async () => {
    const names = ['a: b # c', "O'Brien’s, [2]"];
    const text = readFileSync(`${SIMS}contoso.yaml`, 'utf8');
    const odd = text
      .replaceAll(/\bDatacenter1\b/g, JSON.stringify(names[0]))
      .replaceAll(/\bDatacenter2\b/g, JSON.stringify(names[1]));
    await init(write('odd.yaml', odd));
  });

  test('the only Central Management Store is lost with the site: the drill shows that nothing can be done', async () => {
    const lone = `  - fqdn: pool3.contoso.com
    site: Datacenter1
    edition: standard
    servers: [pool3.contoso.com]
    users: 100
`;
    const text = readFileSync(`${SIMS}contoso.yaml`, 'utf8')
      .replace('edgePools:', `${lone}edgePools:`)
      .replace('active: pool1.contoso.com', 'active: pool3.contoso.com');
    const files = await init(write('lone.yaml', text));
    expect(files['Datacenter1-site-loss.yaml']).toContain('    expect: refused\n    rule: D41\n');
    expect(files['Datacenter1-site-loss.ps1']).toBeUndefined();
    expect(files['Datacenter2-site-loss.yaml']).not.toContain('refused\n');
  });
});

test('every line of a runbook that stands alone is one cmdlet with its parameters', async () => {
  const files = await init(`${SIMS}contoso.yaml`);
  const lines = Object.entries(files)
    .filter(([name]) => name.endsWith('.ps1'))
    .flatMap(([, text]) =>
      text.split('\n').filter((line) => /^(?:Get|Set|Invoke|Import|Export|Publish)-Cs/.test(line)),
    );
  expect(lines.length).toBeGreaterThan(40);
  for (const line of lines) expect(await parseCommandLine(line), line).not.toHaveProperty('kind');
});

test('a folder that is a link: the drills find their topology', async () => {
  const real = join(folder, 'far', 'away');
  mkdirSync(real, { recursive: true });
  const out = freshFolder();
  symlinkSync(real, out);
  await drydrill('init', '--topology', `${SIMS}contoso.yaml`, '--out', out);
  expect((await drydrill('run', join(out, 'pool1.contoso.com-planned.yaml'), '--quiet', '--seeds', '1')).status).toBe(
    0,
  );
});

describe('nothing is overwritten', () => {
  test('a file that is there: exit 2, its name, and nothing was written', async () => {
    const out = freshFolder();
    await drydrill('init', '--topology', `${SIMS}contoso.yaml`, '--out', out);
    const taken = 'pool1.contoso.com-planned.ps1';
    for (const name of readdirSync(out)) if (name !== taken) rmSync(join(out, name));
    writeFileSync(join(out, taken), 'mine');
    const { status, stdout, stderr } = await drydrill('init', '--topology', `${SIMS}contoso.yaml`, '--out', out);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`${relative(folder, out)}/${taken} is there already`);
    expect(readdirSync(out)).toEqual([taken]);
    expect(readFileSync(join(out, taken), 'utf8')).toBe('mine');
  });

  test('no temporary file is left', async () => {
    expect(Object.keys(await init(`${SIMS}contoso.yaml`)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('what cannot be done is said', () => {
  const alone = `product: sfb2015
sites: [{ name: East }]
pools:
  - { fqdn: se.example.com, site: East, edition: standard, servers: [se.example.com], users: 10 }
`;

  test('no pair: what to do', async () => {
    const out = freshFolder();
    expect(await drydrill('init', '--topology', write('alone.yaml', alone), '--out', out)).toMatchInlineSnapshot(`
      {
        "status": 2,
        "stderr": "alone.yaml: no two Front End pools are paired: no pool can be failed over, so there is nothing to drill
        pair them in Topology Builder and export again, or say backupPool of both pools in an overlay (--overlay FILE)
      ",
        "stdout": "",
      }
    `);
    expect(existsSync(out)).toBe(false);
  });

  test('wrong usage, an unusable topology, a place that cannot be written: exit 2', async () => {
    const file = write('file', '');
    const contoso = `${SIMS}contoso.yaml`;
    for (const argv of [
      ['init'],
      ['init', '--topology', join(folder, 'none.yaml')],
      ['init', '--topology', contoso, '--out', ''],
      ['init', '--topology', contoso, '--out', join(file, 'below')],
      ['init', '--topology', contoso, 'surplus'],
    ]) {
      const { status, stdout, stderr } = await drydrill(...argv);
      expect({ status, stdout }, argv.join(' ')).toEqual({ status: 2, stdout: '' });
      expect(stderr).not.toBe('');
      expect(stderr).not.toContain('    at ');
    }
  });
});

test('--json lists what was written', async () => {
  const out = freshFolder();
  const { status, stdout } = await drydrill('init', '--topology', `${SIMS}contoso.yaml`, '--out', out, '--json');
  expect(status).toBe(0);
  const { drydrill: version, directory, files, warnings } = JSON.parse(stdout);
  expect({ version, directory, count: files.length, warnings }).toEqual({
    version: 1,
    directory: out,
    count: 47,
    warnings: 0,
  });
  expect(files[0]).toEqual({
    name: 'Datacenter1-site-loss.yaml',
    kind: 'drill',
    title: 'Lose site Datacenter1, recover on pool2.contoso.com, come home',
  });
});

test('what is weak in the deployment is said to be there', async () => {
  const out = freshFolder();
  const topology = `${SIMS}contoso-no-witness.yaml`;
  const { stdout } = await drydrill('init', '--topology', topology, '--out', out);
  expect(stdout).toContain(
    `\n2 weaknesses in this deployment, with what to do about each:\n  drydrill topology ${topology}\n`,
  );
  expect(stdout).toContain(`\nRun one:\n  drydrill run ${out}/Datacenter1-site-loss.yaml\n`);
});

test('the folder is named after the topology', () => {
  expect(defaultDirectory('some/where/contoso.tbxml')).toBe('contoso-drills');
});

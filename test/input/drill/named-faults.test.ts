import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withNamedFaults } from '../../../src/input/drill/named-faults.js';
import { readDrill } from '../../../src/input/from-disk.js';
import { ROOT } from '../../support/built.js';
import { inProcess } from '../../support/in-process.js';

async function drill() {
  const read = await readDrill(join(ROOT, 'sims/01-planned-failover.yaml'));
  if (Array.isArray(read)) throw new Error(read[0].message);
  return { ...read, faults: [] };
}

/** What the command line's faults are in the drill, or what is wrong with them. */
async function faults(lose: string[], repair: string[] = []) {
  const with_ = withNamedFaults(await drill(), { lose, repair });
  if (Array.isArray(with_)) return with_.map(({ position, message, hint }) => `${position.file}: ${message} | ${hint}`);
  return with_.faults.map(({ atMs, verb, target }) => ({ atMs, verb, target }));
}

describe('faults of the command line', () => {
  test('each kind means what it means in a drill file; the time is 0 where it is left out', async () => {
    const wishes = [
      'site=Datacenter1',
      'server=SQL1A.contoso.com@30m',
      'link=Datacenter1,Datacenter2@1h30m',
      'service=LYNCBACKUP,pool1.contoso.com',
      'module=PresenceFocus,pool1.contoso.com',
      'pool=pool2.contoso.com',
      'fileStore=file1.contoso.com',
      'replicator=true',
    ];
    expect(await faults(wishes)).toEqual([
      { atMs: 0, verb: 'crash', target: { kind: 'site', site: 'Datacenter1' } },
      { atMs: 1_800_000, verb: 'crash', target: { kind: 'server', server: 'sql1a.contoso.com' } },
      { atMs: 5_400_000, verb: 'cut', target: { kind: 'link', link: ['Datacenter1', 'Datacenter2'], oneWay: false } },
      { atMs: 0, verb: 'crash', target: { kind: 'service', service: 'LYNCBACKUP', pool: 'pool1.contoso.com' } },
      {
        atMs: 0,
        verb: 'crash',
        target: { kind: 'module', module: { pool: 'pool1.contoso.com', name: 'UserServices.PresenceFocus' } },
      },
      { atMs: 0, verb: 'crash', target: { kind: 'pool', pool: 'pool2.contoso.com' } },
      { atMs: 0, verb: 'crash', target: { kind: 'fileStore', fileStore: 'file1.contoso.com' } },
      { atMs: 0, verb: 'crash', target: { kind: 'replicator', replicator: true } },
    ]);
    expect(await faults([], ['site=Datacenter1@4h', 'link=Datacenter1,Datacenter2@5h'])).toEqual([
      { atMs: 14_400_000, verb: 'repair', target: { kind: 'site', site: 'Datacenter1' } },
      { atMs: 18_000_000, verb: 'mend', target: { kind: 'link', link: ['Datacenter1', 'Datacenter2'], oneWay: false } },
    ]);
  });

  test('what is wrong, with the flag as it was typed and what would be right', async () => {
    const wrong = [
      'Datacenter1',
      'sight=Datacenter1',
      'site=Datacentre1',
      'server=sql1a.contoso.com@soon',
      'link=Datacenter1',
    ];
    expect([...(await faults(wrong)), ...(await faults([], ['site=Datacenter1']))]).toMatchInlineSnapshot(`
      [
        "--lose Datacenter1: this is not KIND=NAME | e.g. site=Datacenter1, server=sql1a.contoso.com@30m, link=SiteA,SiteB, service=LYNCBACKUP,pool1.contoso.com",
        "--lose sight=Datacenter1: there is no kind "sight"; kinds are site, pool, server, fileStore, service, module, share, replicator, hydration, link | e.g. site=Datacenter1, server=sql1a.contoso.com@30m, link=SiteA,SiteB, service=LYNCBACKUP,pool1.contoso.com",
        "--lose site=Datacentre1: "Datacentre1" is not one of the sites | did you mean "Datacenter1"?",
        "--lose server=sql1a.contoso.com@soon: "sql1a.contoso.com@soon" is not one of the machines | did you mean "sql1a.contoso.com"?",
        "--lose link=Datacenter1: "" is not one of the sites | known sites: Datacenter1, Datacenter2",
        "--repair site=Datacenter1: a repair needs its time: KIND=NAME@TIME | e.g. site=Datacenter1@4h",
      ]
    `);
  });
});

test('run: the night of a runbook without a drill file; the line to run it again has the faults', async () => {
  const flags = ['--lose', 'site=Datacenter1@31m', '--repair', 'site=Datacenter1@4h', '--seeds', '1'];
  const argv = ['run', 'sims/01-planned-failover.yaml', ...flags];
  const { status, stdout } = await inProcess(argv);
  expect(status).toBe(1);
  expect(stdout).toContain('00:31:00  fault: crash site Datacenter1');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('--lose site=Datacenter1@31m --repair site=Datacenter1@4h');
  const { status: unusable, stderr } = await inProcess(['run', 'sims/01-planned-failover.yaml', '--lose', 'site=X']);
  expect(unusable).toBe(2);
  expect(stderr).toContain('--lose site=X');
});

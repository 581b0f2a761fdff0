import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { runDrillFile } from '../../src/commands/run.js';
import { DEFAULT_LOAD } from '../../src/domain/drill.js';
import { firstDrills } from '../../src/init/drills.js';
import { writeTopology } from '../../src/input/topology/write-yaml.js';
import { AT_LENGTH } from '../support/at-length.js';
import { kindOf } from '../support/first-drills.js';
import { runsOf, SEED, TIME_MS } from '../support/random-runs.js';
import { carries, deploymentOf, topologies } from '../support/topologies.js';

const folder = join(tmpdir(), `drydrill-init-${process.pid}`);
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What has to come up among the drills, or the property says little. */
const KINDS = [
  '-planned.yaml',
  '-planned.ps1',
  '-site-loss.ps1',
  '-site-loss.yaml',
  '-pool-loss.yaml',
  'expect: refused',
  'Invoke-CsManagementServerFailover\n',
  ' -BackupMirrorSqlServerFqdn ',
  '-sql-principal.ps1',
  '-sql-loss.yaml',
  '-wan.yaml',
  '-file-store.yaml',
  '-backup-service.ps1',
  '-edge-loss.ps1',
  'central-management-store.ps1',
  '-then-',
  '-site-loss-by-runbook.yaml',
  'SET PARTNER RESUME',
  'with nobody to take its users',
  'Set-CsEdgeServer',
  'Set-CsSite',
  'Import-CsRgsConfiguration',
  '-patch.ps1',
  '-sql-patch.yaml',
  'AVAILABILITY GROUP [ag',
  ', the storage of fci',
  '-sql-secondary-by-runbook.yaml',
  '-sql-primary.yaml',
  '-sql-quorum.yaml',
  '-mistake-group-forced.yaml',
  '-mistake-second-too-early.yaml',
  '-mistake-started-instead.yaml',
  '-mistake-two-servers.yaml',
  '-mistake-force-whatif.yaml',
  'update: { server',
];

/** Also what the usual topologies have not: a Central Management Store on any pool, no Edge pools. */
const deployments = fc
  .record({ topology: topologies, cms: fc.nat({ max: 5 }), edges: fc.constantFrom(true, true, false) })
  .map(({ topology: { data }, cms, edges }) => {
    const pools = data.pools as readonly { readonly fqdn: string }[];
    const active = pools[cms % pools.length].fqdn;
    const edgePools = edges ? data.edgePools : [];
    const bare = edges ? pools : pools.map((pool) => ({ ...pool, edgePool: null }));
    return deploymentOf({ ...data, pools: bare, edgePools, centralManagement: { active } });
  });

/** What `drydrill run` makes of a file; it must pass without anything that the procedure would have avoided. */
async function clean(name: string, text: string): Promise<void> {
  writeFileSync(join(folder, name), text);
  const seeds = AT_LENGTH ? 2 : 1;
  const options = name.endsWith('.ps1') ? { seeds, topology: join(folder, 'topology.yaml') } : { seeds };
  const result = await runDrillFile(join(folder, name), options);
  if (Array.isArray(result)) throw new Error(`${name}: ${JSON.stringify(result)}`);
  const { verdict, reason, findings, users } = result;
  expect(`${name}: ${verdict}, ${reason}`).toMatch(/: passed,/);
  // Whatever was lost, everybody has regular service at the end.
  for (const { pool, intervals } of users) expect(`${name}, ${pool}: ${intervals.at(-1)?.state}`).toMatch(/: regular/);
  // What is advised against the procedure could have been avoided; what a disaster costs could not.
  const avoidable = findings.filter((f) => f.place !== null || (f.severity === 'error' && f.line > 0));
  // A mistake is there to be advised against.
  if (!name.includes('-mistake-')) expect(avoidable, name).toEqual([]);
}

/** A runbook that is run without its fault ends with an error that says so, before it changes anything. */
async function expectNothingLost(name: string, text: string): Promise<void> {
  writeFileSync(join(folder, name), text);
  const result = await runDrillFile(join(folder, name), { topology: join(folder, 'topology.yaml'), seeds: 1 });
  if (Array.isArray(result)) throw new Error(`${name}: ${JSON.stringify(result)}`);
  expect(`${name}: ${result.verdict}, ${result.reason}`).toMatch(
    /: failed, .*(?:it is not lost|nothing to recover|is not lost, and)/,
  );
  expect(result.steps.filter(({ command }) => !/^(?:Get-|Test-|throw )/.test(command))).toEqual([]);
}

/** How many drills of a kind are played of all that are written: the first ones, and all of them at length. */
const PLAYED_OF_A_KIND = AT_LENGTH ? Number.POSITIVE_INFINITY : 3;

test(
  'of whatever deployment the first drills are written, they run clean, and so do their runbooks',
  async () => {
    const seen = new Map<string, number>();
    const count = (what: string): number => {
      const times = (seen.get(what) ?? 0) + 1;
      seen.set(what, times);
      return times;
    };
    const property = fc.asyncProperty(deployments, async (deployment) => {
      fc.pre(carries(deployment, DEFAULT_LOAD));
      writeFileSync(join(folder, 'topology.yaml'), writeTopology(deployment));
      const files = firstDrills(deployment, 'topology.yaml');
      // The drill of a runbook reads it from beside itself.
      for (const { name, text } of files) writeFileSync(join(folder, name), text);
      for (const { name, text } of files) {
        const rehearsal = name.replace(/\.ps1$/, '-by-runbook.yaml');
        const faulty = name.endsWith('.ps1') && files.some((file) => file.name === rehearsal);
        const kinds = KINDS.filter((each) => `${name}\n${text}`.includes(each));
        // What it has in it is part of what it is: a drill that is refused is another one than a drill that is done.
        const alike = [kindOf(name), ...kinds].join();
        if (count(alike) > PLAYED_OF_A_KIND) continue;
        // The runbook of a loss says that nothing is lost.
        if (faulty) await expectNothingLost(name, text);
        else await clean(name, text);
        for (const kind of kinds) count(kind);
      }
    });
    await fc.assert(property, { numRuns: runsOf(16), seed: SEED });
    for (const kind of KINDS) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
  },
  TIME_MS,
);

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { DEFAULT_LOAD } from '../../src/domain/drill.js';
import { firstDrills } from '../../src/init/drills.js';
import { readDrill } from '../../src/input/drill/yaml.js';
import { writeTopology } from '../../src/input/topology/write-yaml.js';
import { runDrill } from '../../src/run.js';
import { runsOf, SEED, TIME_MS } from '../support/random-runs.js';
import { carries, deploymentOf, topologies } from '../support/topologies.js';

const folder = join(tmpdir(), `drydrill-init-${process.pid}`);
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What has to come up among the drills, or the property says little. */
const KINDS = [
  '-planned.yaml',
  '-site-loss.yaml',
  '-pool-loss.yaml',
  'expect: refused',
  'Invoke-CsManagementServerFailover\n',
  ' -BackupMirrorSqlServerFqdn ',
  'Set-CsEdgeServer',
  'Set-CsSite',
  'Import-CsRgsConfiguration',
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

test(
  'of whatever deployment the first drills are written, they run clean',
  async () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    const property = fc.asyncProperty(deployments, async (deployment) => {
      fc.pre(carries(deployment, DEFAULT_LOAD));
      writeFileSync(join(folder, 'topology.yaml'), writeTopology(deployment));
      for (const { name, kind, text } of firstDrills(deployment, 'topology.yaml')) {
        if (kind !== 'drill') continue;
        writeFileSync(join(folder, name), text);
        const drill = await readDrill(join(folder, name));
        if (Array.isArray(drill)) throw new Error(JSON.stringify(drill));
        const { result } = runDrill(drill);
        expect(`${name}: ${result.verdict}, ${result.reason}`).toMatch(/: passed,/);
        // What is advised against the procedure could have been avoided; what a disaster costs could not.
        const avoidable = result.findings.filter(
          (f) => f.place !== null || (f.severity === 'error' && f.line > 0),
        );
        expect(avoidable, name).toEqual([]);
        for (const kind of KINDS.filter((each) => `${name}\n${text}`.includes(each))) count(kind);
      }
    });
    await fc.assert(property, { numRuns: runsOf(20), seed: SEED });
    for (const kind of KINDS) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
  },
  TIME_MS,
);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Drill } from '../../src/domain/drill.js';
import { formatInputError } from '../../src/input/format-error.js';
import { readDrill } from '../../src/input/from-disk.js';
import { type DrillRun, runDrill, type SimulationOptions } from '../../src/run/run-drill.js';

export const MIN = 60_000;
export const HOUR = 60 * MIN;

/** What can differ between the pools of the test deployment; the rest is as in sims/contoso.yaml. */
export interface PoolOptions {
  readonly servers?: number;
  readonly users?: number;
  readonly edition?: 'enterprise' | 'standard';
  readonly mirror?: boolean;
  readonly witness?: boolean | string;
  /** any further key of a pool in a topology file */
  readonly more?: Record<string, unknown>;
}

/** One pool of the test deployment: `n` = 1 or 2; machines are fe1a..., sql1a, sql1b, sql1w, file1. */
export function pool(n: 1 | 2, options: PoolOptions = {}): Record<string, unknown> {
  const { servers = 3, users = 20_000, edition = 'enterprise', mirror = true, witness = true } = options;
  const standard = edition === 'standard';
  const names = Array.from({ length: standard ? 1 : servers }, (_, i) => `fe${n}${'abcdefghijklmnop'[i]}`);
  return {
    fqdn: `pool${n}`,
    site: `Datacenter${n}`,
    edition,
    platform: 'virtual',
    servers: names,
    users,
    capacity: 2 * users,
    backupPool: `pool${3 - n}`,
    ...(standard
      ? {}
      : {
          backEnd: {
            primary: `sql${n}a`,
            ...(mirror ? { mirror: `sql${n}b` } : {}),
            ...(mirror && witness !== false ? { witness: witness === true ? `sql${n}w` : witness } : {}),
            instance: 'rtc',
          },
          fileStore: `file${n}`,
        }),
    ...options.more,
  };
}

/** `backEnd:` of pool `n` as an availability group: replicas sql1a, sql1b, listener ag1, witness fsw1 in the pool's site. */
export function availabilityGroup(n: 1 | 2, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    kind: 'availabilityGroup',
    listener: `ag${n}`,
    instance: 'rtc',
    replicas: [{ server: `sql${n}a` }, { server: `sql${n}b` }],
    cluster: { witness: 'fileShare', witnessServer: `fsw${n}` },
    ...more,
  };
}

/** The deployment with a group below each pool; `one` = what is different of the first. */
export function withGroups(one: Record<string, unknown> = {}, more: Record<string, unknown> = {}, users = 20_000) {
  const pools = ([1, 2] as const).map((n): PoolOptions => {
    const backEnd = availabilityGroup(n, n === 1 ? one : {});
    return { users, servers: 3, more: { backEnd } };
  });
  return deployment(pools[0], pools[1], { product: 'sfb2019', ...more });
}

/** Two paired pools in two sites, no Edge pools; CMS on pool2, so that pool1 can be failed over at once. */
export function deployment(
  one: PoolOptions = {},
  two: PoolOptions = one,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    product: 'lync2013',
    sites: [{ name: 'Datacenter1' }, { name: 'Datacenter2' }],
    links: [{ between: ['Datacenter1', 'Datacenter2'], latency: '40ms', bandwidth: '100Mbps' }],
    pools: [pool(1, one), pool(2, two)],
    edgePools: [],
    centralManagement: { active: 'pool2' },
    backupService: { syncInterval: '2m' },
    voiceResiliency: { automatic: true, failureDetectionInterval: '300s', failbackDetectionInterval: '600s' },
    ...more,
  };
}

export interface DrillText {
  readonly topology?: Record<string, unknown>;
  readonly seed?: number;
  readonly asRole?: string;
  readonly load?: Record<string, number>;
  readonly assumptions?: Record<string, unknown>;
  readonly faults?: readonly unknown[];
  readonly files?: readonly unknown[];
  readonly steps?: readonly unknown[];
  readonly expect?: Record<string, unknown>;
}

/** A drill from YAML text (or the same as an object), read as a user's file is read. */
export async function drillOf(text: string | DrillText): Promise<Drill> {
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-'));
  try {
    const file = join(folder, 'drill.yaml');
    // Cycles begin at time 0, so that the arithmetic of a test can be done by hand; `{}` lets the seed draw (D37).
    const { assumptions = { syncPhaseSeconds: 0 } } = typeof text === 'string' ? {} : text;
    const whole =
      typeof text === 'string'
        ? text
        : JSON.stringify({ drill: 'test', steps: [], topology: deployment(), ...text, assumptions }, null, 1);
    writeFileSync(file, whole);
    const drill = await readDrill(file);
    if (Array.isArray(drill)) throw new Error(drill.map(formatInputError).join('\n'));
    return drill;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function run(text: string | DrillText, options: SimulationOptions = {}): Promise<DrillRun> {
  return runDrill(await drillOf(text), options);
}

/** Loss of one pool and module, `PresenceFocus` when none is named. */
export function lossOf(r: DrillRun, of: string, module = 'PresenceFocus') {
  const found = r.result.loss.byModule.find((m) => m.pool === of && m.module.endsWith(module));
  if (found === undefined) throw new Error(`no loss of ${of} ${module}`);
  return found;
}

/** `state affected fromMs-toMs` of each interval of a pool's users. */
export function feelings(r: DrillRun, of: string): string[] {
  const users = r.result.users.find((u) => u.pool === of)!;
  return users.intervals.map((i) => `${i.state} ${i.affected} ${i.fromMs}-${i.toMs}`);
}

/** Broken invariants, each once. */
export function broken(r: DrillRun): string[] {
  return [...new Set(r.result.violations.map((v) => v.invariant))];
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { ended, ROOT } from './support/built.js';
import { freePort, HAS_REDIS } from './support/redis.mjs';

/** The manifests of examples/kubernetes: what they name exists, and their commands do what is said of them. */

const EXAMPLE = `${ROOT}examples/kubernetes/`;
const MANIFESTS = readdirSync(EXAMPLE).filter((name) => name.endsWith('.yaml'));

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env?: readonly { name: string; value: string }[];
  readonly volumeMounts: readonly { name: string; mountPath: string }[];
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    name: string;
    persistentVolumeClaim?: { claimName: string };
    secret?: { secretName: string };
  }[];
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>> & { readonly template?: { metadata?: object; spec: PodSpec } };
}

const manifestsIn = (name: string): Manifest[] =>
  parseAllDocuments(readFileSync(EXAMPLE + name, 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  });
const ALL = new Map(MANIFESTS.map((name) => [name, manifestsIn(name)]));
const podOf = (name: string): PodSpec => ALL.get(name)![0].spec.template!.spec;

let folder: string;
const children = new Set<ChildProcess>();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-kubernetes-'));
  const team = join(ROOT, 'examples/contoso-dr');
  for (const name of [
    'topology.yaml',
    'runbooks/Wait-Functions.ps1',
    'runbooks/Planned-Failover.ps1',
    'drills/planned-failover.yaml',
  ])
    cpSync(join(team, name), join(folder, 'drills', name), { recursive: true });
  for (const name of ['bin', 'secret', 'run', 'data']) mkdirSync(join(folder, name));
  symlinkSync(`${ROOT}dist/bin.js`, join(folder, 'bin/drydrill'));
  writeFileSync(join(folder, 'secret/password'), 'of-this-test\n');
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts what a container starts, its mounts below the folder of the test, with few runs and another Redis. */
function started({ command, args, env }: Container, more: Readonly<Record<string, string>>, port = 0): ChildProcess {
  const here = (text: string): string =>
    text
      .replace(/\/(drills|parts|secret|data|run\/redis)\b/g, (_, name: string) => join(folder, name.split('/')[0]))
      .replace('--runs 100000', '--runs 4 --seeds 2')
      .replace(/^100000$/, '4')
      .replace('redis://drydrill-redis:6379', `redis://127.0.0.1:${port}`)
      .replace('--appendonly yes', `--appendonly yes --port ${port} --bind 127.0.0.1`);
  const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, here(value)]));
  const [program, ...first] = command ?? [process.execPath, `${ROOT}dist/bin.js`];
  const child = spawn(program, [...first, ...args.map(here), ...(args[0] === 'check' ? ['--seeds', '2'] : [])], {
    cwd: join(folder, 'drills'),
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, NO_COLOR: '1', ...own, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  return child;
}

const reportsIn = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]),
  );

let ofOne: Promise<Record<string, string>> | null = null;
/** The reports of one machine that is asked for all of it, which plays it once. */
function alone(): Promise<Record<string, string>> {
  ofOne ??= playedAlone();
  return ofOne;
}

async function playedAlone(): Promise<Record<string, string>> {
  const args = podOf('check.yaml').containers[0].args.join(' ').replace(' --queue redis://drydrill-redis:6379', '');
  const child = started(
    { image: '', args: args.replace('/parts/check', '/parts/alone').split(' '), volumeMounts: [] },
    {},
  );
  expect((await ended(child)).status).toBe(0);
  return reportsIn('parts/alone');
}

describe('the manifests', () => {
  test('name volumes, claims, secrets and files that there are', () => {
    const claims = [...ALL.values()].flat().filter(({ kind }) => kind === 'PersistentVolumeClaim');
    const readme = readFileSync(`${EXAMPLE}README.md`, 'utf8');
    let pods = 0;
    for (const [name, manifests] of ALL) {
      expect(readme, name).toContain(name);
      for (const { kind, apiVersion, metadata, spec } of manifests) {
        expect([kind, apiVersion.length > 0, /^drydrill/.test(metadata.name)]).toEqual([kind, true, true]);
        if (spec.template === undefined) continue;
        pods++;
        const { containers, volumes } = spec.template.spec;
        const templates = (spec.volumeClaimTemplates ?? []) as readonly { metadata: { name: string } }[];
        const known = [...volumes.map((volume) => volume.name), ...templates.map((each) => each.metadata.name)];
        for (const { volumeMounts } of containers)
          expect(volumeMounts.filter((mount) => !known.includes(mount.name))).toEqual([]);
        for (const { persistentVolumeClaim: claim, secret } of volumes) {
          if (claim !== undefined) expect(claims.map((each) => each.metadata.name)).toContain(claim.claimName);
          if (secret !== undefined) expect(readme).toContain(`secret generic ${secret.secretName} `);
        }
      }
    }
    expect(pods).toBe(5);
    expect(MANIFESTS.filter((name) => readme.split(name).length === 1)).toEqual([]);
  });

  test('let the pods of drydrill alone to Redis', () => {
    const [set, service, policy] = ALL.get('redis.yaml')!;
    const labels = { app: 'drydrill-redis' };
    expect(set.spec.template!.metadata).toEqual({ labels });
    expect(service.spec.selector).toEqual(labels);
    expect(policy.spec.podSelector).toEqual({ matchLabels: labels });
    const from = [{ podSelector: { matchLabels: { app: 'drydrill' } } }];
    expect(policy.spec.ingress).toMatchObject([{ from }]);
    for (const name of ['workers.yaml', 'check.yaml'])
      expect(ALL.get(name)![0].spec.template!.metadata).toMatchObject({ labels: { app: 'drydrill' } });
  });
});

describe('the commands of the pods', () => {
  test('do all parts, one an index, and join them to the reports of one machine', async () => {
    const [{ spec }] = ALL.get('shards.yaml')!;
    const [container] = podOf('shards.yaml').containers;
    const parts = Number(spec.completions);
    expect(spec.completionMode).toBe('Indexed');
    expect(container.args[0]).toContain(`--shard "$((JOB_COMPLETION_INDEX+1))/${parts}"`);
    const indices = Array.from({ length: parts }, (_, index) => index);
    const whole = alone();
    for (const index of indices) {
      const { status, stderr } = await ended(started(container, { JOB_COMPLETION_INDEX: String(index) }));
      expect({ index, status, stderr }).toEqual({ index, status: 0, stderr: '' });
    }
    const { status, stderr } = await ended(started(podOf('merge.yaml').containers[0], {}));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(reportsIn('parts/report')).toEqual(await whole);
    // A drill that fails is for the merging to tell; what cannot be read ends the Job.
    const failing = 'drill: It fails\ntopology: ../topology.yaml\nsteps: []\nexpect: { rto: { nobody: 1m } }\n';
    writeFileSync(join(folder, 'drills/drills/broken.yaml'), failing);
    expect((await ended(started(container, { JOB_COMPLETION_INDEX: '0' }))).status).toBe(2);
    rmSync(join(folder, 'drills/drills/broken.yaml'));
  });

  test.skipIf(!HAS_REDIS)(
    'start a Redis with the password of the secret, workers, and the check that they play',
    async () => {
      const port = await freePort();
      started(podOf('redis.yaml').containers[0], {}, port);
      const options = { port, host: '127.0.0.1', maxRetriesPerRequest: null, retryStrategy: () => 50 };
      const client = new Redis({ ...options, password: 'of-this-test' });
      client.on('error', () => {});
      expect(await client.ping()).toBe('PONG');
      expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
      client.disconnect();
      const worker = started(podOf('workers.yaml').containers[0], {}, port);
      const { status } = await ended(started(podOf('check.yaml').containers[0], {}, port));
      expect(status).toBe(0);
      expect(reportsIn('parts/check')).toEqual(await alone());
      worker.kill('SIGTERM');
      expect(await once(worker, 'exit')).toEqual([0, null]);
    },
  );
});

test('the Dockerfile builds on any base, from the package that lies beside it, and fetches nothing that nobody asks for', () => {
  const lines = readFileSync(`${EXAMPLE}Dockerfile`, 'utf8').split('\n');
  const instructions = lines.filter((line) => line !== '' && !line.startsWith('#'));
  expect(instructions.map((line) => line.split(' ')[0])).toEqual([
    'ARG',
    'FROM',
    'ARG',
    'COPY',
    'RUN',
    'USER',
    'WORKDIR',
    'ENTRYPOINT',
  ]);
  expect(instructions[0]).toMatch(/^ARG BASE=\S+:2\d-slim$/);
  expect(instructions[1]).toMatch(/^FROM \$\{BASE\}$/);
  expect(instructions.slice(2, 4)).toEqual(['ARG QUEUE=""', 'COPY drydrill-*.tgz /tmp/package/']);
  expect(instructions.at(-1)).toBe('ENTRYPOINT ["drydrill"]');
});

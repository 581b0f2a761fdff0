// Semantic checks of the Back End of an Enterprise Edition pool: the keys of its kind are there, and no others.
import { quote } from '../../core/quote.js';
import { sameName } from '../../domain/deployment.js';
import type { TreePath } from '../positioned-tree.js';
import type { TreeProblems } from '../problems.js';
import type { BackEndKind, BackEndShape } from './back-end-schema.js';
import type { PoolShape } from './topology-schema.js';

/** The kind that a Back End says, or that follows from its keys. */
function kindOf(backEnd: BackEndShape): BackEndKind {
  if (backEnd.kind !== null) return backEnd.kind;
  return backEnd.mirror === null ? 'single' : 'mirror';
}

/** The keys that each kind has beside `kind` and `instance`. */
const KEYS: Readonly<Record<BackEndKind, readonly (keyof BackEndShape)[]>> = {
  single: ['primary'],
  mirror: ['primary', 'mirror', 'witness', 'witnessSite'],
  availabilityGroup: ['listener', 'sqlServerFqdn', 'replicas', 'cluster'],
  failoverCluster: ['name', 'nodes', 'storage', 'cluster'],
};

/** Those that only some kinds have; a witness without a mirror is told apart. */
const OF_A_KIND = ['mirror', 'listener', 'sqlServerFqdn', 'replicas', 'cluster', 'name', 'nodes', 'storage'] as const;

/** Checks the Back End of the Enterprise Edition pool at `index`. */
export function checkBackEnd(pool: PoolShape, index: number, problems: TreeProblems): void {
  const { backEnd } = pool;
  const path = ['pools', index];
  const fqdn = quote(pool.fqdn);
  const kind = backEnd === null ? null : kindOf(backEnd);
  const clustered = kind === 'availabilityGroup' || kind === 'failoverCluster';
  if (!backEnd?.primary && !clustered) {
    const message = `the Enterprise Edition pool ${fqdn} has no SQL server`;
    problems.at(backEnd === null ? path : [...path, 'backEnd'], message, 'add "backEnd: { primary: ... }"');
  }
  if (backEnd === null) return;
  const at = (...rest: TreePath) => [...path, 'backEnd', ...rest];
  checkKeys(backEnd, fqdn, at, problems);
  if (kind === 'availabilityGroup') checkGroup(backEnd, fqdn, at, problems);
  if (kind === 'failoverCluster') checkInstance(backEnd, fqdn, at, problems);
  if (backEnd.witness && !backEnd.mirror && !clustered) {
    problems.atKey(at('witness'), `${fqdn} has a witness but no mirror`, 'add "mirror: ..." or remove "witness"');
  }
  if (backEnd.witnessSite && !backEnd.witness && !clustered) {
    problems.atKey(at('witnessSite'), `${fqdn} has a witness site but no witness`, 'add "witness: ..."');
  }
}

type At = (...rest: TreePath) => TreePath;

function checkKeys(backEnd: BackEndShape, fqdn: string, at: At, problems: TreeProblems): void {
  const kind = kindOf(backEnd);
  if (kind === 'mirror' && !backEnd.mirror) {
    problems.at(
      at('kind'),
      `${fqdn} has a mirrored Back End without a mirror`,
      'add "mirror: ..." or write "kind: single"',
    );
  }
  const isClustered = kind === 'availabilityGroup' || kind === 'failoverCluster';
  const keys = isClustered ? ([...OF_A_KIND, 'primary', 'witness', 'witnessSite'] as const) : OF_A_KIND;
  for (const key of keys) {
    if (backEnd[key] === null || KEYS[kind].includes(key)) continue;
    const instead = (kind === 'failoverCluster' ? INSTEAD_OF_INSTANCE : INSTEAD)[key] ?? `${ofKind(key)}, or remove it`;
    problems.atKey(at(key), `"${key}" is no key of a Back End of kind ${kind}`, instead);
  }
}

const ofKind = (key: keyof BackEndShape): string =>
  KEYS.availabilityGroup.includes(key) ? 'write "kind: availabilityGroup"' : 'write "kind: failoverCluster"';

const INSTEAD_OF_INSTANCE: Readonly<Partial<Record<keyof BackEndShape, string>>> = {
  mirror: 'a failover cluster instance has one copy of its databases, on its "storage" (D137)',
  primary: 'the instance answers by its "name", on whichever of its "nodes" it runs',
  replicas: 'list its "nodes"; a failover cluster instance inside of an availability group is not modelled (D137)',
  witness: 'say it in "cluster: { witness: fileShare, witnessServer: ... }"',
  witnessSite: 'say it in "cluster: { witnessSite: ... }"',
};

const INSTEAD: Readonly<Partial<Record<keyof BackEndShape, string>>> = {
  mirror: 'an availability group lists its SQL servers in "replicas"; otherwise write "kind: mirror"',
  primary: 'the first of the "replicas" is primary at the start',
  witness: 'say it in "cluster: { witness: fileShare, witnessServer: ... }"',
  witnessSite: 'say it in "cluster: { witnessSite: ... }"',
};

function checkGroup(backEnd: BackEndShape, fqdn: string, at: At, problems: TreeProblems): void {
  const { listener, replicas, sqlServerFqdn, cluster } = backEnd;
  if (listener === null) {
    problems.at(at(), `the availability group of ${fqdn} has no listener (D105)`, 'add "listener: ..."');
  }
  if (replicas === null) {
    const hint = 'add "replicas: [{ server: ... }, { server: ... }]", the primary first';
    problems.at(at(), `the availability group of ${fqdn} has no replicas`, hint);
    return;
  }
  replicas.forEach(({ server, commit, failover }, i) => {
    if (sameName(server, listener)) {
      const message = `${quote(server)} is the listener of the group and cannot be one of its replicas`;
      problems.at(at('replicas', i, 'server'), message, 'name the SQL server itself');
    }
    // D114: automatic failover is of synchronous replicas alone, and SQL Server refuses the two together.
    if (commit === 'asynchronous' && failover === 'automatic') {
      const message = `${quote(server)} commits asynchronously and cannot fail over by itself (D113)`;
      problems.at(at('replicas', i, 'failover'), message, 'write "failover: manual", or leave it out');
    }
  });
  if (
    sqlServerFqdn !== null &&
    ![listener, ...replicas.map(({ server }) => server)].some((name) => sameName(name, sqlServerFqdn))
  ) {
    const message = `${quote(sqlServerFqdn)} is neither the listener nor a replica of the group`;
    problems.at(at('sqlServerFqdn'), message, 'it is what the topology has as the FQDN of the store (D105)');
  }
  if (!replicas.some(({ vote }) => vote !== false)) {
    problems.at(
      at('replicas'),
      `no replica of ${fqdn} votes in its cluster: it never has quorum (D130)`,
      'remove "vote: false"',
    );
  }
  if (cluster !== null) {
    checkCluster(
      cluster,
      replicas.map(({ server }) => server),
      at,
      problems,
    );
  }
}

/** D137: one instance, which has a name of its own, on nodes that share one storage. */
function checkInstance(backEnd: BackEndShape, fqdn: string, at: At, problems: TreeProblems): void {
  const { name, nodes, storage, cluster } = backEnd;
  const needed = { name: 'name: sqlfci1...', nodes: 'nodes: [sql1a..., sql1b...]', storage: 'storage: san1...' };
  for (const [key, hint] of Object.entries(needed)) {
    if (backEnd[key as keyof typeof needed] !== null) continue;
    problems.at(at(), `the failover cluster instance of ${fqdn} has no ${key} (D137)`, `add "${hint}"`);
  }
  (nodes ?? []).forEach((node, i) => {
    const is = sameName(node, name) ? 'name of the instance' : sameName(node, storage) ? 'storage' : null;
    if (is === null) return;
    problems.at(
      at('nodes', i),
      `${quote(node)} is the ${is} and cannot be one of its nodes`,
      'name the machine itself',
    );
  });
  if (name !== null && sameName(name, storage)) {
    problems.at(at('storage'), `${quote(name)} is the name of the instance, not a machine`, 'name the storage itself');
  }
  if (cluster !== null) checkCluster(cluster, nodes ?? [], at, problems);
}

function checkCluster(
  { witness, witnessServer, witnessSite }: NonNullable<BackEndShape['cluster']>,
  nodes: readonly string[],
  at: At,
  problems: TreeProblems,
): void {
  const isMachine = witness === 'fileShare' || witness === 'disk';
  if (isMachine && witnessServer === null) {
    problems.at(at('cluster'), `a witness of kind ${witness} has a machine that it is on`, 'add "witnessServer: ..."');
  }
  for (const [key, value] of Object.entries({ witnessServer, witnessSite })) {
    if (value === null || isMachine) continue;
    const hint = 'write "witness: fileShare" or "witness: disk", or remove it';
    problems.atKey(at('cluster', key), `"${key}" belongs to a witness that is a machine`, hint);
  }
  if (nodes.some((node) => sameName(node, witnessServer))) {
    const message = `${quote(witnessServer ?? '')} cannot be the witness of its own cluster`;
    problems.at(
      at('cluster', 'witnessServer'),
      message,
      'the witness is another machine, best in a third place (D136)',
    );
  }
}

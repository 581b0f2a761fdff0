// Checks that every machine of a topology has one role, and every pool a name of its own.
import { quote } from '../../core/quote.js';
import { sameName } from '../../domain/deployment.js';
import type { TreePath } from '../positioned-tree.js';
import type { TreeProblems } from '../problems.js';
import type { PoolShape, TopologyShape } from './topology-schema.js';

interface Role {
  readonly words: string;
  /** several pools may keep their files on one machine */
  readonly fileServer: boolean;
}

/**
 * One role for a machine: FE server, SQL server, Edge server or file server. A witness is not counted: it may run
 * beside another role and serve several sessions (D26), but not on a partner of its own session.
 */
export function checkMachines(shape: TopologyShape, problems: TreeProblems): void {
  const roles = new Map<string, Role>();
  const claim = (name: string | null | undefined, words: string, path: TreePath, fileServer = false) => {
    if (name === null || name === undefined) return;
    const earlier = roles.get(name.toLowerCase());
    if (earlier === undefined) roles.set(name.toLowerCase(), { words, fileServer });
    else if (!(earlier.fileServer && fileServer)) {
      problems.at(
        path,
        `${quote(name)} is already ${earlier.words}`,
        'one machine has one role; give this one a name of its own',
      );
    }
  };
  shape.pools.forEach((pool, index) => {
    const at = (...rest: TreePath) => ['pools', index, ...rest];
    for (const [n, server] of pool.servers.entries()) claim(server, `a FE server of ${pool.fqdn}`, at('servers', n));
    const own = ownServer(pool);
    const elsewhere = (name: string | null | undefined) => (sameName(name ?? null, own) ? null : name);
    claim(elsewhere(pool.backEnd?.primary), `the SQL server of ${pool.fqdn}`, at('backEnd', 'primary'));
    claim(elsewhere(pool.backEnd?.mirror), `the mirror of ${pool.fqdn}`, at('backEnd', 'mirror'));
    pool.backEnd?.replicas?.forEach(({ server }, n) => {
      claim(server, `a replica of ${pool.fqdn}`, at('backEnd', 'replicas', n, 'server'));
    });
    pool.backEnd?.nodes?.forEach((node, n) => {
      claim(node, `a node of the failover cluster of ${pool.fqdn}`, at('backEnd', 'nodes', n));
    });
    claim(pool.backEnd?.storage, `the storage of ${pool.fqdn}`, at('backEnd', 'storage'));
    claim(elsewhere(pool.fileStore), `the file server of ${pool.fqdn}`, at('fileStore'), true);
    checkWitness(pool, index, problems);
  });
  shape.edgePools?.forEach((edge, index) => {
    for (const [n, server] of edge.servers.entries()) {
      claim(server, `an Edge server of ${edge.fqdn}`, ['edgePools', index, 'servers', n]);
    }
  });
  checkPoolNames(shape, roles, problems);
}

/** The one server of a Standard Edition pool, which is database and file server too; null for Enterprise. */
export function ownServer(pool: PoolShape): string | null {
  return pool.edition === 'standard' ? pool.servers[0] : null;
}

function checkWitness(pool: PoolShape, index: number, problems: TreeProblems): void {
  const backEnd = pool.backEnd;
  if (!backEnd?.witness) return;
  if (sameName(backEnd.witness, backEnd.primary) || sameName(backEnd.witness, backEnd.mirror)) {
    problems.at(
      ['pools', index, 'backEnd', 'witness'],
      `${quote(backEnd.witness)} cannot be the witness of its own mirror session`,
      'the witness is a third machine',
    );
  }
}

/** A pool's name is its own, but for a pool of one server, which may carry the server's. */
function checkPoolNames(shape: TopologyShape, roles: ReadonlyMap<string, Role>, problems: TreeProblems): void {
  const pools = new Map<string, string>();
  const check = (
    pool: { fqdn: string; servers: readonly string[]; edition?: string },
    words: string,
    path: TreePath,
  ) => {
    const key = pool.fqdn.toLowerCase();
    const earlier = pools.get(key);
    const single = pool.servers.length === 1 || pool.edition === 'standard';
    const own = single && pool.servers.some((server) => sameName(server, pool.fqdn));
    const role = own ? undefined : roles.get(key);
    const taken = earlier ?? role?.words;
    if (taken !== undefined) {
      problems.at(path, `${quote(pool.fqdn)} is already ${taken}`, 'give this pool a name of its own');
    }
    pools.set(key, words);
  };
  shape.pools.forEach((pool, index) => {
    check(pool, 'a Front End pool', ['pools', index, 'fqdn']);
  });
  shape.edgePools?.forEach((edge, index) => {
    check(edge, 'an Edge pool', ['edgePools', index, 'fqdn']);
  });
}

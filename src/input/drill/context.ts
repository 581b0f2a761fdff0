import type { Position } from '../../core/input-error.js';
import type { CommandHosts } from '../../domain/cmdlets/bind.js';
import type { Deployment } from '../../domain/deployment.js';
import type { StepWork } from '../../domain/drill.js';
import { KnownNames } from '../known-names.js';
import { positionAt, type Tree, type TreePath, treeAt } from '../positioned-tree.js';
import type { Problems } from '../problems.js';

/** What every part of a drill needs to be read: the file, what its names can refer to, where errors go. */
export class DrillContext {
  readonly sites: KnownNames;
  readonly pools: KnownNames;
  readonly edgePools: KnownNames;
  readonly machines: KnownNames;
  readonly fileStores: KnownNames;

  constructor(
    readonly root: Tree,
    readonly deployment: Deployment,
    readonly problems: Problems,
  ) {
    this.sites = new KnownNames(
      'sites',
      deployment.sites.map((site) => site.name),
    );
    this.pools = new KnownNames(
      'Front End pools',
      deployment.pools.map((pool) => pool.fqdn),
    );
    this.edgePools = new KnownNames(
      'Edge pools',
      deployment.edgePools.map((edge) => edge.fqdn),
    );
    this.machines = new KnownNames('machines', machinesOf(deployment));
    this.fileStores = new KnownNames(
      'file stores',
      deployment.pools.map((pool) => pool.fileStore),
    );
  }

  at(path: TreePath): Position {
    return positionAt(this.root, path);
  }

  /** The keys of the map at `path` that are among `keys`; also those with nothing after them. */
  present<K extends string>(path: TreePath, keys: readonly K[]): K[] {
    const part = treeAt(this.root, path);
    return part?.kind === 'map' ? keys.filter((key) => part.entries.has(key)) : [];
  }

  /** The name in the topology's spelling; null, and an error, if there is none. */
  need(names: KnownNames, name: string, path: TreePath): string | null {
    return names.need(name, this.at(path), this.problems);
  }
}

/** What a step does, and how the report shows it. */
export interface DescribedWork {
  readonly work: StepWork;
  readonly text: string;
}

/** The names that a cmdlet line can refer to. */
export function commandHosts(deployment: Deployment): CommandHosts {
  return {
    pools: deployment.pools.map((pool) => pool.fqdn),
    machines: machinesOf(deployment),
    edgePools: deployment.edgePools.map((edge) => edge.fqdn),
    sites: deployment.sites.map((site) => site.name),
  };
}

/** Every machine of a deployment, each once, in the order of the topology. */
export function machinesOf(deployment: Deployment): string[] {
  const hosts = deployment.pools.flatMap(({ servers, backEnd, fileStore }) => [
    ...servers,
    backEnd.primary,
    backEnd.mirror,
    backEnd.witness,
    fileStore,
  ]);
  const edges = deployment.edgePools.flatMap((edge) => edge.servers);
  return new KnownNames(
    'machines',
    [...hosts, ...edges].filter((host) => host !== null),
  ).all;
}

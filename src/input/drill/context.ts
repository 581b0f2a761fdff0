// What every part of a drill file needs to be read: the tree, the names of the topology, and where errors go.

import type { z } from 'zod';
import type { Position } from '../../core/input-error.js';
import { sqlServersOf } from '../../domain/back-end.js';
import type { CommandHosts } from '../../domain/cmdlets/argument-values.js';
import type { Deployment, Product } from '../../domain/deployment.js';
import type { GivenAnswer, StepWork } from '../../domain/drill.js';
import { inventoryOf } from '../../domain/inventory.js';
import type { InputFiles } from '../input-files.js';
import { DefinedNames, type KnownNames } from '../known-names.js';
import { positionAt, type Tree, type TreePath, treeAt } from '../positioned-tree.js';
import { TreeProblems } from '../problems.js';
import { AnswerBook } from '../runbook/given-answers.js';
import { validatePart } from '../schema.js';

/** A drill file that is being read for a deployment. */
export class DrillContext {
  readonly names: DefinedNames;
  readonly problems: TreeProblems;
  readonly hosts: CommandHosts;
  /** what commands outside of the model answer */
  answers: readonly GivenAnswer[] = [];
  /** those that steps of the file itself have taken */
  answerBook = new AnswerBook([]);

  constructor(
    readonly root: Tree,
    readonly deployment: Deployment,
    /** where the scripts are that the drill names */
    readonly source: InputFiles,
  ) {
    this.names = new DefinedNames(deployment);
    this.problems = new TreeProblems(root);
    this.hosts = commandHosts(this.names, deployment);
  }

  at(path: TreePath): Position {
    return positionAt(this.root, path);
  }

  /** The keys of the map at `path` that are among `keys`; also those with nothing after them. */
  present<K extends string>(path: TreePath, keys: readonly K[]): K[] {
    const part = treeAt(this.root, path);
    return part?.kind === 'map' ? keys.filter((key) => part.entries.has(key)) : [];
  }

  /** The part at `path` as `schema` has it; null, and errors, if it does not fit. */
  read<S extends z.ZodType>(schema: S, path: TreePath): z.output<S> | null {
    const read = validatePart(schema, this.root, path);
    return read.ok ? read.data : this.problems.addAll(read.errors);
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

/** The names that a cmdlet line can refer to; with a deployment also the products whose shells it may be typed in. */
export function commandHosts(names: DefinedNames, deployment?: Deployment): CommandHosts {
  const { pools, machines, edgePools, edgeServers, sites } = names;
  const all = { pools: pools.all, machines: machines.all, edgePools: edgePools.all, sites: sites.all };
  if (deployment === undefined) return { ...all, edgeServers };
  const clusters = inventoryOf(deployment).clusters.map(({ fqdn }) => fqdn);
  const listeners = deployment.pools.flatMap(
    ({ backEnd: { availabilityGroup, failoverCluster } }) => availabilityGroup?.listener ?? failoverCluster?.name ?? [],
  );
  const shells = { product: deployment.product, productAt: productsByName(deployment) };
  return { ...shells, ...all, ...(listeners.length === 0 ? {} : { listeners }), clusters, edgeServers };
}

function productsByName({ pools }: Deployment): ReadonlyMap<string, Product> {
  const entries = pools.flatMap(({ fqdn, product, servers, backEnd, fileStore }) =>
    [
      fqdn,
      ...servers,
      ...sqlServersOf(backEnd),
      backEnd.availabilityGroup?.listener ?? backEnd.failoverCluster?.name ?? [],
      fileStore,
    ]
      .flat()
      .map((name) => [name.toLowerCase(), product] as const),
  );
  // A machine that several pools use is of the first.
  return new Map(entries.reverse());
}

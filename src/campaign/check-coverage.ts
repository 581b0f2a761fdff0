/**
 * Coverage of the model over a whole check: by topology, what of all that a run on it could reach its drills and random
 * sequences did reach, and what none of them did. Sets are joined, so that it is the same whoever played what.
 */
import { wholePercent } from '../core/format.js';
import { CMDLETS } from '../domain/cmdlets/catalog.js';
import { MACHINES } from '../domain/components/tables.js';
import type { Deployment } from '../domain/deployment.js';
import { DeploymentModel } from '../domain/deployment-model.js';
import { DEFAULT_LOAD } from '../domain/drill.js';
import {
  COVERAGE_KINDS,
  type CoverageKind,
  itemOfKey,
  kindOfKey,
  type ModelItems,
} from '../domain/reach/model-item.js';
import { reachableIn } from '../domain/reach/reachable-model.js';
import type { CoverageShare } from './coverage-threshold.js';

/** What a check is to find out about the coverage of the model; part of its plan, as what is joined has to agree on it. */
export interface CoveragePlan {
  /** the least shares that are asked for */
  readonly least: readonly CoverageShare[];
  /** of each task, by its place, the topology that it is about */
  readonly topologyOf: readonly string[];
  /** by topology the keys of what a run on it could reach, sorted */
  readonly reachable: Readonly<Record<string, readonly string[]>>;
}

/** The coverage of a check. */
export interface CheckCoverage {
  readonly topologies: readonly TopologyCoverage[];
  /** the least shares that were asked for, in percent */
  readonly least: readonly CoverageShare[];
  /** what falls short of them */
  readonly lacking: readonly Shortfall[];
}

/** A share of what a run on a topology could reach that is below what was asked for. */
export interface Shortfall extends CoverageShare {
  readonly topology: string;
  readonly isPercent: number;
  readonly words: string;
}

/** A result with the keys of what its runs reached of the model; null = nobody asked. */
interface MarkedResult {
  readonly reachedModel: readonly string[] | null;
}

/** How much there is of something, and how much of it was reached. */
export interface Reached {
  readonly reached: number;
  readonly of: number;
}

/** What the drills and random sequences on one topology reached. */
export interface TopologyCoverage extends Reached {
  readonly topology: string;
  readonly kinds: { readonly [K in CoverageKind]: KindCoverage<K> };
  /** state machines of which this topology has none: nothing of them is counted */
  readonly notThere: readonly string[];
}

/** What was never reached, by its kind. */
interface NeverReached extends Omit<ModelItems, 'refusals'> {
  /** with what the cmdlet is refused for by that rule */
  readonly refusals: ModelItems['refusals'] & { readonly words: string };
}

export interface KindCoverage<K extends CoverageKind> extends Reached {
  /** what nothing reached */
  readonly never: readonly NeverReached[K][];
}

/** Makes the plan of what is to be covered, deployment by deployment. */
export class CoveragePlanner {
  private readonly topologyOf: string[] = [];
  private readonly reachable = new Map<string, Set<string>>();
  private readonly known = new Map<string, readonly string[]>();

  constructor(private readonly least: readonly CoverageShare[]) {}

  /** The next task is about a deployment that is read from this file. */
  add(topology: string, deployment: Deployment): void {
    this.topologyOf.push(topology);
    this.ask(topology, deployment);
  }

  /** What is reached on a deployment is asked for, also where no task is about it. */
  ask(topology: string, deployment: Deployment): void {
    const all = this.reachable.get(topology) ?? new Set();
    this.reachable.set(topology, all);
    for (const key of this.reachableIn(deployment)) all.add(key);
  }

  plan(): CoveragePlan {
    const { least, topologyOf } = this;
    const reachable = Object.fromEntries([...this.reachable].map(([path, keys]) => [path, [...keys].sort()]));
    return { least, topologyOf, reachable };
  }

  /** Many drills are about one deployment. */
  private reachableIn(deployment: Deployment): readonly string[] {
    const text = JSON.stringify({ ...deployment, files: [] });
    const known = this.known.get(text) ?? reachableIn(new DeploymentModel(deployment, DEFAULT_LOAD).world);
    this.known.set(text, known);
    return known;
  }
}

/** The coverage of the results that count, by the places of their tasks. */
export function coverageOf(plan: CoveragePlan, results: ReadonlyMap<number, MarkedResult>): CheckCoverage {
  const reached = new Map(Object.keys(plan.reachable).map((path): [string, Set<string>] => [path, new Set()]));
  for (const [place, result] of results) {
    const keys = reached.get(plan.topologyOf[place])!;
    for (const key of result.reachedModel ?? []) keys.add(key);
  }
  const paths = [...reached.keys()].toSorted();
  const topologies = paths.map((path) => topologyCoverage(path, plan.reachable[path], reached.get(path)!));
  const lacking = topologies.flatMap((each) => plan.least.flatMap((share) => shortfall(each, share) ?? []));
  return { topologies, least: plan.least, lacking };
}

function shortfall(of: TopologyCoverage, { kind, percent }: CoverageShare): Shortfall | null {
  const isPercent = percentOf(kind === 'all' ? of : of.kinds[kind]);
  if (isPercent >= percent) return null;
  const words = `${isPercent} % of ${SHARE_WORDS[kind]}, where ${percent} % is asked for`;
  return { topology: of.topology, kind, percent, isPercent, words };
}

const SHARE_WORDS: Readonly<Record<CoverageShare['kind'], string>> = {
  all: 'all that a run could reach',
  states: 'the states',
  transitions: 'the transitions',
  refusals: 'the refusals',
  commands: 'what can become of the cmdlets',
  faults: 'the faults and repairs',
  endStates: 'the end states',
};

/** Of nothing all is reached. */
const percentOf = ({ reached, of }: Reached): number => (of === 0 ? 100 : wholePercent(reached, of));

/** What was reached though nobody thought that it could be counts as well. */
function topologyCoverage(
  topology: string,
  reachable: readonly string[],
  reached: ReadonlySet<string>,
): TopologyCoverage {
  const all = [...new Set([...reachable, ...reached])].sort();
  const machines = new Set(
    all.filter((key) => kindOfKey(key) === 'states').map((key) => itemOfKey<'states'>(key).machine),
  );
  return {
    topology,
    reached: reached.size,
    of: all.length,
    kinds: Object.fromEntries(
      COVERAGE_KINDS.map((kind) => [
        kind,
        kindCoverage(
          all.filter((key) => kindOfKey(key) === kind),
          reached,
        ),
      ]),
    ) as unknown as TopologyCoverage['kinds'],
    notThere: Object.values(MACHINES).flatMap(({ name }) => (machines.has(name) ? [] : [name])),
  };
}

function kindCoverage<K extends CoverageKind>(keys: readonly string[], reached: ReadonlySet<string>): KindCoverage<K> {
  const never = keys.filter((key) => !reached.has(key));
  return { reached: keys.length - never.length, of: keys.length, never: never.map((key) => inWords(key)) };
}

/** A refusal with what the cmdlet's record says of it. */
function inWords<K extends CoverageKind>(key: string): NeverReached[K] {
  const item = itemOfKey<K>(key);
  if (kindOfKey(key) !== 'refusals') return item as NeverReached[K];
  const { cmdlet, rule } = item as unknown as ModelItems['refusals'];
  const words = CMDLETS.find(({ name }) => name === cmdlet)?.refusedBy[rule] ?? '';
  return { ...item, words } as unknown as NeverReached[K];
}

/** What the page of an exploration carries so that it can play what was found: runs that have most in common, each written once. */
import type { RunResult } from '../../domain/result.js';
import type { ExplorationRuns } from '../text/page.js';
import { type EmbeddedDrill, embeddedDrill, fingerprintsOf } from './embedded-drill.js';

/** A run of the page, by the name of what it shows. */
export interface EmbeddedRun {
  readonly id: string;
  readonly drill: EmbeddedDrill;
}

/** The name of the drill itself, without what the search adds. */
export const ITSELF = 'itself';

/** The parts in which a run differs from the first one; those of its input apart. */
interface PackedRun {
  readonly id: string;
  readonly drill: Partial<EmbeddedDrill>;
  readonly input: Partial<EmbeddedDrill['input']>;
}

/** Runs as they lie in a page; null = there are none. */
export type PackedRuns = { readonly first: EmbeddedRun; readonly others: readonly PackedRun[] } | null;

/** The runs that show what an exploration found, by the names that its page has for it; `ends` = the consequences, in their order. */
export function embeddedRuns(runs: ExplorationRuns, ends: readonly string[]): EmbeddedRun[] {
  const named: [string, RunResult | null][] = [
    [ITSELF, runs.itself],
    ...runs.violations.map((run, i): [string, RunResult | null] => [violationId(i), run]),
    ...runs.consequences.map((run, i): [string, RunResult | null] => [wayId(ends[i]), run]),
  ];
  return named.flatMap(([id, result]) => (result === null ? [] : [{ id, drill: embeddedAlone(result) }]));
}

/** A name for the violation with that number, from 0. */
export const violationId = (i: number): string => `violation-${i + 1}`;

/** A name for the way to a consequence. */
export const wayId = (consequence: string): string => `way-${consequence.toLowerCase()}`;

/** One run, and no play over seeds: what it is judged by follows from the drill. */
function embeddedAlone(result: RunResult): EmbeddedDrill {
  const drill = embeddedDrill(result);
  const judged = ['verdict', 'readiness', 'expectations'] as const;
  const keys = Object.keys(drill.fingerprints) as (keyof RunResult)[];
  return { ...drill, told: {}, fingerprints: fingerprintsOf(result, [...keys, ...judged]) };
}

/** Packs them; nothing is left out. */
export function packedRuns([first, ...others]: readonly EmbeddedRun[]): PackedRuns {
  if (first === undefined) return null;
  return {
    first,
    others: others.map(({ id, drill: { input, ...drill } }) => ({
      id,
      drill: differing(drill, first.drill),
      input: differing(input, first.drill.input),
    })),
  };
}

/** The same runs again. */
export function unpackedRuns(packed: PackedRuns): EmbeddedRun[] {
  if (packed === null) return [];
  const { first, others } = packed;
  const rest = others.map(({ id, drill, input }) => ({
    id,
    drill: { ...first.drill, ...drill, input: { ...first.drill.input, ...input } },
  }));
  return [first, ...rest];
}

/** The entries of an object that another one does not have so. */
const differing = <T extends object>(object: T, other: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(object).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(other[key as keyof T])),
  ) as Partial<T>;

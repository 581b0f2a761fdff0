/** What a report carries so that it can play its drill again where it lies, and see whether the same comes out. */
import { fingerprint } from '../../core/hash.js';
import type { DrillInput } from '../../domain/drill-input.js';
import type { RunResult, StepResult, TimelineEntry } from '../../domain/result.js';
import { escapeInJson } from '../text/printable.js';
import { type FoldedList, folded, unfolded } from './folded-list.js';

/** The drill, and the fingerprints of its result; plain data. */
export interface EmbeddedDrill {
  readonly name: string;
  readonly seed: number;
  /** how many seeds are played again; null = the drill's own alone, not as one of several */
  readonly seeds: number | null;
  readonly input: DrillInput;
  /** where each step stands */
  readonly places: readonly Pick<StepResult, 'line' | 'file'>[];
  readonly runbooks: RunResult['runbooks'];
  /** what of the result does not follow from drill and seeds, or is not played again */
  readonly told: Partial<RunResult>;
  /** by key of the result: what must come out again */
  readonly fingerprints: Readonly<Partial<Record<keyof RunResult, string>>>;
}

/** The name of the element of a page that says where its server takes a drill that was changed in it. */
export const SAVE_AT = 'drydrill-save-at';

/** A report that stands on more seeds plays its own again, and leaves out what was judged over all. */
const SEEDS_MOST = 300;

/** These say where the result comes from, or hold the command line of somebody. */
const NOT_PLAYED: readonly (keyof RunResult)[] = ['tool', 'inputs', 'again', 'reason', 'input', 'runbooks'];
/** These the drill itself has: played again they are what they were. */
const OF_THE_DRILL: readonly (keyof RunResult)[] = ['input', 'runbooks'];
const OF_ALL_SEEDS: readonly (keyof RunResult)[] = ['verdict', 'readiness', 'seeds', 'expectations'];
/** What a script shows, and is assumed for it, comes of the script itself: its steps alone do not have it. */
const OF_A_SCRIPT: readonly (keyof RunResult)[] = ['timeline', 'assumptions'];

/** Makes a report's own drill out of its result. */
export function embeddedDrill(result: RunResult): EmbeddedDrill {
  const { drill, seed, seeds, steps, runbooks, input } = result;
  const isScripted = runbooks.length > 0;
  const isAlone = seeds === null || isScripted || seeds.played > SEEDS_MOST || seeds.fewerBecause !== null;
  const left = new Set([...NOT_PLAYED, ...(isAlone ? OF_ALL_SEEDS : []), ...(isScripted ? OF_A_SCRIPT : [])]);
  const keys = (Object.keys(result) as (keyof RunResult)[]).filter((key) => result[key] !== undefined);
  return {
    name: drill,
    seed,
    seeds: isAlone ? null : seeds.played,
    input,
    places: steps.map(({ line, file }) => ({ line, file })),
    runbooks,
    told: Object.fromEntries(
      keys.filter((key) => left.has(key) && !OF_THE_DRILL.includes(key)).map((key) => [key, result[key]]),
    ),
    fingerprints: fingerprintsOf(
      result,
      keys.filter((key) => !left.has(key)),
    ),
  };
}

type Runbook = RunResult['runbooks'][number];

/** A drill as it lies in a page: plain data in which a script's loop is no longer than its script. */
export interface PackedDrill extends Omit<EmbeddedDrill, 'input' | 'places' | 'runbooks' | 'told'> {
  readonly input: Omit<DrillInput, 'steps'>;
  readonly steps: FoldedList<DrillInput['steps'][number]>;
  readonly places: FoldedList<EmbeddedDrill['places'][number]>;
  readonly runbooks: readonly (Omit<Runbook, 'branches'> & {
    readonly branches: FoldedList<Runbook['branches'][number], 'before'>;
  })[];
  readonly told: Omit<EmbeddedDrill['told'], 'timeline'>;
  readonly timeline: FoldedList<TimelineEntry, 'atMs' | 'step'> | null;
}

/** Packs it; nothing is left out. */
export function packedDrill({ input, places, runbooks, told, ...drill }: EmbeddedDrill): PackedDrill {
  const { steps, ...read } = input;
  const { timeline, ...others } = told;
  return {
    ...drill,
    input: read,
    steps: folded(steps),
    places: folded(places),
    runbooks: runbooks.map((each) => ({ ...each, branches: folded(each.branches, ['before']) })),
    told: others,
    timeline: timeline === undefined ? null : folded(timeline, ['atMs', 'step']),
  };
}

/** The same drill again. */
export function unpackedDrill({ steps, places, runbooks, told, timeline, ...drill }: PackedDrill): EmbeddedDrill {
  return {
    ...drill,
    input: { ...drill.input, steps: unfolded(steps) },
    places: unfolded(places),
    runbooks: runbooks.map((each) => ({ ...each, branches: unfolded(each.branches) })),
    told: timeline === null ? told : { ...told, timeline: unfolded(timeline) },
  };
}

/** The fingerprints of some keys of a result. */
export const fingerprintsOf = (result: RunResult, keys: readonly (keyof RunResult)[]): EmbeddedDrill['fingerprints'] =>
  Object.fromEntries(keys.map((key) => [key, fingerprint(JSON.stringify(result[key]))]));

/** Plain data inside a script element: whatever names contain, nothing in it is markup or reorders what is shown. */
export const inScriptElement = (data: unknown): string =>
  escapeInJson(JSON.stringify(data)).replace(
    /[<>&]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

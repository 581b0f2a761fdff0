/** What the page and its worker say to one another; plain data. */
import type { FactValue } from '../core/fact.js';
import { hash32 } from '../core/hash.js';
import type { FaultTarget, StepWork } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import type { FurtherEffect, FurtherFault } from '../run/one-more-fault.js';

/** A drill as the page holds it: what it was made of, and where its steps stand. */
export type PlainDrill = Pick<EmbeddedDrill, 'name' | 'seed' | 'input' | 'places' | 'runbooks'>;

/** What the page asks of the simulator. `id` comes back with every answer to it. */
export type SimulatorRequest = { readonly id: number } & (
  | { readonly kind: 'replay'; readonly drill: EmbeddedDrill }
  /** a changed drill: its own seed first, then the verdict over `seeds` of them, as the report has it */
  | { readonly kind: 'change'; readonly drill: PlainDrill; readonly seeds: number | null }
  /** the spread of the numbers over `SPREAD_SEEDS`, a part at a time; of the original or of the changed drill */
  | { readonly kind: 'original spread' | 'changed spread'; readonly drill: PlainDrill }
  /** what a deployment has that can break or be set */
  | { readonly kind: 'catalog'; readonly drill: PlainDrill }
  /** what can be typed when the turn of a step has come; its number may be that of the steps */
  | { readonly kind: 'offers'; readonly drill: PlainDrill; readonly at: number }
  /** steps of another page's change, in the places that they have among those of the drill, by what they are found again */
  | { readonly kind: 'wanted'; readonly drill: PlainDrill; readonly wanted: readonly WantedOffer[] }
  /** what the drill comes to with each of these faults beside its own, one a run */
  | { readonly kind: 'further'; readonly drill: PlainDrill; readonly faults: readonly FurtherFault[] }
  | { readonly kind: 'text'; readonly drill: PlainDrill }
);

/** What the simulator answers; `fault`: it could not. */
export type SimulatorAnswer = { readonly id: number } & (
  | { readonly kind: 'replayed'; readonly replay: Replayed }
  /** the result as JSON */
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'spread'; readonly numbers: SeedNumbers }
  | { readonly kind: 'catalog'; readonly targets: readonly FaultTarget[]; readonly facts: readonly SettableFact[] }
  | { readonly kind: 'offers'; readonly offers: readonly OfferedStep[] }
  /** one each of those that were wanted; null = one of them cannot be typed anywhere in the drill */
  | { readonly kind: 'found'; readonly steps: readonly OfferedStep[] | null }
  | { readonly kind: 'further'; readonly effects: readonly FurtherEffect[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fault'; readonly message: string }
);

/** What a deployment has that can break or be set. */
export type Catalog = Extract<SimulatorAnswer, { readonly kind: 'catalog' }>;

/** A report's drill played again. */
export interface Replayed {
  /** with what is told of the original and does not follow from the drill */
  readonly result: RunResult;
  /** keys of the result that came out otherwise than in the report */
  readonly differs: readonly string[];
}

/** Where the simulator is heard and hears: a worker itself is one; in a page without workers the page makes one. */
export interface SimulatorPort {
  onmessage: ((event: { readonly data: SimulatorRequest }) => void) | null;
  postMessage(answer: SimulatorAnswer): void;
}

/** The name of the port that a page has made. */
export const PORT_IN_PAGE = 'drydrillPort';

/** Seeds that a spread is made of. */
export const SPREAD_SEEDS = 300;

/** What each seed came to, in their order; null = it never came to it. */
export interface SeedNumbers {
  /** the longest RTO of a seed, ms; a seed in which no pool is failed over is left out */
  readonly rtoMs: readonly (number | null)[];
  readonly rpoMs: readonly (number | null)[];
  /** changes lost or stranded: of both, none is served */
  readonly lost: readonly number[];
  readonly userMinutes: readonly number[];
}

/** A number of the model that a drill may set. */
export interface SettableFact {
  readonly name: string;
  readonly value: FactValue;
  readonly unit: string;
  readonly why: string;
  readonly limits: readonly [number, number] | null;
  readonly choices: readonly FactValue[] | null;
}

/** A step that can be typed in a state. */
export interface OfferedStep {
  readonly text: string;
  readonly work: Exclude<StepWork, { readonly kind: 'script' }>;
  /** the rule of the named hazard that it is; null = none */
  readonly hazard: string | null;
}

/** A step that is looked for in what can be typed. */
export interface WantedOffer {
  /** its place among the steps that are played, those wanted before it included */
  readonly at: number;
  /** the hash of its line */
  readonly hash: string;
  /** it is there, and is not played */
  readonly isSkipped: boolean;
}

/** By what a line that can be typed is found again. */
export const lineHash = ({ text }: Pick<OfferedStep, 'text'>): string => hash32(text).toString(36);

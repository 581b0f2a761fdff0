/** What the page and its worker say to one another; plain data. */
import type { RunResult } from '../domain/result.js';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';

/** What the page asks of the simulator. `id` comes back with every answer to it. */
export type SimulatorRequest = { readonly kind: 'replay'; readonly id: number; readonly drill: EmbeddedDrill };

/** What the simulator answers; `fault`: it could not. */
export type SimulatorAnswer =
  | { readonly kind: 'replayed'; readonly id: number; readonly replay: Replayed }
  | { readonly kind: 'fault'; readonly id: number; readonly message: string };

/** A report's drill played again. */
export interface Replayed {
  /** with what is told of the original and does not follow from the drill */
  readonly result: RunResult;
  /** keys of the result that came out otherwise than in the report */
  readonly differs: readonly string[];
}

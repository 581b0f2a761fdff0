/**
 * The library without Node: everything from texts to typed results. It reads no file, starts no thread, asks no clock but
 * for the limits of a search, and does nothing when it is imported.
 *
 * @packageDocumentation
 */
export type { InputError, Position } from '../core/input-error.js';
export type { AssumptionTaken } from '../domain/assumption-taken.js';
export { topologyWarnings } from '../domain/deployment-warnings.js';
export type { Drill, InvariantId, Load } from '../domain/drill.js';
export type {
  ExpectationResult,
  Finding,
  LossResult,
  Readiness,
  RunResult,
  StepResult,
  Verdict,
  ViolationResult,
} from '../domain/result.js';
export type { TraceReplay } from '../exploration/counterexample/replay-trace.js';
export type { ExploreReport } from '../exploration/exploration-report.js';
export { formatInputError, formatInputErrors } from '../input/format-error.js';
export { writeTopology } from '../input/topology/write-yaml.js';
export { type ComparedResults, compareResults as compare } from './compare-results.js';
export { exploreAlone as explore } from './explore-alone.js';
export type { Exploration, ExploreOptions } from './explore-futures.js';
export type { Result } from './outcome.js';
export {
  type AddedFaults,
  type DrillTextOptions,
  parseDrill,
  parseRunbook,
  type RunbookTextOptions,
} from './parse-inputs.js';
export { parseTopology, type Topology, type TopologyTextOptions } from './parse-topology.js';
export { type RenderOptions, renderComparison, renderExploration, renderRun, renderTopology } from './render.js';
export { type ReplayOptions, replayText as replay } from './replay-text.js';
export { type SimulateDrillOptions, simulateDrill as simulate } from './simulate.js';
export { writeDrill } from './write-inputs.js';

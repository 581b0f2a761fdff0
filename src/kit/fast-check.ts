/**
 * Arbitraries and properties for fast-check (an optional peer): deployments, loads, fault schedules and failover sequences,
 * and the claim that no sequence breaks an invariant.
 *
 * @packageDocumentation
 */
export type { ScheduledFault } from '../domain/drill.js';
export { type FaultSchedulesOptions, faultSchedules } from './fault-arbitrary.js';
export {
  type AssertOptions,
  assertNeverBreaks,
  InvariantBroken,
  neverBreaks,
  type SequencesTried,
} from './invariant-properties.js';
export { type Sequence, type SequencesOptions, sequences } from './sequence-arbitrary.js';
export { loads, type TopologiesOptions, topologies } from './topology-arbitrary.js';

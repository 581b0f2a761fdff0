/**
 * The library: loads and validates topologies, drills and runbooks, simulates and explores them, and reports what would
 * happen. Errors in what it is given are values with places, never thrown; nothing happens when it is imported.
 *
 * @packageDocumentation
 */
export * from './browser.js';
export { exploreInThreads as explore } from './explore-in-threads.js';
export {
  type DrillPathOptions,
  loadDrill,
  loadRunbook,
  loadTopology,
  type RunbookPathOptions,
  type TopologyPathOptions,
} from './load-inputs.js';

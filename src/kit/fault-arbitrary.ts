/** Arbitrary fault schedules of one deployment: what breaks, when, and for how long. */
import fc from 'fast-check';
import { quote } from '../core/quote.js';
import type { Deployment } from '../domain/deployment.js';
import { DeploymentModel } from '../domain/deployment-model.js';
import { DEFAULT_LOAD, FAULT_KINDS, type FaultTarget, type ScheduledFault } from '../domain/drill.js';
import { breaking, faultTargets } from '../domain/fault-targets.js';

/** What a schedule is made of. */
export interface FaultSchedulesOptions {
  /** faults at most; default 3 */
  readonly max?: number;
  /** the last moment at which something breaks, in ms of virtual time; default 4 hours */
  readonly withinMs?: number;
  /** every fault is undone by itself after at most so long, in ms; null = none is; default 4 hours */
  readonly undoneWithinMs?: number | null;
  /** kinds of things that break, such as `['site', 'link']`; default all */
  readonly kinds?: readonly FaultTarget['kind'][];
}

const SECOND = 1000;
const FOUR_HOURS_MS = 4 * 3600 * SECOND;

/**
 * Arbitrary faults at whole seconds, in the order of their times: sites, pools, servers, file stores, services, modules,
 * shares, links of this deployment. Put them into `faults` of a drill. Fewer and earlier faults come first in shrinking.
 */
export function faultSchedules(
  topology: Deployment,
  options: FaultSchedulesOptions = {},
): fc.Arbitrary<readonly ScheduledFault[]> {
  const { max = 3, withinMs = FOUR_HOURS_MS, undoneWithinMs = FOUR_HOURS_MS, kinds } = options;
  const unknown = kinds?.find((kind) => !FAULT_KINDS.includes(kind));
  if (unknown !== undefined) {
    throw new TypeError(`there is no kind of fault ${quote(String(unknown))}; kinds are ${FAULT_KINDS.join(', ')}`);
  }
  const { world } = new DeploymentModel(topology, DEFAULT_LOAD);
  const targets = faultTargets(world).filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  if (targets.length === 0) return fc.constant([]);
  const seconds = (mostMs: number): fc.Arbitrary<number> =>
    fc.nat({ max: Math.floor(mostMs / SECOND) }).map((n) => n * SECOND);
  const fault = fc
    .record({
      target: fc.constantFrom(...targets),
      atMs: seconds(withinMs),
      forMs: undoneWithinMs === null ? fc.constant(null) : seconds(undoneWithinMs).map((ms) => ms + SECOND),
    })
    .map(({ target, atMs, forMs }): ScheduledFault => ({ ...breaking(target), atMs, forMs, position: NOWHERE }));
  return fc.array(fault, { maxLength: max }).map((faults) => faults.toSorted((a, b) => a.atMs - b.atMs));
}

const NOWHERE = { file: '', line: 0, column: 0 };

/** The heat map of a run as a plan: which component breaks when, one played run each, and what the runs so far add up to. */

import { machinesOfBackEnd } from '../domain/back-end.js';
import type { FaultTarget } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { describeTarget } from '../domain/stepping/faults.js';
import {
  type BreakPlace,
  breakPlaces,
  FURTHER_HARMS,
  type FurtherEffect,
  type FurtherFault,
  type FurtherHarm,
  momentsIn,
} from '../run/one-more-fault.js';

/** Moments of each stretch that are played. */
const MOMENTS = 3;
/** Rows and columns at most: a page stays readable, and is drawn in time. */
const ROWS_MOST = 48;
const COLUMNS_MOST = 20;

/** One run to be played, and the cell that it belongs to. */
export interface FaultSample extends FurtherFault {
  readonly row: number;
  readonly column: number;
}

/** What is played, and what of the deployment and the night is not. */
export interface SamplePlan {
  readonly targets: readonly FaultTarget[];
  readonly columns: readonly BreakPlace[];
  /** the middle of every stretch first, so that the map is whole early and then grows sure */
  readonly samples: readonly FaultSample[];
  readonly componentsLeftOut: number;
  readonly stretchesLeftOut: number;
}

/** The plan for a run: of a large deployment what belongs to the pools that are failed over, of a long night its longest stretches. */
export function samplePlan(result: RunResult, all: readonly FaultTarget[]): SamplePlan {
  const targets = nearestFirst(result, all).slice(0, ROWS_MOST);
  const places = breakPlaces(result);
  const length = ({ fromMs, toMs }: BreakPlace): number => toMs - fromMs;
  const kept = new Set([...places].sort((a, b) => length(b) - length(a)).slice(0, COLUMNS_MOST));
  const columns = places.filter((place) => kept.has(place));
  const moments = columns.map((place) => momentsIn(place, MOMENTS));
  const samples = Array.from({ length: MOMENTS }, (_, pass) =>
    targets.flatMap((target, row) =>
      moments.flatMap((of, column) => (pass < of.length ? [{ row, column, target, atMs: of[pass] }] : [])),
    ),
  ).flat();
  return {
    targets,
    columns,
    samples,
    componentsLeftOut: all.length - targets.length,
    stretchesLeftOut: places.length - columns.length,
  };
}

/** Components in their order; where there are too many, those of the pools of the drill first, and what all share. */
function nearestFirst(
  { recovery, input: { deployment } }: RunResult,
  all: readonly FaultTarget[],
): readonly FaultTarget[] {
  if (all.length <= ROWS_MOST) return all;
  const own = new Set(recovery.map(({ pool }) => pool));
  const pools = deployment.pools.filter(({ fqdn, backupPool }) => own.has(fqdn) || own.has(backupPool ?? ''));
  const near = new Set(
    pools.flatMap(({ fqdn, servers, backEnd, fileStore }) => [
      ...[fqdn, fileStore, ...servers],
      ...machinesOfBackEnd(backEnd),
    ]),
  );
  const isShared = ({ kind }: FaultTarget): boolean => ['site', 'link', 'replicator'].includes(kind);
  const names = (target: FaultTarget): unknown[] =>
    target.kind === 'module' ? [target.module.pool] : Object.values(target);
  const isNear = (target: FaultTarget): boolean => names(target).some((name) => near.has(name as string));
  return [...all.filter(isShared), ...all.filter(isNear), ...all.filter((each) => !isShared(each) && !isNear(each))];
}

/** What the runs of one cell came to so far. */
export interface HeatCell {
  /** the worst of them */
  readonly effect: FurtherHarm;
  /** the fault of the first run that came to it */
  readonly fault: FurtherFault;
  readonly played: number;
}

/** Components whose loss comes to the same in every cell. */
export interface HeatRow {
  readonly names: readonly string[];
  /** one each of the columns; null = no run was played yet */
  readonly cells: readonly (HeatCell | null)[];
}

const rank = (effect: FurtherHarm): number => FURTHER_HARMS.indexOf(effect);

/** The rows, the worst first; `effects` are those of the first samples of the plan, in their order. */
export function heatRows({ targets, columns, samples }: SamplePlan, effects: readonly FurtherEffect[]): HeatRow[] {
  const cells = targets.map(() => columns.map((): HeatCell | null => null));
  effects.forEach(({ effect }, i) => {
    const { row, column, target, atMs } = samples[i];
    const before = cells[row][column];
    const isWorst = before === null || rank(effect) > rank(before.effect);
    const told = isWorst ? { effect, fault: { target, atMs } } : before;
    cells[row][column] = { ...told, played: (before?.played ?? 0) + 1 };
  });
  const rows = new Map<string, { names: string[]; cells: (HeatCell | null)[] }>();
  cells.forEach((line, i) => {
    const key = line.map((cell) => (cell === null ? '' : `${cell.effect} ${cell.played}`)).join();
    const row = rows.get(key) ?? { names: [], cells: line };
    row.names.push(describeTarget(targets[i]));
    rows.set(key, row);
  });
  const heat = (row: HeatRow): number =>
    row.cells.reduce((sum, cell) => sum + (cell === null ? 0 : 25 ** rank(cell.effect) - 1), 0);
  return [...rows.values()].sort((a, b) => heat(b) - heat(a));
}

/** No run so far has come to any difference. */
export const isQuiet = ({ cells }: HeatRow): boolean => cells.every((cell) => cell === null || cell.effect === 'none');

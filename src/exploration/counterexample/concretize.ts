/**
 * Concretisation of an abstract counterexample: a path of the untimed search is turned into a timed run, with today's
 * durations, that breaks the same invariant by the same faults and commands. The faults are placed by backtracking,
 * each inside the step in which it fell on the path, first at the moments after what it followed there. A run that is
 * found is a proof; that none is found within the bound proves nothing.
 */
import type { Drill, FaultAction } from '../../domain/drill.js';
import { breaking, mending } from '../../domain/fault-targets.js';
import type { RunResult } from '../../domain/result.js';
import { type DrillRun, runDrill } from '../../run/run-drill.js';
import type { Timing } from '../exploration-report.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';
import type { Move } from '../state-space/moves.js';
import { type ReplayedPath, workText } from './replay.js';
import { timedDrills, withFault } from './timed-drills.js';

/** Timed runs that are tried for one counterexample. */
const RUNS_MAX = 300;
/** Moments tried for one fault. */
const MOMENTS_MAX = 40;

/** What a timed run is to break, with the message that the untimed search has for it; null = whatever the message. */
export interface WantedViolation {
  readonly invariant: string;
  readonly message: string | null;
}

/** Whether a run breaks what is wanted. */
export const breaks =
  (wanted: WantedViolation) =>
  ({ violations }: RunResult): boolean =>
    violations.some((v) => isSame(v, wanted));

/** The same claim about the same changes for the same cause: only the counts differ. */
function isSame(seen: WantedViolation, wanted: WantedViolation): boolean {
  if (seen.invariant !== wanted.invariant) return false;
  return wanted.message === null || withoutCounts(seen.message ?? '') === withoutCounts(wanted.message);
}

const withoutCounts = (message: string): string =>
  message
    .replace(/\b\d[\d,]*\b/g, '#')
    .replace(/\bchanges\b/g, 'change')
    .replace(/\bare\b/g, 'is');

/** A drill with times that shows a violation, and what came of it. */
export interface TimedRun {
  readonly drill: Drill;
  readonly result: RunResult;
}

/** Looks for a timed run of the path replayed as `replayed` that `shows` what is wanted. */
export function findTimedRun(
  space: DrillStateSpace,
  drill: Drill,
  replayed: ReplayedPath,
  shows: (result: RunResult) => boolean,
  most = RUNS_MAX,
): { readonly timing: Timing; readonly run: TimedRun | null } {
  const placement = new FaultPlacement(space, replayed, shows, most);
  for (const timed of timedDrills(space, drill, replayed.moves)) {
    const run = placement.place(timed, 0);
    if (run !== null) return { timing: { kind: 'possible', needs: null, tried: placement.tried }, run };
  }
  const needs = orderConflict(space, replayed);
  return { timing: { kind: needs === null ? 'notFound' : 'other', needs, tried: placement.tried }, run: null };
}

type FaultMove = Move & { readonly kind: 'break' | 'mend' };

/** Depth-first search over the moments of the faults, one run of the drill at each node. */
class FaultPlacement {
  /** Runs made so far. */
  tried = 0;
  /** The faults that the search added, and where on the path. */
  private readonly faults: { readonly at: number; readonly move: FaultMove }[];

  constructor(
    private readonly space: DrillStateSpace,
    private readonly replayed: ReplayedPath,
    private readonly shows: (result: RunResult) => boolean,
    private readonly most: number,
  ) {
    this.faults = replayed.moves.flatMap((m, at) => {
      const move = space.moves[m];
      return move.kind === 'break' || move.kind === 'mend' ? [{ at, move }] : [];
    });
  }

  /** The drill with the faults from number `k` on placed somewhere; null = nothing found within the bound. */
  place(drill: Drill, k: number): TimedRun | null {
    if (this.tried >= this.most) return null;
    this.tried++;
    const run = runDrill(drill, { record: true });
    if (k === this.faults.length) {
      return this.shows(run.result) ? { drill, result: run.result } : null;
    }
    const { at, move } = this.faults[k];
    for (const atMs of this.moments(run, drill, at)) {
      const placed = this.place(withFault(drill, atMs, this.actionOf(move, k)), k + 1);
      if (placed !== null || this.tried >= this.most) return placed;
    }
    return null;
  }

  private actionOf(move: FaultMove, k: number): FaultAction {
    const { members } = this.space.breakables[move.what];
    const before = this.faults.slice(0, k).filter((f) => f.move.what === move.what);
    const broken = before.filter((f) => f.move.kind === 'break').length;
    const mended = before.length - broken;
    return move.kind === 'break'
      ? breaking(members[Math.min(broken, members.length - 1)])
      : mending(members[Math.min(mended, members.length - 1)]);
  }

  /** Moments of the run at which the fault may fall, the likeliest first, ms. */
  private moments(run: DrillRun, drill: Drill, at: number): number[] {
    const { plan } = this.space;
    const { step, busy } = this.replayed.positions[at];
    const index = plan.steps[step]?.step ?? drill.steps.length - 1;
    const own = run.result.steps[Math.min(index, run.result.steps.length - 1)];
    const before = index > 0 ? run.result.steps[index - 1] : undefined;
    const free = plan.request.free > 0;
    const fromMs = free ? 0 : busy ? (own?.startedAtMs ?? 0) : (before?.endedAtMs ?? 0);
    const toMs = free ? run.result.endedAtMs : (own?.endedAtMs ?? run.result.endedAtMs);
    const precedingSlot = this.precedingSlot(at);
    const likely: number[] = [];
    const others: number[] = [];
    for (const { atMs, action } of run.trace) {
      if (atMs < fromMs || atMs > toMs) continue;
      const same = action.type === 'finish' && this.isSameWork(run, action.slot, precedingSlot);
      (same ? likely : others).push(atMs);
    }
    const near = (ms: number): number[] => [ms + 1000, ms + 7000];
    const spread = thinned([...new Set([fromMs, ...others])], MOMENTS_MAX);
    const all = [...likely.slice(0, 8), ...spread].flatMap(near).filter((ms) => ms <= Math.max(toMs, fromMs + 1000));
    return [...new Set(all)].slice(0, MOMENTS_MAX);
  }

  /** Whether the work in a slot of the run is that in a slot of the search, where all cycles begin together (D37). */
  private isSameWork({ model }: DrillRun, slot: number, searched: number): boolean {
    if (searched < 0) return false;
    const own = model.world.pendingWork.subjects[slot];
    const other = this.space.world.pendingWork.subjects[searched];
    return own.kind === other.kind && (own.kind === 'cycle' || (own.pool === other.pool && own.part === other.part));
  }

  /** The slot of the work whose end came last before move `at`, since the administrator acted; -1 = none. */
  private precedingSlot(at: number): number {
    for (let i = at - 1; i >= 0; i--) {
      const move = this.space.moves[this.replayed.moves[i]];
      if (move.kind === 'work') return move.slot;
      if (move.kind === 'step' || move.kind === 'command') return -1;
    }
    return -1;
  }
}

function thinned(list: readonly number[], most: number): number[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]);
}

/** The first work that ends although other work, begun no later, cannot take so long with today's durations. */
function orderConflict(space: DrillStateSpace, { moves, starts }: ReplayedPath): string | null {
  const running = new Map<number, ReplayedPath['starts'][number]>();
  let next = 0;
  for (let i = 0; i < moves.length; i++) {
    const move = space.moves[moves[i]];
    if (move.kind === 'work' && move.slot !== space.world.work.cycle.at()) {
      const own = running.get(move.slot);
      running.delete(move.slot);
      if (own !== undefined) {
        for (const [slot, other] of running) {
          if (other.move > own.move || other.maxMs >= own.minMs) continue;
          const [a, b] = [workText(space, move.slot), workText(space, slot)];
          return `"${a.actor}: ${a.action}" (takes ${spoken(own.minMs)} or more) would have to come before "${b.actor}: ${b.action}" (${spoken(other.maxMs)} or less)`;
        }
      }
    }
    for (; next < starts.length && starts[next].move === i; next++) running.set(starts[next].slot, starts[next]);
  }
  return null;
}

function spoken(ms: number): string {
  return ms >= 120_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1000)} s`;
}

import { formatDuration } from '../../core/duration.js';
import { hash32 } from '../../core/hash.js';
import type { Drill, FaultAction, ScheduledFault, Step } from '../../domain/drill.js';
import type { RunResult } from '../../domain/result.js';
import { type DrillRun, runDrill } from '../../run/run-drill.js';
import type { Timing } from '../exploration-report.js';
import { breaking, mending } from '../state-space/alphabet.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';
import type { Move } from '../state-space/moves.js';
import { type ReplayedPath, workText } from './replay.js';

/** Timed runs that are tried for one counterexample. */
const RUNS_MAX = 300;
/** Moments tried for one fault. */
const MOMENTS_MAX = 40;
const NOWHERE = { file: '', line: 0, column: 0 };

/** What a timed run is to break, in the words of the exploration; null = in whatever words. */
export interface Broken {
  readonly invariant: string;
  readonly message: string | null;
}

/** The same claim about the same changes for the same cause: only the counts differ. */
function isSame(seen: Broken, wanted: Broken): boolean {
  if (seen.invariant !== wanted.invariant) return false;
  return wanted.message === null || withoutCounts(seen.message ?? '') === withoutCounts(wanted.message);
}

const withoutCounts = (message: string): string =>
  message
    .replace(/\b\d[\d,]*\b/g, '#')
    .replace(/\bchanges\b/g, 'change')
    .replace(/\bare\b/g, 'is');

/** A future with times: the drill that shows it, and what came of it. */
export interface TimedFuture {
  readonly drill: Drill;
  readonly result: RunResult;
}

/**
 * Looks for a timed run, with today's durations, in which the same faults and commands break the same invariant:
 * the faults of the future are placed inside the steps where they fell, first at the moments that follow what
 * they followed there. What it answers was seen in a run; that nothing was found proves nothing.
 */
export function findTimedRun(
  exploration: DrillStateSpace,
  drill: Drill,
  moves: readonly number[],
  retaken: ReplayedPath,
  broken: Broken,
): { readonly timing: Timing; readonly future: TimedFuture | null } {
  const search = new TimedSearch(exploration, moves, retaken, broken);
  const start =
    exploration.plan.free > 0 ? freeDrills(exploration, drill, moves) : [mistaken(exploration, drill, moves)];
  for (const d of start) {
    const future = search.place(d, 0);
    if (future !== null) return { timing: { kind: 'possible', needs: null, tried: search.tried }, future };
  }
  const needs = inversion(exploration, moves, retaken);
  return {
    timing: { kind: needs === null ? 'notFound' : 'other', needs, tried: search.tried },
    future: null,
  };
}

class TimedSearch {
  tried = 0;
  private readonly faults: { readonly at: number; readonly move: Move & { kind: 'break' | 'mend' } }[];

  constructor(
    private readonly exploration: DrillStateSpace,
    private readonly moves: readonly number[],
    private readonly retaken: ReplayedPath,
    private readonly broken: Broken,
  ) {
    this.faults = moves.flatMap((m, at) => {
      const move = exploration.moves[m];
      return move.kind === 'break' || move.kind === 'mend' ? [{ at, move }] : [];
    });
  }

  /** The drill with the faults from number `k` on placed somewhere; null = nothing found within the bound. */
  place(drill: Drill, k: number): TimedFuture | null {
    if (this.tried >= RUNS_MAX) return null;
    this.tried++;
    const run = runDrill(drill, { record: true });
    if (k === this.faults.length) {
      return run.result.violations.some((v) => isSame(v, this.broken)) ? { drill, result: run.result } : null;
    }
    const { at, move } = this.faults[k];
    for (const atMs of this.moments(run, drill, at)) {
      const future = this.place(withFault(drill, atMs, this.actionOf(move, k)), k + 1);
      if (future !== null || this.tried >= RUNS_MAX) return future;
    }
    return null;
  }

  private actionOf(move: Move & { kind: 'break' | 'mend' }, k: number): FaultAction {
    const { members } = this.exploration.breakables[move.what];
    const before = this.faults.slice(0, k).filter((f) => f.move.what === move.what);
    const broken = before.filter((f) => f.move.kind === 'break').length;
    const mended = before.length - broken;
    return move.kind === 'break'
      ? breaking(members[Math.min(broken, members.length - 1)])
      : mending(members[Math.min(mended, members.length - 1)]);
  }

  /** Moments of the run at which the fault may fall, the likeliest first, ms. */
  private moments(run: DrillRun, drill: Drill, at: number): number[] {
    const { positions } = this.retaken;
    const { step, busy } = positions[at];
    const index = this.exploration.plan.steps[step]?.step ?? drill.steps.length - 1;
    const own = run.result.steps[Math.min(index, run.result.steps.length - 1)];
    const before = index > 0 ? run.result.steps[index - 1] : undefined;
    const free = this.exploration.plan.free > 0;
    const fromMs = free ? 0 : busy ? (own?.startedAtMs ?? 0) : (before?.endedAtMs ?? 0);
    const toMs = free ? run.result.endedAtMs : (own?.endedAtMs ?? run.result.endedAtMs);
    const follows = this.follows(at);
    const likely: number[] = [];
    const others: number[] = [];
    for (const { atMs, action } of run.trace) {
      if (atMs < fromMs || atMs > toMs) continue;
      const same = action.type === 'finish' && action.slot === follows;
      (same ? likely : others).push(atMs);
    }
    const near = (ms: number): number[] => [ms + 1000, ms + 7000];
    const spread = thinned([...new Set([fromMs, ...others])], MOMENTS_MAX);
    const all = [...likely.slice(0, 8), ...spread]
      .flatMap(near)
      .filter((ms) => ms <= Math.max(toMs, fromMs + 1000));
    return [...new Set(all)].slice(0, MOMENTS_MAX);
  }

  /** The work slot whose end came last before move `at`; -1 = none. */
  private follows(at: number): number {
    for (let i = at - 1; i >= 0; i--) {
      const move = this.exploration.moves[this.moves[i]];
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

function withFault(drill: Drill, atMs: number, fault: FaultAction): Drill {
  const scheduled: ScheduledFault = { ...fault, atMs, forMs: null, position: NOWHERE };
  return { ...drill, faults: [...drill.faults, scheduled] };
}

/** The drill with the administrator's mistakes of the future in its steps. */
function mistaken(e: DrillStateSpace, drill: Drill, moves: readonly number[]): Drill {
  const steps = [...drill.steps];
  const removed = new Set<number>();
  let at = 0;
  for (const number of moves) {
    const move = e.moves[number];
    if (move.kind === 'step' || move.kind === 'timeout') at++;
    if (move.kind !== 'mistake') continue;
    const planned = e.plan.steps[at];
    const original = drill.steps[planned.step];
    if (move.what === 'skip') removed.add(planned.step);
    else if (move.what === 'swap') {
      steps[planned.step] = drill.steps[planned.step + 1];
      steps[planned.step + 1] = original;
    } else if (original.work.kind === 'run') {
      steps[planned.step] = retyped(e, original, move.what);
    }
    at++;
  }
  return { ...drill, steps: steps.filter((_, i) => !removed.has(i)) };
}

function retyped(e: DrillStateSpace, step: Step, what: 'partner' | 'noDisasterMode'): Step {
  if (step.work.kind !== 'run') return step;
  const { cmdlet, parameters } = step.work.command;
  if (what === 'noDisasterMode') {
    const { DisasterMode: _, ...others } = parameters;
    return {
      ...step,
      work: { kind: 'run', command: { cmdlet, parameters: others } },
      text: step.text.replace(/\s-DisasterMode\b/i, ''),
    };
  }
  const name = String(parameters.PoolFqdn);
  const partner = e.world.name(e.world.partner(e.world.layout.pool(name)));
  const command = { cmdlet, parameters: { ...parameters, PoolFqdn: partner } };
  return { ...step, work: { kind: 'run', command }, text: step.text.replace(name, partner) };
}

/** Pauses between the commands of `--free` that are tried: none, all alike, and then drawn ones up to the longest. */
const PAUSES_MS = [0, 150_000, 600_000, 3_600_000, 7_200_000];
const DRAWN = 80;

function* freeDrills(e: DrillStateSpace, drill: Drill, moves: readonly number[]): Generator<Drill, void> {
  const commands = moves.flatMap((m) => {
    const move = e.moves[m];
    return move.kind === 'command' ? [e.commands[move.what]] : [];
  });
  const withPauses = (pauseMs: (i: number) => number): Drill => ({
    ...drill,
    name: `${drill.name}: ${commands.length} commands`,
    faults: [],
    steps: commands.flatMap(({ command, line }, i): Step[] => {
      const step = { position: NOWHERE, atMs: null, expectRefused: false, rule: null };
      const ms = pauseMs(i);
      const pause: Step = {
        ...step,
        work: { kind: 'wait', durationMs: ms },
        text: `wait ${formatDuration(ms)}`,
      };
      const run: Step = { ...step, work: { kind: 'run', command }, text: line };
      return ms === 0 ? [run] : [pause, run];
    }),
    expect: { lostMax: null, rtoMs: {}, rpoMs: null, violates: [] },
  });
  for (const ms of PAUSES_MS) yield withPauses(() => ms);
  for (let n = 0; n < DRAWN; n++) {
    yield withPauses((i) => 1000 * (hash32(`${n}/${i}`) % (n % 2 === 0 ? 7200 : 600)));
  }
}

/** The first work that ends although other work, begun no later, cannot take so long with today's durations. */
function inversion(e: DrillStateSpace, moves: readonly number[], { starts }: ReplayedPath): string | null {
  const running = new Map<
    number,
    { readonly minMs: number; readonly maxMs: number; readonly move: number }
  >();
  let next = 0;
  for (let i = 0; i < moves.length; i++) {
    const move = e.moves[moves[i]];
    if (move.kind === 'work' && move.slot !== e.world.work.cycle.at()) {
      const own = running.get(move.slot);
      running.delete(move.slot);
      if (own !== undefined) {
        for (const [slot, other] of running) {
          if (other.move > own.move || other.maxMs >= own.minMs) continue;
          const [a, b] = [workText(e, move.slot), workText(e, slot)];
          return `"${a.actor}: ${a.action}" (takes ${spoken(own.minMs)} or more) would have to come before "${b.actor}: ${b.action}" (${spoken(other.maxMs)} or less)`;
        }
      }
    }
    for (; next < starts.length && starts[next].move === i; next++)
      running.set(starts[next].slot, starts[next]);
  }
  return null;
}

function spoken(ms: number): string {
  return ms >= 120_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1000)} s`;
}

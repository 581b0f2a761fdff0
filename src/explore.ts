import { availableParallelism } from 'node:os';
import type { Drill } from './domain/drill.js';
import { Exploration } from './domain/exploration/exploration.js';
import type { Outcome } from './domain/exploration/outcome.js';
import { STATE_INVARIANTS } from './domain/invariants/state.js';
import type { Verdict } from './domain/result.js';
import { explorePacked } from './exploration/explore.js';
import type { ExploreOptions, ExploreResult, Progress, Shown } from './exploration/result.js';
import { exploreWithThreads } from './exploration/threads.js';
import { retake } from './futures/narrate.js';
import { type ExploreRequest, type PartPlan, plansOf } from './futures/plan.js';
import type { ExploreReport, Importance, Part, ToldOutcome, ToldViolation } from './futures/result.js';
import { findTimed, type TimedFuture } from './futures/timed.js';
import { unavoidableFrom } from './futures/unavoidable.js';

/** Bounds of a search, and who wants to know how far it is. */
export interface ExploreBounds {
  /** states of all explorations together */
  readonly maxStates: number | null;
  readonly timeLimitMs: number | null;
  /** worker threads; null = as many as there are cores, at most 4 */
  readonly threads?: number | null;
  readonly signal?: AbortSignal;
  readonly progress?: (part: string, progress: Progress) => void;
}

/** The report, and for each violation the timed drill that shows it (null = none was found). */
export interface Explored {
  readonly report: ExploreReport;
  readonly futures: readonly (TimedFuture | null)[];
}

interface SearchedPart extends PartPlan {
  readonly exploration: Exploration;
  readonly found: ExploreResult;
}

/** Explores every future of a drill within the bounds, one log after another. */
export async function exploreDrill(
  drill: Drill,
  request: ExploreRequest,
  bounds: ExploreBounds,
): Promise<Explored> {
  const startedAtMs = performance.now();
  const searched: SearchedPart[] = [];
  let states = 0;
  for (const part of plansOf(drill, request)) {
    const exploration = new Exploration(part.plan);
    const spentMs = performance.now() - startedAtMs;
    const found = await search(exploration, bounds.threads ?? Math.min(availableParallelism(), THREADS_MAX), {
      ...(bounds.maxStates === null ? {} : { maxStates: Math.max(1, bounds.maxStates - states) }),
      ...(bounds.timeLimitMs === null ? {} : { timeLimitMs: Math.max(0, bounds.timeLimitMs - spentMs) }),
      ...(bounds.signal === undefined ? {} : { signal: bounds.signal }),
      progress: (p) => bounds.progress?.(part.name, p),
    });
    states += found.states;
    searched.push({ ...part, exploration, found });
    if (bounds.signal?.aborted) break;
  }
  const told = await violationsOf(drill, searched);
  return {
    report: reportOf(
      drill,
      request,
      bounds,
      searched,
      told.map((t) => t.violation),
    ),
    futures: told.map((t) => t.future),
  };
}

/** Threads where nobody says how many. */
const THREADS_MAX = 4;
/** States that one thread has seen before the others would have started. */
const STATES_ALONE = 10_000;

async function search(e: Exploration, threads: number, options: ExploreOptions): Promise<ExploreResult> {
  if (threads <= 1) return explorePacked(e, options);
  const { maxStates = Number.POSITIVE_INFINITY } = options;
  const alone = await explorePacked(e, { ...options, maxStates: Math.min(maxStates, STATES_ALONE) });
  if (alone.stoppedBy !== 'states' || maxStates <= STATES_ALONE) return alone;
  const module = import.meta.resolve('./domain/exploration/source.js');
  return exploreWithThreads({ module, export: 'explorationOf', data: e.plan }, threads, options);
}

interface Told {
  readonly violation: ToldViolation;
  readonly future: TimedFuture | null;
}

/** One distinct way: an invariant, its cause, the hazards before it. */
interface Way {
  readonly part: SearchedPart;
  readonly shown: Shown;
  readonly invariant: string;
  readonly cause: string;
  readonly hazards: readonly string[];
  /** parts in which it was found, for claims about changes */
  readonly logs: readonly string[];
  readonly count: number;
}

/** Claims about changes, and not only about who does what. */
const OF_CHANGES = ['I1', 'I2', 'I9'];

/** Each distinct way once, with the shortest of its futures; the control state is the same in all parts. */
function waysOf(searched: readonly SearchedPart[]): Way[] {
  const ways = new Map<string, Way>();
  for (const part of searched) {
    for (const shown of part.found.violations) {
      const [what, after] = shown.name.split('|');
      const hazards = after === '' ? [] : after.split(',');
      for (const one of what.split(' + ')) {
        const [invariant] = one.split(' ');
        const fresh = { part, shown, invariant, cause: one.slice(invariant.length + 1), hazards };
        const key = `${one}|${after}`;
        const known = ways.get(key);
        const shorter = known === undefined || shown.path.actions.length < known.shown.path.actions.length;
        ways.set(key, {
          ...(shorter ? fresh : known),
          logs: [...(known?.logs ?? []), part.name],
          count: (known?.count ?? 0) + shown.count,
        });
      }
    }
  }
  const all = [...ways].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way);
  // What goes wrong after one hazard goes wrong after that hazard and another one, too.
  return all.filter((way) => !all.some((other) => other !== way && isPlainer(other, way)));
}

function isPlainer(a: Way, b: Way): boolean {
  const same = a.invariant === b.invariant && a.cause === b.cause;
  return same && a.hazards.length < b.hazards.length && a.hazards.every((h) => b.hazards.includes(h));
}

async function violationsOf(drill: Drill, searched: readonly SearchedPart[]): Promise<Told[]> {
  const told: Told[] = [];
  for (const way of waysOf(searched)) told.push(await tellWay(drill, way));
  return told;
}

async function tellWay(drill: Drill, way: Way): Promise<Told> {
  const { part, shown, invariant, cause, hazards, logs, count } = way;
  const { exploration } = part;
  const moves = shown.path.actions;
  const retaken = retake(exploration, drill, moves);
  const { timing, future } = findTimed(exploration, drill, moves, retaken, invariant);
  const seen = retaken.violations.find((v) => v.invariant === invariant);
  return {
    future,
    violation: {
      invariant,
      message: messageOf(invariant, logs, cause, seen?.message ?? ''),
      logs: OF_CHANGES.includes(invariant) ? logs : [],
      hazards,
      rules: seen?.rules ?? [],
      declared: (drill.expect.violates as readonly string[]).includes(invariant),
      count,
      steps: retaken.steps,
      unavoidableFrom: await unavoidableFrom(exploration, retaken.states, shown.name),
      timing,
      trace: { moves: retaken.steps.map((s) => `${s.actor}: ${s.action}`), drill: null },
    },
  };
}

/** In words without counts: an exploration has none. */
function messageOf(invariant: string, logs: readonly string[], cause: string, seen: string): string {
  const log = logs.join(', ');
  const because = cause === '' ? '' : `: ${cause}`;
  if (invariant === 'I1') return `acknowledged changes of ${log} leave the serving branch${because}`;
  if (invariant === 'I2')
    return `changes of ${log} that the partner had imported are not served after the takeover`;
  if (invariant === 'I9') return `changes of ${log} are counted twice or not at all`;
  return seen === '' ? (STATE_INVARIANTS.find((i) => i.id === invariant)?.claim ?? invariant) : seen;
}

function reportOf(
  drill: Drill,
  request: ExploreRequest,
  bounds: ExploreBounds,
  searched: readonly SearchedPart[],
  violations: readonly ToldViolation[],
): ExploreReport {
  const parts = searched.map(
    ({ name, found }): Part => ({
      log: name,
      complete: found.complete,
      stoppedBy: found.stoppedBy,
      states: found.states,
      transitions: found.transitions,
      depth: found.depth,
      frontier: found.frontier,
    }),
  );
  const planned = plansOf(drill, request).length;
  const complete = parts.length === planned && parts.every((p) => p.complete);
  const sum = (of: (p: Part) => number): number => parts.reduce((n, p) => n + of(p), 0);
  const breakable = searched[0]?.exploration.breakables.map((b) => b.name) ?? [];
  const outcomes = outcomesOf(drill, searched);
  const states = sum((p) => p.states);
  const judged = judge(drill, request, violations, complete);
  return {
    drydrill: 1,
    drill: drill.name,
    ...judged,
    proved: complete && judged.verdict === 'passed' ? proof(request, states, breakable.length) : null,
    complete,
    states,
    transitions: sum((p) => p.transitions),
    depth: Math.max(0, ...parts.map((p) => p.depth)),
    bounds: {
      faults: request.faults,
      repairs: request.repairs,
      free: request.free,
      mistakes: request.mistakes,
      hazards: request.hazards,
      breakable,
      maxStates: bounds.maxStates,
      timeLimitMs: bounds.timeLimitMs,
      stoppedBy: parts.find((p) => p.stoppedBy !== null)?.stoppedBy ?? null,
      folded: request.fold,
      reduced: request.reduce,
    },
    parts,
    violations,
    outcomes: outcomes.table,
    importance: outcomes.importance,
  };
}

function judge(
  drill: Drill,
  request: ExploreRequest,
  violations: readonly ToldViolation[],
  complete: boolean,
): { verdict: Verdict; reason: string } {
  const counts = violations.filter((v) => !v.declared && (request.hazards || v.hazards.length === 0));
  if (counts.length > 0) {
    const ids = [...new Set(counts.map((v) => v.invariant))].join(', ');
    return {
      verdict: 'failed',
      reason: `${ids} can break, in ${counts.length} distinct ${counts.length === 1 ? 'way' : 'ways'}${complete ? '' : '; the search was not complete, there may be more'}.`,
    };
  }
  if (!complete) {
    return {
      verdict: 'inconclusive',
      reason: 'A bound was hit before every future was seen: what was seen broke nothing.',
    };
  }
  const unknown = drill.steps.find((s) => s.work.kind === 'notModelled');
  if (unknown !== undefined && request.free === 0) {
    return {
      verdict: 'inconclusive',
      reason: `Line ${unknown.position.line} is not modelled: ${unknown.text}. What else was seen broke nothing.`,
    };
  }
  return { verdict: 'passed', reason: 'No future within the bounds breaks an invariant.' };
}

function proof(request: ExploreRequest, states: number, breakables: number): string {
  const faults =
    request.faults === 0
      ? 'without further faults'
      : `with up to ${request.faults} further ${request.faults === 1 ? 'fault' : 'faults'} among ${breakables} components at any moment${request.repairs ? ', repaired at any later moment or never' : ''}`;
  const what =
    request.free > 0
      ? `every sequence of up to ${request.free} administrator commands`
      : `every order in which the work of this drill can end${request.mistakes > 0 ? ` and up to ${request.mistakes} mistake of the administrator` : ''}`;
  return `In ${what}, ${faults}, no acknowledged change leaves the serving branch but by what I1 itself excepts (the disaster failover of what could not serve, content that waits for its restore, a tail whose servers all died), and I2-I9 hold (${states.toLocaleString('en-US')} states, all of them seen; named hazards ${request.hazards ? 'included' : 'left out'}).`;
}

function outcomesOf(
  drill: Drill,
  searched: readonly SearchedPart[],
): { table: ToldOutcome[]; importance: Importance[] } {
  const table = new Map<string, { outcome: ToldOutcome; length: number }>();
  const parts = new Map<string, { ends: number; bad: number }>();
  for (const { exploration, found } of searched) {
    for (const shown of found.outcomes) {
      const o = JSON.parse(shown.name) as Outcome;
      const bad = o.end === 'unserved' || o.loss !== 'none' || o.objection !== null;
      for (const component of o.broken) {
        const known = parts.get(component) ?? { ends: 0, bad: 0 };
        parts.set(component, { ends: known.ends + shown.count, bad: known.bad + (bad ? shown.count : 0) });
      }
      const key = JSON.stringify([o.end, o.objection, o.loss]);
      const known = table.get(key);
      const length = shown.path.actions.length;
      const states = (known?.outcome.states ?? 0) + shown.count;
      if (known !== undefined && known.length <= length) {
        table.set(key, { ...known, outcome: { ...known.outcome, states } });
        continue;
      }
      const step = o.objection === null ? null : drill.steps[o.objection.step];
      const example = retake(exploration, drill, shown.path.actions).steps.map(
        (s) => `${s.actor}: ${s.action}`,
      );
      table.set(key, {
        length,
        outcome: {
          end: o.end,
          step:
            step === null
              ? null
              : { index: o.objection!.step, line: step.position.line, what: o.objection!.what },
          loss: o.loss,
          states,
          example,
        },
      });
    }
  }
  return {
    table: [...table.values()].map((t) => t.outcome).sort((a, b) => b.states - a.states),
    importance: [...parts]
      .map(([component, { ends, bad }]) => ({ component, ends, bad }))
      .sort((a, b) => b.bad - a.bad || (a.component < b.component ? -1 : 1)),
  };
}

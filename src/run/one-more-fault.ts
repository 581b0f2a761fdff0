/** What one more fault would do to a run: the stretches of it in which something may break, and a run with it beside the original. */
import type { Consequence } from '../domain/consequence.js';
import type { Drill, FaultTarget } from '../domain/drill.js';
import { breaking } from '../domain/fault-targets.js';
import type { RunResult } from '../domain/result.js';
import { runDrill } from './run-drill.js';
import { unservedAtEnd } from './users-served.js';

const SECOND_MS = 1000;

/** A stretch of a run in which one more thing may break, ms. */
export interface BreakPlace {
  /** index of the step that is under way; null = after the last one */
  readonly step: number | null;
  /** the step is not under way yet: its time has not come */
  readonly isBefore: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  /** a fault of the drill itself falls at its beginning */
  readonly isCut: boolean;
  /** the last step of it; another one than `step` where a line of a loop comes again and nothing else takes time */
  readonly lastStep: number | null;
}

/** The stretches of a run, step by step and cut where the drill's own faults fall: all of it, without a gap. */
export function breakPlaces({
  steps,
  faults,
  endedAtMs,
}: Pick<RunResult, 'steps' | 'faults' | 'endedAtMs'>): BreakPlace[] {
  const cuts = [...new Set(faults.map(({ atMs }) => atMs))].sort((a, b) => a - b);
  const places: BreakPlace[] = [];
  let fromMs = 0;
  const isAgain = (before: BreakPlace | undefined, step: number | null, isBefore: boolean): boolean => {
    if (before === undefined || before.step === null || step === null || before.isBefore || isBefore) return false;
    const [a, b] = [steps[before.step], steps[step]];
    return a.line > 0 && a.line === b.line && a.file === b.file && a.command === b.command;
  };
  const add = (step: number | null, isBefore: boolean, untilMs: number): void => {
    for (const toMs of [...cuts.filter((ms) => ms > fromMs && ms < untilMs), untilMs]) {
      if (toMs <= fromMs) continue;
      const [isCut, before] = [cuts.includes(fromMs), places.at(-1)];
      if (!isCut && isAgain(before, step, isBefore)) places[places.length - 1] = { ...before!, toMs, lastStep: step };
      else places.push({ step, isBefore, fromMs, toMs, isCut, lastStep: step });
      fromMs = toMs;
    }
  };
  for (const { index, startedAtMs, endedAtMs: ended } of steps) {
    add(index, true, startedAtMs);
    add(index, false, ended);
  }
  add(null, false, endedAtMs);
  return places;
}

/** Moments of a stretch in whole seconds, ms: its middle, just after its start, just before its end, then others between. */
export function momentsIn({ fromMs, toMs }: Pick<BreakPlace, 'fromMs' | 'toMs'>, most: number): number[] {
  const shares = [0.5, 0, 1, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875];
  const [first, last] = [fromMs + SECOND_MS, toMs - SECOND_MS];
  if (last <= first) return [Math.floor((fromMs + toMs) / 2)];
  const moments = shares.map((share) => Math.round((first + share * (last - first)) / SECOND_MS) * SECOND_MS);
  return [...new Set(moments)].filter((ms) => ms > fromMs && ms < toMs).slice(0, most);
}

/** A fault beside those of a drill: it breaks for good, unless the drill itself puts it right later. */
export interface FurtherFault {
  readonly target: FaultTarget;
  readonly atMs: number;
}

/**
 * What a further fault changes, the least first. `unknown`: a step of it is not modelled there, and what came of it is
 * anybody's guess.
 */
export const FURTHER_HARMS = ['none', 'longer', 'worse', 'stepFails', 'unknown', 'unserved'] as const;
export type FurtherHarm = (typeof FURTHER_HARMS)[number];

/** What a drill with a further fault comes to. */
export interface FurtherEffect {
  readonly effect: FurtherHarm;
  /** how that run ends, by itself; null = neither is data lost or stranded nor is anybody without regular service */
  readonly end: Extract<Consequence, 'lost' | 'unserved' | 'stranded'> | null;
}

/** What of a run is compared. */
type Compared = Pick<RunResult, 'verdict' | 'glance' | 'loss' | 'steps' | 'users' | 'expectations' | 'findings'>;

/** Plays a drill with each of these faults, one a run, with the drill's own seed. */
export function furtherEffects(drill: Drill, faults: readonly FurtherFault[]): FurtherEffect[] {
  const original = runDrill(drill, { numbersOnly: true }).result;
  return faults.map((fault) => {
    const { result } = runDrill(withFurther(drill, fault), { numbersOnly: true });
    return { effect: effectBeside(original, result), end: badEnd(result) };
  });
}

const withFurther = (drill: Drill, { target, atMs }: FurtherFault): Drill => ({
  ...drill,
  faults: [
    ...drill.faults,
    { ...breaking(target), atMs, forMs: null, position: { file: drill.file, line: 0, column: 0 } },
  ],
});

/** How a run ends where it ends badly: the worst that is true of it. */
export function badEnd(result: Pick<RunResult, 'loss' | 'users'>): FurtherEffect['end'] {
  if (result.loss.lost > 0) return 'lost';
  if (unservedAtEnd(result).length > 0) return 'unserved';
  return result.loss.stranded > 0 ? 'stranded' : null;
}

/** The worst that a run has and the original has not. Both have the same steps. */
export function effectBeside(original: Compared, changed: Compared): FurtherHarm {
  if (leavesMoreUnserved(original, changed)) return 'unserved';
  const isNew = (what: (step: RunResult['steps'][number]) => boolean): boolean =>
    changed.steps.some((step, i) => what(step) && !what(original.steps[i]));
  if (isNew(({ outcome }) => outcome === 'notModelled')) return 'unknown';
  if (isNew(({ asExpected }) => !asExpected)) return 'stepFails';
  if (isWorse(original, changed)) return 'worse';
  return isLonger(original, changed) ? 'longer' : 'none';
}

function leavesMoreUnserved(original: Compared, changed: Compared): boolean {
  const before = new Map(unservedAtEnd(original).map(({ pool, without }) => [pool, without]));
  return unservedAtEnd(changed).some(({ pool, without }) => without > (before.get(pool) ?? 0));
}

/** More is away, something that was expected no longer holds, or there is more to mend. */
function isWorse(original: Compared, changed: Compared): boolean {
  const away = ({ loss }: Compared): number => loss.lost + loss.stranded;
  const errors = ({ findings }: Compared): number => findings.filter(({ severity }) => severity === 'error').length;
  const missed = ({ expectations }: Compared): number => expectations.filter(({ holds }) => !holds).length;
  return (
    away(changed) > away(original) ||
    errors(changed) > errors(original) ||
    missed(changed) > missed(original) ||
    (changed.verdict === 'failed' && original.verdict !== 'failed')
  );
}

/** Somebody is longer without regular service, or without a way in from outside. */
function isLonger({ glance: before }: Compared, { glance: after }: Compared): boolean {
  const never = Number.POSITIVE_INFINITY;
  const routes = Object.keys(after.routesDownMs) as (keyof typeof after.routesDownMs)[];
  return (
    after.usersWithoutRegularService.userMinutes > before.usersWithoutRegularService.userMinutes ||
    (before.worstRtoMs !== null && (after.worstRtoMs ?? never) > before.worstRtoMs) ||
    routes.some((route) => (after.routesDownMs[route] ?? 0) > (before.routesDownMs[route] ?? 0))
  );
}

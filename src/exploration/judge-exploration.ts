/** The verdict of an exploration, and its proof in words. */
import type { StoppedBy } from '../checker/check-result.js';
import { counted } from '../core/format.js';
import { idRange } from '../core/id-range.js';
import type { Drill, InvariantId } from '../domain/drill.js';
import type { Verdict } from '../domain/result.js';
import { expectedOfEachSeed } from '../run/expectations.js';
import { runDrill } from '../run/run-drill.js';
import { judgedOf, verdictOf } from '../run/verdict.js';
import type { ReportedViolation, Termination, Unmodelled } from './exploration-report.js';
import type { ExploreRequest } from './request.js';
import type { Breakable } from './state-space/alphabet.js';

const STOPPED: Readonly<Record<StoppedBy, string>> = {
  states: 'As many states as allowed were found',
  time: 'The time was over',
  memory: 'The memory was full',
  abort: 'The search was interrupted',
  violation: 'The search stopped at the first violation',
};

/** Whether a violation fails the exploration: it was not declared, not only reported, and follows no named hazard. */
export const countsAsFailure = (
  v: Pick<ReportedViolation, 'declared' | 'outcome' | 'hazards'>,
  { hazards }: ExploreRequest,
): boolean => !v.declared && v.outcome === null && (hazards || v.hazards.length === 0);

/** A verdict, and why. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

/**
 * What a search takes over of the drill's own run: all but that nothing was rehearsed, for the search adds the faults,
 * and that an invariant under `expect.violates` did not break, which for a search it need not in any future.
 */
export function judgementOfTheDrillItself(drill: Drill): Judgement {
  const { drill: asRun, result } = runDrill(drill);
  return verdictOf(asRun, { ...judgedOf(result, expectedOfEachSeed(asRun, result.expectations)), isSearched: true });
}

/** A drill that fails or is inconclusive by itself is no better when more breaks, and says so in the words of its run. */
export function withTheDrillItself(judged: Judgement, itself: Judgement | null): Judgement {
  if (itself === null || itself.verdict === 'passed') return judged;
  if (judged.verdict === 'failed' && itself.verdict !== 'failed') return judged;
  const own = `The drill itself ${itself.verdict === 'failed' ? 'fails' : 'is inconclusive'}, without a further fault: ${itself.reason}`;
  return { verdict: itself.verdict, reason: judged.verdict === 'failed' ? `${judged.reason} ${own}` : own };
}

/** The verdict. A search that was not complete never passes; named hazards fail nothing unless asked for. */
export function judgeExploration(
  violations: readonly ReportedViolation[],
  notModelled: readonly Unmodelled[],
  complete: boolean,
  stoppedBy: StoppedBy | null,
  ends: Termination | null,
): Judgement {
  const counts = violations.filter((v) => v.fails);
  if (counts.length > 0) {
    const ids = [...new Set(counts.map((v) => v.invariant))].join(', ');
    return {
      verdict: 'failed',
      reason: `${ids} can break, in ${counts.length} distinct ${counts.length === 1 ? 'way' : 'ways'}${complete ? '' : '; the search was not complete, there may be more'}.`,
    };
  }
  if (ends?.answer === 'notAlways') {
    return {
      verdict: 'failed',
      reason: `The drill does not always come to an end: ${counted(ends.stuck, 'state')} from which it cannot.`,
    };
  }
  const seen = `what was seen broke nothing${violations.length === 0 ? '' : ' but what is below'}`;
  if (!complete) {
    return {
      verdict: 'inconclusive',
      reason: `${STOPPED[stoppedBy ?? 'abort']} before every future was seen: ${seen}.`,
    };
  }
  if (notModelled.length > 0) {
    const lines = notModelled.map(({ line, command }) => `line ${line} (${command})`).join(', ');
    return {
      verdict: 'inconclusive',
      reason: `Not modelled: ${lines}, and what comes after may hang on it; ${seen}.`,
    };
  }
  return {
    verdict: 'passed',
    reason:
      violations.length === 0
        ? 'No future within the bounds breaks an invariant.'
        : 'Nothing breaks an invariant but what the drill declares, the named hazards and what was only reported: all are below.',
  };
}

/** What a complete search has found all of, for its proof. */
export interface Searched {
  readonly states: number;
  /** some of them are counted more than once */
  readonly overlaps: boolean;
  readonly breakables: readonly Breakable[];
  /** outcomes that were only reported, each searched apart */
  readonly outcomes: readonly string[];
  /** components of other pairs */
  readonly leftOut: readonly string[];
  /** invariants that say something about the deployment */
  readonly judged: readonly InvariantId[];
}

/** What a complete search that broke nothing has proved, in one sentence: what was taken, and what was left out. */
export function proof(
  request: ExploreRequest,
  { states, overlaps, breakables, outcomes, leftOut: others, judged }: Searched,
): string {
  // Those that except nothing.
  const claims = idRange(judged.filter((id) => id !== 'I1'));
  const faults =
    request.faults === 0
      ? 'without further faults'
      : `with up to ${counted(request.faults, 'further fault')} among ${counted(breakables.length, 'component')} at any moment${request.free > 0 ? '' : ' until the last step has ended'}${request.repairs ? ', repaired at any later moment or never' : ''}`;
  const what =
    request.free > 0
      ? `every sequence of up to ${counted(request.free, 'administrator command')} (without the steps and faults of this drill; changes of the Edge next hop not counted; named hazards ${request.hazards ? 'included' : 'left out'})`
      : `every order in which the work of this drill can end${request.mistakes > 0 ? ` and up to ${counted(request.mistakes, 'mistake')} of the administrator` : ''}`;
  const taken = [
    ...(breakables.some(({ kind }) => kind === 'hydration') ? ['a failback that fails to complete hydration'] : []),
    ...(outcomes.length > 0 ? [`${outcomes.join(' and ')}, told apart as they were only reported`] : []),
  ];
  const leftOut = [
    ...(request.faults > 0 && request.free === 0 ? ['faults after the last step'] : []),
    ...(request.faults > 0 ? ['disks that are destroyed'] : []),
    ...(request.faults > 0 && !request.repairs ? ['their repairs'] : []),
    ...(others.length > 0 ? [`${counted(others.length, 'component')} of other pairs (--everywhere takes them)`] : []),
    ...(request.only.length + request.without.length > 0 ? ['what --only and --without exclude'] : []),
    ...(request.free === 0 && request.mistakes === 0 ? ['mistakes of the administrator'] : []),
  ];
  const account = [
    ...(taken.length > 0 ? [`taken: ${taken.join(', and ')}`] : []),
    ...(leftOut.length > 0 ? [`left out: ${leftOut.join(', ')}`] : []),
  ].join('; ');
  return `In ${what}, ${faults}${account === '' ? '' : ` (${account})`}, no acknowledged change leaves the serving branch but by what I1 itself excepts (the disaster failover of what could not serve, content that waits for its restore, a tail that was lost with all its disks), and ${claims} hold (${counted(states, 'state')}, all of them seen${overlaps ? ', some counted more than once' : ''}).`;
}

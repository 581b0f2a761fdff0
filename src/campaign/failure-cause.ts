/** Why a drill fails, as causes that a shorter drill can have too; and the shortest drill that fails for the first of them. */
import { commandText } from '../domain/cmdlets/catalog.js';
import type { Drill, Step } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { runDrill } from '../run/run-drill.js';
import { shrinkDrill } from './shrink-drill.js';

/** Something that fails a run. */
export interface FailureCause {
  /** the same text in two runs = the same cause */
  readonly words: string;
  /** when it came to light; null = at the end */
  readonly atMs: number | null;
}

/** What fails a run, what came first of each kind first: invariants, steps, what is expected of the whole. */
export function causesOf(drill: Drill, { violations, steps, expectations }: RunResult): FailureCause[] {
  return [
    ...violations
      .filter(({ declared }) => !declared)
      .map(({ invariant, rules, atMs }) => ({ words: `${invariant} breaks (${rules.join(', ')})`, atMs })),
    ...steps
      .filter(({ asExpected, outcome }) => !asExpected && outcome !== 'notModelled')
      .map(({ index, outcome, rule, endedAtMs }) => {
        const { expectRefused } = drill.steps[index];
        const ended = outcome === 'ok' || expectRefused ? 'is not refused as expected' : outcome;
        return { words: `${lineOf(drill.steps[index])} ${ended}${rule === null ? '' : ` (${rule})`}`, atMs: endedAtMs };
      }),
    ...expectations
      .filter(({ holds }) => !holds)
      .map(({ what }) => ({ words: `${what} is not as expected`, atMs: null })),
  ];
}

const lineOf = ({ work, text }: Step): string => (work.kind === 'run' ? commandText(work.command) : text);

/** The shortest drill that fails for the same cause as one run did. */
export interface ShortestFailure {
  readonly drill: Drill;
  readonly cause: string;
  /** of the run that was made shorter, beside what a script only noted */
  readonly before: Pick<Drill, 'steps' | 'faults'>;
}

/** Steps that change nothing, and that no drill file can have. */
const SILENT: readonly Step['work']['kind'][] = ['notModelled', 'noted', 'failed', 'note'];

/**
 * The shortest drill that fails for the first cause of a run with the drill's own seed; null = what it played does not fail
 * as the steps of a drill. Scripts are taken as the steps that they came to.
 */
export function shortestFailure(written: Drill): ShortestFailure | null {
  const { drill: played, result } = runDrill(written, { numbersOnly: true });
  const [cause] = causesOf(played, result);
  if (cause === undefined) return null;
  const steps = played.steps
    .filter(({ work }) => !SILENT.includes(work.kind))
    .map((step) => ({ ...step, text: lineOf(step) }));
  const before = { ...played, steps };
  const drill = shrinkDrill(before, (candidate) => {
    const run = runDrill(candidate, { numbersOnly: true });
    const same = causesOf(candidate, run.result).find(({ words }) => words === cause.words);
    return same === undefined ? null : { steps: run.result.steps, failedAtMs: same.atMs };
  });
  return drill === null ? null : { drill, cause: cause.words, before };
}

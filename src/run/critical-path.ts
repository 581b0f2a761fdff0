/**
 * What users waited for in an outage, part by part: the steps of the runbook up to the failover that ended it, then the
 * phases of that failover. The parts tile the time from the outage to regular service without gap or overlap.
 */
import { clock } from '../core/format.js';
import type { ComponentInterval } from '../domain/component-result.js';
import type { Step } from '../domain/drill.js';
import type { CriticalPart } from '../domain/recovery-results.js';
import type { StepResult } from '../domain/result.js';
import { isIdle } from './step-kinds.js';

/** Steps of one turn of a loop, at most. */
const TURN_STEPS_MAX = 8;

/** What a path is made of. */
export interface PathSources {
  readonly steps: readonly StepResult[];
  readonly planned: readonly Step[];
  /** states of the failover of the pool */
  readonly phases: readonly ComponentInterval[];
  readonly partner: string;
}

/** The parts between an outage and regular service; `startedAtMs`: the failover that led there. */
export function criticalPath(
  sources: PathSources,
  outageAtMs: number,
  startedAtMs: number,
  servedAtMs: number,
): CriticalPart[] {
  return [
    ...partsOfSteps(sources, outageAtMs, Math.max(outageAtMs, startedAtMs)),
    ...partsOfFailover(sources, Math.max(outageAtMs, startedAtMs), servedAtMs),
  ];
}

/** Steps between two moments, the turns of a loop together; what lies between two steps is a pause until the later one. */
function partsOfSteps({ steps, planned }: PathSources, fromMs: number, toMs: number): CriticalPart[] {
  const parts: CriticalPart[] = [];
  let doneMs = fromMs;
  const within = steps.filter((s) => s.endedAtMs >= fromMs && s.startedAtMs <= toMs);
  for (const turns of loopsOf(within, planned)) {
    const [first, last] = [turns[0], turns[turns.length - 1]];
    const begins = Math.min(first.startedAtMs, toMs);
    if (begins > doneMs) {
      parts.push({
        fromMs: doneMs,
        toMs: begins,
        step: first.index,
        kind: 'pause',
        what: `pause until ${clock(begins)}`,
        inVain: false,
      });
      doneMs = begins;
    }
    const ends = Math.min(last.endedAtMs, toMs);
    if (ends <= doneMs) continue;
    const told = turns.length > 1 ? loopInWords(turns) : stepPart(first, planned[first.index]);
    parts.push({ fromMs: doneMs, toMs: ends, step: first.index, ...told });
    doneMs = ends;
  }
  // After the last step nothing is done any more.
  if (doneMs < toMs) {
    const what = 'nothing is done';
    parts.push({ fromMs: doneMs, toMs, step: null, kind: 'pause', what, inVain: false });
  }
  return parts;
}

type Told = Pick<CriticalPart, 'kind' | 'what' | 'inVain'>;

function stepPart({ command, outcome, rule }: StepResult, { work }: Step): Told {
  const waits = work.kind === 'wait' || work.kind === 'waitUntil';
  const timedOut = work.kind === 'waitUntil' && outcome === 'failed';
  const came = timedOut ? ': it timed out, what it waited for did not come' : '';
  const ended =
    waits || outcome === 'ok'
      ? came
      : ` (${outcome === 'refused' ? 'refused' : 'failed'}${rule === null ? '' : `, ${rule}`})`;
  return { kind: waits ? 'pause' : 'command', what: command + ended, inVain: timedOut };
}

/** The turns of a loop that looks at something and pauses; where its answers never changed it waited in vain. */
function loopInWords(turns: readonly StepResult[]): Told {
  const lines = [...new Set(turns.map(({ line }) => line))].sort((a, b) => a - b);
  const where = lines.length === 1 ? `line ${lines[0]}` : `lines ${lines[0]} to ${lines[lines.length - 1]}`;
  const answers = new Set(turns.filter(({ output }) => output !== null).map(({ output }) => JSON.stringify(output)));
  const asked = turns.filter(({ output }) => output !== null).length;
  const times = Math.max(...lines.map((line) => turns.filter((each) => each.line === line).length));
  const inVain = asked > 1 && answers.size === 1;
  const found = inVain ? ': what it looked at never changed' : '';
  return { kind: 'pause', what: `loop of ${where}, ${times} turns${found}`, inVain };
}

/** Steps in their order, those together that are turns of a loop that waits: lines that come again within a few steps. */
function loopsOf(steps: readonly StepResult[], planned: readonly Step[]): StepResult[][] {
  const found: StepResult[][] = [];
  const idle = ({ index }: StepResult): boolean => isIdle(planned[index].work);
  for (const step of steps) {
    const isHere = ({ line, file }: StepResult): boolean => line === step.line && file === step.file;
    const since = step.line > 0 ? found.findLastIndex((group) => group.some(isHere)) : -1;
    const near = since >= 0 && found.length - since <= TURN_STEPS_MAX;
    if (near && idle(step) && found.slice(since).every((group) => group.every(idle))) {
      const turns = found.splice(since).flat();
      found.push([...turns, step]);
    } else found.push([step]);
  }
  return found;
}

const PHASES: Readonly<Record<string, string>> = {
  'planned.preparing': 'users go read-only',
  'planned.syncing': 'final sync to the partner',
  'planned.taking': 'the partner takes the users over',
  'disaster.stopping': 'the services of the lost pool are stopped or found dead',
  'disaster.taking': 'the partner takes the users over',
};

/** The phases of a failover; users who are not regular when its command ends wait for the partner. */
function partsOfFailover({ steps, phases, partner }: PathSources, fromMs: number, toMs: number): CriticalPart[] {
  const step = steps.find((s) => s.startedAtMs === fromMs && s.endedAtMs > fromMs)?.index ?? null;
  const within = phases.filter((phase) => phase.toMs > fromMs && phase.fromMs < toMs);
  return within.map((phase) => ({
    fromMs: Math.max(phase.fromMs, fromMs),
    toMs: Math.min(phase.toMs, toMs),
    step: phase.state in PHASES ? step : null,
    kind: 'failover',
    what: PHASES[phase.state] ?? `${partner} does not serve them yet`,
    inVain: false,
  }));
}

/** How much of a path the runbook spent waiting, in ms. */
export const pausedMs = (parts: readonly CriticalPart[]): number =>
  parts.reduce((sum, part) => (part.kind === 'pause' ? sum + part.toMs - part.fromMs : sum), 0);

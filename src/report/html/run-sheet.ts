/** The run sheet of the night: each step with its planned time, what must be seen, when to stop, and columns to fill in by hand. */
import { clock, displayDuration, elapsed } from '../../core/format.js';
import type { PlayedStep } from '../../domain/drill-input.js';
import type { RunResult, StepResult } from '../../domain/result.js';
import { CARD_HEADS } from './card-heads.js';
import { el, type Html, table } from './element.js';
import { repeatedSteps, timesInWords } from './shown.js';

/** The sheet as a part of a page. */
export function runSheet(result: RunResult): Html {
  const { steps, input } = result;
  const rows = repeatedSteps(steps).map((repeated) => {
    const { step } = repeated;
    const again = timesInWords(repeated);
    const work = input.steps[step.index]?.work;
    const final = step.irrevocable;
    return {
      class: final === null ? undefined : 'final',
      cells: [
        { class: 'numeric', of: String(step.index + 1) },
        clock(step.startedAtMs),
        { class: 'numeric', of: elapsed(step.startedAtMs, step.endedAtMs) },
        {
          class: 'command',
          of: el(
            'div',
            null,
            el('code', null, step.command),
            again === '' ? null : el('p', { class: 'dim' }, `in this run ${again}`),
            final === null ? null : el('p', { class: 'no-return' }, `■ ${final}`),
          ),
        },
        mustBeSeen(step),
        abortWhen(step, work, result),
        ...['', '', ''],
      ],
    };
  });
  return el(
    'section',
    { class: 'panel sheet', id: 'sheet', 'aria-labelledby': 'sheet-title' },
    el(
      'div',
      { class: 'head' },
      el('h2', { id: 'sheet-title' }, 'Run sheet'),
      el(
        'span',
        { class: 'beside' },
        'Times count from the start of the drill, as this run has them; the night will differ. ■ = from here on there is no way back.',
      ),
    ),
    table('sheet-table cards', CARD_HEADS.sheet, rows),
    el(
      'p',
      { class: 'signatures' },
      'Night of: ______________   Led by: ______________________   Decision to fail over at: __________   by: ______________________',
    ),
  );
}

function mustBeSeen({ outcome, rule, message, command, asExpected }: StepResult): string {
  if (outcome === 'refused' && asExpected) return `refused${rule === null ? '' : ` (${rule})`}`;
  if (outcome === 'refused') return `it was refused in this run${rule === null ? '' : ` (${rule})`}`;
  if (outcome !== 'ok') return `it ${outcome === 'failed' ? 'failed' : 'is not modelled'} in this run`;
  if (message !== null) return message;
  const until = /^wait(?:: | )until (.+?)(?: \(timeout .*\))?$/.exec(command)?.[1];
  return until ?? '';
}

/** When somebody has to decide whether to go on. */
function abortWhen(step: StepResult, work: PlayedStep['work'] | undefined, { recovery }: RunResult): string {
  if (work?.kind === 'waitUntil') return `not there after ${displayDuration(work.timeoutMs)}`;
  if (
    work === undefined ||
    work.kind === 'wait' ||
    work.kind === 'note' ||
    work.kind === 'noted' ||
    work.kind === 'fault'
  )
    return '';
  if (step.outcome === 'refused' && step.asExpected) return 'it is not refused';
  const isFailover = work.kind === 'run' && work.command.cmdlet === 'Invoke-CsPoolFailOver' && step.outcome === 'ok';
  const entry = isFailover
    ? recovery.find(({ failoverStartedAtMs }) => failoverStartedAtMs === step.startedAtMs)
    : undefined;
  const targetMs = entry?.target.applies === true ? entry.target.rtoMs : null;
  return targetMs === null
    ? 'refused or failed'
    : `refused or failed, or users not regular after ${displayDuration(targetMs)}`;
}

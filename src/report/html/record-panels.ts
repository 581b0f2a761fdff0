/** The record of a run: its steps, what was noted, lost, expected and assumed, what happened, and what it was made of. */
import { clock, count, displayDuration, elapsed, rangeInWords } from '../../core/format.js';
import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import type { RunResult, StepResult } from '../../domain/result.js';
import { figures, SPREAD_HEAD, subject } from '../text/run-words.js';
import { CARD_HEADS } from './card-heads.js';
import { el, type Html, type HtmlChild, numeric, panel, type TableCell, table } from './element.js';
import { commandCell, inputsPanel } from './inputs-panel.js';
import { lineInWords } from './mend-panel.js';
import { withRules } from './rule-links.js';
import { repeatedSteps, timesInWords } from './shown.js';

const OUTCOMES = { ok: 'ok', refused: 'refused', failed: 'failed', notModelled: 'not modelled' } as const;

/** How a step ended, with ✓ where that is what the drill expects. */
export const outcomeInMarks = ({ outcome, rule, asExpected }: StepResult): string =>
  `${asExpected ? '✓' : '✕'} ${OUTCOMES[outcome]}${rule === null ? '' : ` ${rule}`}${asExpected && outcome !== 'ok' ? ', as expected' : ''}`;

const word = (of: string): TableCell => ({ class: 'word', of });

/** What is said of when a step began: its time, or what leads there. */
export type StartOfStep = (atMs: number) => HtmlChild;

/** Every panel of the record that has something to say. */
export function recordPanels(result: RunResult, start: StartOfStep = clock): (Html | null)[] {
  return [
    stepsPanel(result, start),
    seedsPanel(result),
    notesPanel(result),
    lossPanel(result),
    expectationsPanel(result),
    assumptionsPanel(result),
    logPanel(result),
    inputsOf(result),
  ];
}

function stepsPanel({ steps }: RunResult, start: StartOfStep): Html {
  const rows = repeatedSteps(steps).map((repeated) => {
    const { step } = repeated;
    const again = timesInWords(repeated);
    return {
      class: step.asExpected ? undefined : 'objection',
      cells: [
        numeric(String(step.index + 1)),
        step.file === null ? `${step.line}` : `${step.file}:${step.line}`,
        start(step.startedAtMs),
        numeric(elapsed(step.startedAtMs, step.endedAtMs)),
        {
          class: 'command',
          of: el(
            'div',
            null,
            el('code', null, step.command),
            ...[step.message, again].map((words) => (words ? el('p', { class: 'dim' }, withRules(words)) : null)),
          ),
        },
        withRules(outcomeInMarks(step)),
      ],
    };
  });
  return panel(
    'steps',
    'Steps',
    null,
    steps.length === 0
      ? el('p', { class: 'secondary' }, 'The drill has no steps.')
      : table('steps-table cards', CARD_HEADS.steps, rows),
  );
}

function seedsPanel({ seeds }: RunResult): Html | null {
  if (seeds === null || seeds.played === 1) return null;
  const rows = seeds.spread.map((spread) => ({
    cells: [subject(spread), ...figures(spread).map(numeric), numeric(spread.never === 0 ? '' : `${spread.never}`)],
  }));
  return panel(
    'seeds',
    `Over ${count(seeds.played)} seeds`,
    'The seed draws the durations that are ranges, and the phase of the sync cycles.',
    table('seeds-table cards', ['number', ...SPREAD_HEAD, 'never'], rows),
  );
}

function notesPanel({ findings }: RunResult): Html | null {
  const notes = findings.filter(({ severity }) => severity === 'note');
  if (notes.length === 0) return null;
  return panel(
    'notes',
    'Good to know',
    null,
    table(
      'notes-table cards',
      ['rule', 'line', 'what'],
      notes.map(({ rule, line, file = null, message }) => ({
        cells: [
          withRules(rule),
          line === 0 ? '' : file === null ? `${line}` : lineInWords(line, file),
          withRules(message),
        ],
      })),
    ),
  );
}

function lossPanel({ loss }: RunResult): Html {
  const rows = loss.byModule.map((m) => ({
    class: m.lost > 0 ? 'objection' : undefined,
    cells: [
      m.pool,
      m.module,
      numeric(count(m.acknowledged)),
      numeric(count(m.lost)),
      numeric(count(m.stranded)),
      numeric(m.oldestLostAgeMs === null ? '' : displayDuration(m.oldestLostAgeMs)),
    ],
  }));
  const total = {
    class: 'total',
    cells: ['all', '', numeric(count(loss.acknowledged)), numeric(count(loss.lost)), numeric(count(loss.stranded)), ''],
  };
  return panel(
    'loss',
    'Changes at the end',
    'Acknowledged = served + stranded + lost.',
    table('loss-table cards', CARD_HEADS.loss, [...rows, total]),
  );
}

const FROM = { default: 'every run', drill: 'the drill', policy: 'the policy' } as const;

function expectationsPanel({ expectations }: RunResult): Html | null {
  if (expectations.length === 0) return null;
  const rows = expectations.map(({ what, expected, actual, holds, from }) => ({
    class: holds ? undefined : 'objection',
    cells: [holds ? '✓ holds' : '✕ broken', what, expected, actual, FROM[from]],
  }));
  return panel('expectations', 'Expectations', null, table('expectations-table cards', CARD_HEADS.expectations, rows));
}

/** What an assumption was taken as, with its unit: `1 to 3 min`. */
export const amountOf = ({ value, unit }: AssumptionTaken): string =>
  `${typeof value === 'object' ? rangeInWords(value) : value}${unit === '' ? '' : ` ${unit}`}`;

function assumptionsPanel({ assumptions }: RunResult): Html | null {
  if (assumptions.length === 0) return null;
  const rows = assumptions.map((each) => ({
    cells: [
      el('code', null, each.name),
      amountOf(each),
      word(each.basis ?? ''),
      withRules(each.rule ?? ''),
      each.moved === true ? 'yes' : '',
      each.why,
    ],
  }));
  return panel(
    'assumptions',
    'What the numbers rest on',
    'Those that moved a number of this run come first.',
    table('assumptions-table cards', CARD_HEADS.assumptions, rows),
  );
}

/** Lines of the log at most: a page that nobody can scroll through helps nobody. */
const LOG_MAX = 400;

function logPanel({ timeline, steps }: RunResult): Html {
  const rows = timeline.slice(0, LOG_MAX).map(({ atMs, actor, text, step, kind }) => ({
    class: kind === 'fault' || kind === 'violation' ? 'objection' : undefined,
    cells: [
      clock(atMs),
      actor,
      kind === 'step' && step !== null ? el('code', null, `▸ ${steps[step]?.command ?? ''}`) : withRules(text),
    ],
  }));
  return el(
    'section',
    { class: 'panel screen-only', id: 'log' },
    el(
      'details',
      null,
      el('summary', null, el('h2', null, 'Everything that happened')),
      timeline.length > LOG_MAX
        ? el(
            'p',
            { class: 'secondary' },
            `The first ${count(LOG_MAX)} of ${count(timeline.length)} lines; --json has all.`,
          )
        : null,
      table('log-table cards', CARD_HEADS.log, rows),
    ),
  );
}

function inputsOf(result: RunResult): Html {
  const { tool = null, inputs = [], again, seed, seeds, runbooks, input } = result;
  const { load } = input;
  return inputsPanel(tool, inputs, [
    ...(again === undefined ? [] : [['made again by', commandCell(again)] as const]),
    ['seed', seeds === null || seeds.played === 1 ? `${seed}` : `${seed}, of ${seed} to ${seed + seeds.played - 1}`],
    [
      'load',
      `${load.changesPerUserPerHour} changes and ${load.conferenceUploadsPerUserPerHour} conference uploads per user and hour, ${load.configChangesPerHour} configuration changes per hour`,
    ],
    ...runbooks.map(
      ({ file, scripts }) =>
        ['runbook', `${file} (${scripts.length === 1 ? 'one file' : `${scripts.length} files`})`] as const,
    ),
  ]);
}

/** The HTML report of an exploration: how the drill can end, what hurts when, counterexamples as stories, what was searched. */
import { count, counted } from '../../core/format.js';
import { isBadEnd } from '../../domain/consequence.js';
import type { ExploreReport, ReportedViolation } from '../../exploration/exploration-report.js';
import {
  commandFor,
  ENDINGS,
  endInWords,
  endOfSearch,
  replayCommandFor,
  searchedInWords,
  searchSize,
  standingOf,
  timingInWords,
  whatHolds,
} from '../text/exploration-words.js';
import { type ReportOptions, rulesInWords } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { bdi, el, type Html, type HtmlChild, panel, table } from './element.js';
import { embeddedRuns, ITSELF, type PackedRuns, packedRuns, violationId } from './embedded-exploration.js';
import { endsFlowPanel } from './ends-flow.js';
import { endStoriesPanel, endsPanel } from './ends-panel.js';
import { EXPLORATION_SHEET } from './exploration-style.js';
import { heatPanel } from './heat-panel.js';
import { documentText, livingScript, verdictHead } from './html-document.js';
import { inputsPanel } from './inputs-panel.js';
import { placeToStep, story, storyCard, storyStepOf } from './story.js';
import { stepsOfViolation, type UntimedExample, untimedExamples } from './untimed-example.js';

/** What the page carries so that what was found can be stepped through. */
export interface ExplorationData {
  readonly runs: PackedRuns;
  readonly untimed: readonly UntimedExample[];
}

/** The page. */
export function explorationAsHtml(
  report: ExploreReport,
  { scripts, runs, rules }: Partial<ReportOptions> = {},
): string {
  const safe = everyStringPrintable(report);
  const { verdict, drill, reason, states, complete, tool } = safe;
  const hash = safe.inputs[0] === undefined ? '' : ` · ${safe.inputs[0].sha256.slice(0, 12)}`;
  const by = tool === null ? '' : ` · ${tool.name} ${tool.version}`;
  const ends = report.consequences.map(({ consequence }) => consequence);
  const shown = runs === undefined ? [] : embeddedRuns(runs, ends);
  const untimed = runs === undefined ? [] : untimedExamples(safe, runs);
  const isLiving = scripts !== undefined && shown.length + untimed.length > 0;
  return documentText(
    {
      title: `${verdict}: every future of ${drill}`,
      sheets: [EXPLORATION_SHEET],
      body: [
        verdictHead(verdict, {
          name: drill,
          why: [el('strong', null, 'Every future, not one'), '. ', reason],
          extent: `${counted(states, 'state')} · ${complete ? 'all of them seen' : 'NOT all of them seen'}`,
        }),
        lead(safe),
        placeToStep(ITSELF),
        el('div', { id: 'stepped', class: 'screen-only' }),
        violationsPanel(safe),
        endsPanel(safe),
        endsFlowPanel(safe),
        heatPanel(safe),
        endStoriesPanel(safe),
        reportedPanel(safe),
        terminationPanel(safe),
        searchPanel(safe),
        inputsPanel(tool, safe.inputs, inputFacts(safe), 'The same inputs give the same answer on every machine.'),
      ],
      footer: el('footer', null, bdi(drill), ` · ${verdict} · every future${hash}${by}`),
      ...(isLiving && {
        script: livingScript(scripts, 'runs', { runs: packedRuns(shown), untimed } satisfies ExplorationData),
      }),
    },
    rules,
  );
}

/** What holds, what bad ends most often come of, and what was proved. */
function lead(report: ExploreReport): Html {
  const { proved, complete, consequences } = report;
  const causes = consequences.flatMap(({ consequence, cause }): HtmlChild[] => {
    if (cause === null || !isBadEnd(consequence)) return [];
    return [` ${SENTENCES[consequence]} `, el('strong', null, `the loss of ${cause.component}`), '.'];
  });
  return el(
    'div',
    { class: 'lead' },
    el('p', null, el('strong', null, `${whatHolds(report)}.`), ...causes),
    proved === null
      ? complete
        ? null
        : el('p', { class: 'secondary' }, 'Nothing is proved: the search did not see everything within its bounds.')
      : el('p', { class: 'secondary proved' }, el('strong', null, 'Proved: '), proved),
  );
}

const SENTENCES = {
  lost: 'Data is lost most often by',
  unserved: 'Users end without regular service most often by',
  stranded: 'Data is stranded most often by',
} as const;

function violationsPanel(report: ExploreReport): Html | null {
  const { violations, bounds } = report;
  if (violations.length === 0) return null;
  const failing = violations.filter(({ fails }) => fails).length;
  return panel(
    'violations',
    failing > 0 ? 'What breaks, and the shortest way there' : 'What breaks only as declared, or is reported apart',
    failing > 0 ? `${failing} of ${counted(violations.length, 'violation')} fail the exploration.` : null,
    el('div', { class: 'tales' }, ...violations.map((v, i) => violationCard(v, i, bounds))),
  );
}

function violationCard(v: ReportedViolation, i: number, bounds: ExploreReport['bounds']): Html {
  const steps = stepsOfViolation(v).map((step) => ({
    ...step,
    changed: Object.entries(step.changed).map(([what, now]) => `${what}: ${now}`),
  }));
  const { drill, file } = v.trace;
  const said = [
    ...standingOf(v, bounds),
    ...(v.rules.length > 0 ? [`rests on ${rulesInWords(v.rules)}`] : []),
    timingInWords(v),
    ...(v.unavoidableFrom === 0 ? ['from the start nothing in the drill avoids it'] : []),
  ];
  return storyCard(
    {
      id: violationId(i),
      look: v.fails ? 'breaks' : 'apart',
      title: `${v.fails ? '✕' : '▲'} ${v.invariant}: ${v.message}`,
      said,
    },
    steps,
    [
      ...(drill === null ? [] : [['run it again', commandFor(drill)] as const]),
      ...(file === null ? [] : [['step by step', replayCommandFor(file)] as const]),
    ],
  );
}

function reportedPanel({ outcomes }: ExploreReport): Html | null {
  const rows = outcomes.flatMap((end) =>
    end.outcome === null ? [] : [{ cells: [end.outcome, ...endInWords(end), count(end.states)] }],
  );
  return rows.length === 0
    ? null
    : panel(
        'reported',
        'How it can end where what was only reported is true',
        null,
        table('reported-table cards', ['only with', 'at the end', 'data', 'first deviation', 'futures'], rows),
      );
}

function terminationPanel({ ends }: ExploreReport): Html | null {
  if (ends === null) return null;
  return panel(
    'termination',
    'Does the drill always end?',
    null,
    el('p', null, ENDINGS[ends.answer]),
    ends.example.length === 0 ? null : story(ends.example.map((line) => storyStepOf(line, null))),
  );
}

function searchPanel(report: ExploreReport): Html {
  const { bounds, parts, notModelled } = report;
  const rows = parts.map((part) => ({
    cells: [
      part.log,
      { class: 'numeric', of: part.begun ? count(part.states) : '' },
      { class: 'numeric', of: part.begun ? count(part.transitions) : '' },
      endOfSearch(part),
    ],
  }));
  const unknown = notModelled.map(({ line, command }) => `not modelled, line ${line}: ${command}`);
  return panel(
    'search',
    'What was searched',
    `${searchSize(report)}.`,
    el('ul', { class: 'plain' }, ...[...searchedInWords(bounds), ...unknown].map((line) => el('li', null, line))),
    table('search-table cards', ['changes of', 'states', 'transitions', 'how it ended'], rows),
  );
}

function inputFacts({ explored, seed }: ExploreReport): (readonly [string, string])[] {
  return [
    ['seed', `${seed}, of the timed runs; the search itself has no durations`],
    ...(explored === null ? [] : [['drill', `${explored.file}, sha256 ${explored.sha256} of its content`] as const]),
  ];
}

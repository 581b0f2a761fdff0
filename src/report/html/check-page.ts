/** The HTML report of a check: an index of its drills, each opening to its first screen; sequences, baseline, coverage. */
import type { CampaignResult, CheckedDrill } from '../../campaign/campaign-result.js';
import { counted, displayDuration } from '../../core/format.js';
import type { Verdict } from '../../domain/result.js';
import {
  againstTarget,
  DIRECTION_IN_WORDS,
  goneDrills,
  goneOf,
  leftOutOf,
  mostLost,
  mostOutage,
  PASSED_OVER,
  READINESS_IN_TABLE,
  sequencesInWords,
  sinceInAWord,
  whyToLookAt,
} from '../text/check-words.js';
import {
  COVERAGE_KIND_WORDS,
  COVERAGE_KINDS_SHOWN,
  coverageInWords,
  neverReached,
  notThereInWords,
  shareInWords,
} from '../text/coverage-words.js';
import type { ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { READINESS_WORDS } from '../text/run-words.js';
import { CHECK_SHEET } from './check-style.js';
import { bdi, el, type Html, numeric, panel, table, withStrong } from './element.js';
import { documentText, VERDICT_MARKS, verdictHead } from './html-document.js';
import { inputsPanel } from './inputs-panel.js';
import { leadOfSummary } from './lead.js';
import { mendMorePanel, mendPanel } from './mend-panel.js';
import { summaryNumbersPanel } from './numbers-panel.js';
import { timeMorePanel, timePanel } from './time-panel.js';

/** The page. */
export function checkAsHtml(result: CampaignResult, { rules }: Partial<ReportOptions> = {}): string {
  const safe = everyStringPrintable(result);
  const { verdict, reason, drills, tool, inputs } = safe;
  const such = (of: Verdict): number => drills.filter((each) => each.result.verdict === of).length;
  const counts = (['failed', 'inconclusive', 'passed'] as const).map((of) => `${such(of)} ${of}`);
  return documentText(
    {
      title: `${verdict}: ${counted(drills.length, 'drill')} checked`,
      sheets: [CHECK_SHEET],
      body: [
        verdictHead(verdict, {
          name: `A check of ${counted(drills.length, 'drill')}`,
          why: [reason],
          extent: counts.join(' · '),
        }),
        indexPanel(safe),
        lookPanel(safe),
        baselinePanel(safe),
        ...drills.map(drillPart),
        sequencesPanel(safe),
        ...coveragePanels(safe),
        leftOutPanel(safe),
        inputsPanel(tool, inputs, []),
      ],
      footer: el('footer', null, `${verdict} · ${counted(drills.length, 'drill')} · ${tool.name} ${tool.version}`),
    },
    rules,
  );
}

/** A link to the first screen of a drill, which opens with it. */
const linkTo = (i: number, path: string): Html => el('a', { href: `#drill-${i + 1}` }, bdi(path));

function indexPanel({ drills, baseline }: CampaignResult): Html | null {
  if (drills.length === 0) return null;
  const rows = drills.map((drill, i) => ({
    class: drill.result.verdict === 'passed' ? undefined : 'objection',
    cells: [
      linkTo(i, drill.path),
      `${VERDICT_MARKS[drill.result.verdict]} ${drill.result.verdict}`,
      READINESS_IN_TABLE[drill.result.readiness],
      ...[againstTarget(drill.targets.rto), mostOutage(drill.result), againstTarget(drill.targets.rpo)].map(numeric),
      numeric(mostLost(drill.result)),
      ...(baseline === null ? [] : [sinceInAWord(drill)]),
    ],
  }));
  const head = ['drill', 'verdict', 'readiness', 'RTO / target', 'outage', 'RPO / target', 'lost'];
  return panel(
    'drills',
    'The drills',
    'The most of all seeds; "never": in some seed regular service was not reached. "!": the target is missed.',
    table('index-table cards', baseline === null ? head : [...head, 'baseline'], rows),
  );
}

const MARKS_TO_LOOK = { ...VERDICT_MARKS, worse: '▲', unknown: '?' } as const;

/** What did not pass, is worse than before or cannot be told. */
function lookPanel(result: CampaignResult): Html | null {
  const { drills, sequences, baseline } = result;
  const rows = [
    ...drills.flatMap((drill, i) =>
      whyToLookAt(drill, baseline).map(([kind, is, words]) => ({
        cells: [linkTo(i, drill.path), `${MARKS_TO_LOOK[kind]} ${is}`, words],
      })),
    ),
    ...goneOf(result).map(({ path, is, why }) => ({ cells: [path, `? ${is}`, why] })),
    ...sequences.flatMap(({ topology, failure }) =>
      failure === null
        ? []
        : [
            {
              cells: [
                failure.example ?? topology,
                '✕ failed',
                `${failure.invariant} breaks after ${counted(failure.steps, 'step')} and ${counted(failure.faults, 'scheduled fault')}: ${failure.message}`,
              ],
            },
          ],
    ),
  ];
  return rows.length === 0
    ? null
    : panel('look', 'What to look at', null, table('look-table cards', ['drill', 'is', 'why'], rows));
}

function sequencesPanel({ sequences }: CampaignResult): Html | null {
  if (sequences.length === 0) return null;
  const rows = sequences.map((each) => ({ cells: [each.topology, sequencesInWords(each)] }));
  return panel(
    'sequences',
    'Random sequences',
    null,
    table('sequences-table cards', ['topology', 'what came of them'], rows),
  );
}

function baselinePanel(result: CampaignResult): Html | null {
  const { baseline, drills } = result;
  if (baseline === null) return null;
  const rows = [
    ...drills.flatMap(({ path, since }) =>
      (since ?? []).map(({ direction, words }) => ({ cells: [path, DIRECTION_IN_WORDS[direction], words] })),
    ),
    ...goneDrills(result).map(({ path, is, why }) => ({
      cells: is === 'not found' ? [path, 'gone', ''] : [path, is, why],
    })),
    ...baseline.added.map((path) => ({ cells: [path, 'new', ''] })),
  ];
  const { path, updated } = baseline;
  return panel(
    'baseline',
    updated ? `What changes in ${path}` : `Since the baseline, ${path}`,
    null,
    rows.length === 0
      ? el('p', { class: 'secondary' }, 'Nothing changed.')
      : table('baseline-table cards', ['drill', 'is', 'what'], rows),
  );
}

function coveragePanels({ coverage }: CampaignResult): Html[] {
  return (coverage?.topologies ?? []).map((topology, i) => {
    const rows = COVERAGE_KINDS_SHOWN.map((kind) => {
      const { reached, of } = topology.kinds[kind];
      return {
        cells: [COVERAGE_KIND_WORDS[kind], numeric(`${reached} of ${of}`), numeric(shareInWords({ reached, of }))],
      };
    });
    const never = COVERAGE_KINDS_SHOWN.flatMap((kind) =>
      neverReached(topology, kind).map(({ of, what }) => ({ cells: [COVERAGE_KIND_WORDS[kind], of, what] })),
    );
    const lacking = (coverage?.lacking ?? []).filter((each) => each.topology === topology.topology);
    return panel(
      `coverage-${i + 1}`,
      `Coverage of the model on ${topology.topology}`,
      [coverageInWords(topology), notThereInWords(topology)].filter((words) => words !== '').join(' '),
      ...lacking.map(({ words }) => el('p', { class: 'judgement bad' }, `✕ ${words}`)),
      table('coverage-table cards', ['what', 'reached', 'share'], rows),
      never.length === 0
        ? null
        : el(
            'details',
            null,
            el('summary', null, `What was never reached: ${never.length}`),
            table('never-table cards', ['kind', 'of', 'what'], never),
          ),
    );
  });
}

function leftOutPanel(result: CampaignResult): Html | null {
  const rows = [
    ...leftOutOf(result).flatMap(([why, paths]) => paths.map((path) => [path, why])),
    ...result.passedOver.map((path) => [path, PASSED_OVER]),
  ];
  if (rows.length === 0) return null;
  return panel(
    'left-out',
    'Left out',
    null,
    table(
      'left-out-table cards',
      ['what', 'why'],
      rows.map((cells) => ({ cells })),
    ),
  );
}

/** One drill: closed, its line; opened, its first screen. What did not pass stands open. */
function drillPart({ path, result, again, since }: CheckedDrill, i: number): Html {
  const { verdict, readiness, reason, drill, endedAtMs, recovery } = result;
  const judged = { ...result, steps: [] };
  const timed = { recovery, users: [], input: { deployment: { pools: [], edgePools: [] } } };
  const lines = (since ?? []).map(({ direction, words }) => `${DIRECTION_IN_WORDS[direction]}: ${words}`);
  return el(
    'details',
    { class: 'drill', open: verdict !== 'passed' },
    el(
      'summary',
      null,
      el('span', { class: `state ${verdict}` }, `${VERDICT_MARKS[verdict]} ${verdict}`),
      el('h2', null, bdi(path)),
    ),
    el(
      'div',
      { class: 'first-screen', id: `drill-${i + 1}` },
      el('h3', null, bdi(drill)),
      el(
        'p',
        { class: 'secondary' },
        el('strong', null, READINESS_WORDS[readiness]),
        `. ${reason} ${displayDuration(endedAtMs)} of virtual time.`,
      ),
      el('p', { class: 'lead' }, ...leadOfSummary(result).flatMap((sentence) => [...withStrong(...sentence), ' '])),
      summaryNumbersPanel(result),
      timePanel(timed, `-${i + 1}`),
      timeMorePanel(timed, `-${i + 1}`),
      mendPanel(judged, `-${i + 1}`),
      mendMorePanel(judged, `-${i + 1}`),
      lines.length === 0 ? null : el('p', { class: 'secondary' }, `Since the baseline ${lines.join('; ')}.`),
      el(
        'p',
        { class: 'secondary' },
        'One seed of it in full: ',
        el('code', null, `${again} --reporter html --out DIR`),
      ),
    ),
  );
}

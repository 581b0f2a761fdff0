/** The HTML report of a comparison: two nights beside each other, and what changed from the first to the second in words and numbers. */
import type { Change } from '../../campaign/campaign-result.js';
import { clock, elapsed } from '../../core/format.js';
import type { RunResult, StepResult, Verdict } from '../../domain/result.js';
import type { ComparedMeasure } from '../../run/measures.js';
import type { ChecksComparison, ComparisonReport, RunComparison } from '../comparison-report.js';
import { DIRECTION_IN_WORDS } from '../text/check-words.js';
import {
  type ComparisonStanding,
  comparisonHeadline,
  drillsHeadline,
  measureInWords,
} from '../text/comparison-words.js';
import type { ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { alignedSteps } from './aligned-steps.js';
import { isWhole, nightsPanel } from './compared-nights.js';
import { COMPARISON_SHEET } from './comparison-style.js';
import { bdi, el, type Html, panel, table, withStrong } from './element.js';
import { faultInWords } from './fault-words.js';
import { documentText, verdictHead } from './html-document.js';
import { type InputFact, inputsPanel } from './inputs-panel.js';
import { leadOf } from './lead.js';
import { amountOf, outcomeInMarks } from './record-panels.js';
import { withRules } from './rule-links.js';

const LOOKS: Readonly<Record<ComparisonStanding, Verdict>> = {
  worse: 'failed',
  open: 'inconclusive',
  noWorse: 'passed',
};

/** `WORSE  in one respect` as a pill and the rest of it. */
const parted = (headline: string): readonly [string, string] => {
  const [words, ...rest] = headline.split('  ');
  return [words.toLowerCase(), rest.join(' ')];
};

const noWorse = (rest: string): string =>
  `B is no worse than A in anything that was compared${rest === '' ? '' : `, ${rest}`}.`;

/** The page. */
export const comparisonAsHtml = (compared: ComparisonReport, { rules }: Partial<ReportOptions> = {}): string =>
  compared.kind === 'runs' ? twoRuns(compared, rules) : twoChecks(compared);

function twoRuns(compared: RunComparison, rules: ReportOptions['rules']): string {
  const safe = everyStringPrintable(compared);
  const { first, second, comparison, since, paths } = safe;
  const [standing, headline] = comparisonHeadline(comparison, since);
  const [words, rest] = parted(headline);
  const inputs = [first.inputs ?? [], second.inputs ?? []]
    .flat()
    .map((input) => [`${input.path} ${input.sha256}`, input] as const);
  const title = first.drill === second.drill ? first.drill : `${first.drill} / ${second.drill}`;
  return documentText(
    {
      title: `${words}: ${title}`,
      sheets: [COMPARISON_SHEET],
      body: [
        verdictHead(LOOKS[standing], {
          words,
          name: title,
          why: [standing === 'worse' ? `B is worse ${rest}.` : standing === 'open' ? `${rest}.` : noWorse(rest)],
          extent: `A ${paths[0]} · B ${paths[1]}`,
        }),
        twoLeads(safe),
        measuresPanel(safe),
        sincePanel(since),
        nightsPanel(first, second),
        stepsPanel(first, second),
        differencesPanel(first, second),
        inputsPanel(null, [...new Map(inputs).values()], factsOf(safe)),
      ],
      footer: el('footer', null, bdi(title), ` · ${words}`),
    },
    rules,
  );
}

function twoChecks({ changes, paths }: ChecksComparison): string {
  const safe = everyStringPrintable(changes);
  const [a, b] = everyStringPrintable(paths);
  const [standing, headline] = drillsHeadline(safe);
  const [words, rest] = parted(headline);
  const { drills, sequences, gone, added } = safe;
  const all = [...drills, ...sequences.map(({ topology, since }) => ({ path: topology, since }))];
  const rows = [
    ...all.flatMap(({ path, since }) => since.map((change) => changeRow(change, path))),
    ...gone.map((path) => ({ class: 'objection', cells: [path, '? only in A', ''] })),
    ...added.map((path) => ({ cells: [path, 'only in B', ''] })),
  ];
  return documentText({
    title: `${words}: ${rest}`,
    sheets: [COMPARISON_SHEET],
    body: [
      verdictHead(LOOKS[standing], { words, name: 'Drill by drill', why: [`${rest}.`], extent: `A ${a} · B ${b}` }),
      panel(
        'changes',
        'What changed',
        'B is held against A.',
        rows.length === 0
          ? el('p', { class: 'secondary' }, 'Nothing.')
          : table('changes-table cards', ['drill', 'is', 'what'], rows),
      ),
    ],
    footer: el('footer', null, words),
  });
}

const MARKS = { worse: '▲ ', better: '▼ ', different: '', unknown: '? ' } as const;

const changeRow = ({ direction, words }: Change, ...before: string[]) => ({
  class: direction === 'worse' ? 'objection' : undefined,
  cells: [...before, `${MARKS[direction]}${DIRECTION_IN_WORDS[direction]}`, words],
});

/** Both stories in a few sentences each. */
function twoLeads({ first, second }: RunComparison): Html {
  const side = (name: string, result: RunResult): Html =>
    el(
      'section',
      { class: 'panel side', 'aria-label': name },
      el('p', { class: 'side-name' }, el('strong', null, name), ` ${result.verdict}`),
      el('p', { class: 'secondary' }, result.reason),
      isWhole(result)
        ? el('p', { class: 'side-lead' }, ...leadOf(result).flatMap((sentence) => [...withStrong(...sentence), ' ']))
        : null,
    );
  return el('div', { class: 'sides' }, side('A', first), side('B', second));
}

function measuresPanel({ comparison: { measures } }: RunComparison): Html {
  const rows = measures.map((m) => ({
    class: m.change === 'worse' ? 'objection' : undefined,
    cells: [
      m.what,
      { class: 'numeric', of: measureInWords(m.value, m) },
      { class: 'numeric', of: measureInWords(m.other, m) },
      { class: `numeric change-${m.change}`, of: differenceInWords(m) },
    ],
  }));
  return panel(
    'numbers',
    'The numbers',
    'Of the first seed of each; the smaller the better.',
    table('measures-table cards', ['number', 'A', 'B', 'difference'], rows),
  );
}

function differenceInWords(measure: ComparedMeasure): string {
  const { value, other, change } = measure;
  if (value === null || other === null) return value === other ? '' : 'only in one';
  if (change === 'same') return '=';
  const away = measureInWords(Math.abs(other - value), measure);
  return change === 'worse' ? `▲ ${away} worse` : `▼ ${away} better`;
}

function sincePanel(since: readonly Change[]): Html | null {
  if (since.length === 0) return null;
  return panel(
    'since',
    'Over all seeds',
    null,
    table(
      'since-table cards',
      ['is', 'what'],
      since.map((change) => changeRow(change)),
    ),
  );
}

function stepsPanel(first: RunResult, second: RunResult): Html {
  const when = (step: StepResult | null, endedAt: 'start' | 'took'): string =>
    step === null ? '–' : endedAt === 'start' ? clock(step.startedAtMs) : elapsed(step.startedAtMs, step.endedAtMs);
  const rows = alignedSteps(first.steps, second.steps).map(({ a, b }) => {
    const isOther = a === null || b === null || a.outcome !== b.outcome || a.rule !== b.rule;
    const side = a === null ? '+ only in B' : b === null ? '− only in A' : isOther ? '≠ ends otherwise' : '';
    return {
      class: a === null ? 'only-second' : b === null ? 'only-first' : isOther ? 'otherwise' : undefined,
      cells: [
        side,
        { class: 'command', of: el('code', null, (a ?? b)!.command) },
        { class: 'when', of: when(a, 'start') },
        { class: 'numeric', of: when(a, 'took') },
        a === null ? '–' : withRules(outcomeInMarks(a)),
        { class: 'when', of: when(b, 'start') },
        { class: 'numeric', of: when(b, 'took') },
        b === null ? '–' : withRules(outcomeInMarks(b)),
      ],
    };
  });
  const head = ['is', 'step', 'A start', 'A took', 'A outcome', 'B start', 'B took', 'B outcome'];
  return panel('steps', 'Steps', null, table('two-steps-table cards', head, rows));
}

/** What stands in one and not in the other: faults, findings, assumptions. */
function differencesPanel(first: RunResult, second: RunResult): Html | null {
  const faults = (r: RunResult): string[] =>
    (r.faults ?? []).map((fault) => `fault: ${faultInWords(fault)} at ${clock(fault.atMs)}`);
  const findings = (r: RunResult): string[] =>
    r.findings.map(({ severity, rule, message }) => `${severity}: ${rule} ${message}`);
  const assumed = (r: RunResult): string[] =>
    (r.assumptions ?? []).map((each) => `assumed: ${each.name} = ${amountOf(each)}`);
  const rows = [faults, findings, assumed].flatMap((of) => {
    const [a, b] = [new Set(of(first)), new Set(of(second))];
    return [
      ...[...a].filter((words) => !b.has(words)).map((words) => ['− only in A', words]),
      ...[...b].filter((words) => !a.has(words)).map((words) => ['+ only in B', words]),
    ];
  });
  if (rows.length === 0) return null;
  return panel(
    'differences',
    'What only one of them has',
    null,
    table(
      'differences-table cards',
      ['is', 'what'],
      rows.map((cells) => ({ class: cells[0].startsWith('+') ? 'only-second' : 'only-first', cells })),
    ),
  );
}

function factsOf({ first, second, paths }: RunComparison): InputFact[] {
  const seeds = ({ seed, seeds }: RunResult): string =>
    seeds == null || seeds.played === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + seeds.played - 1}`;
  const by = ({ tool }: Partial<RunResult>): string => (tool == null ? '' : `, by ${tool.name} ${tool.version}`);
  return [
    ['A', `${paths[0]}, ${seeds(first)}${by(first)}`],
    ['B', `${paths[1]}, ${seeds(second)}${by(second)}`],
  ];
}

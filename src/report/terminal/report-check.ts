/** The report of a check: one line a drill, one a topology with its random sequences, then what failed and how to see it. */
import type { CampaignResult, CheckedDrill } from '../../campaign/campaign-result.js';
import { counted } from '../../core/format.js';
import {
  againstTarget,
  goneDrills,
  leftOutOf,
  mostLost,
  mostOutage,
  PASSED_OVER,
  READINESS_IN_TABLE,
  sequencesInWords,
  sinceInAWord,
} from '../text/check-words.js';
import { type Page, page, pageText, type ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { columns, widest } from '../text/typesetting.js';
import { coverageLines } from './coverage.js';
import { changeLines } from './report-comparison.js';

export function reportCheck(result: CampaignResult, { colour, width, quiet }: ReportOptions): string {
  const paper = page(width, colour);
  const safe = everyStringPrintable(result);
  const head = verdictLines(safe, paper);
  const failed = failureLines(safe, paper);
  const changed = baselineLines(safe, paper);
  if (quiet) return pageText([head, failed, safe.verdict === 'passed' ? [] : changed]);
  return pageText([
    head,
    tableLines(safe, paper),
    sequenceLines(safe, paper),
    failed,
    changed,
    ...coverageLines(safe.coverage, paper),
    leftOutLines(safe, paper),
  ]);
}

function verdictLines({ verdict, reason }: CampaignResult, { hang, good, warn, bad, strong }: Page): string[] {
  const ink = verdict === 'failed' ? bad : verdict === 'passed' ? good : warn;
  return hang(`${verdict.toUpperCase()}  `, reason, strong, (text) => strong(ink(text)));
}

/** The most of each number over the seeds of a drill, in as many columns as there is room for. */
function tableLines({ drills, baseline }: CampaignResult, paper: Page): string[] {
  if (drills.length === 0) return [];
  const all = COLUMNS.filter(({ of }) => baseline !== null || of !== sinceInAWord);
  const fitting = [all, without(all, OUTAGE), without(all, OUTAGE, VERDICT)];
  const tables = fitting.map((shown) => tableOf(drills, shown, paper));
  const { lines } = tables.find(({ width }) => width <= paper.width) ?? tables.at(-1)!;
  const withTargets = drills.some(({ targets: { rto, rpo } }) => rto?.isKept != null || rpo?.isKept != null);
  const targets = withTargets ? ' Behind "/" stands the target that applies, "!" where it is missed.' : '';
  const legend = `The most of all seeds; "never": in some seed regular service was not reached.${targets}`;
  return [paper.strong('Drills'), ...lines, ...paper.hang('  ', legend, paper.faint)];
}

type Column = (typeof COLUMNS)[number];

function tableOf(
  drills: readonly CheckedDrill[],
  shown: readonly Column[],
  paper: Page,
): { readonly lines: string[]; readonly width: number } {
  const table = [shown.map(({ heading }) => heading), ...drills.map((drill) => shown.map(({ of }) => of(drill)))];
  const align = shown.map((column) => column.align).join('');
  const beside = columns(table, align);
  if (widest(beside) <= paper.width) return { lines: beside, width: widest(beside) };
  const below = columns(
    table.map(([, ...rest]) => ['', ...rest]),
    align,
    4,
  );
  // A path that is too long for its column has a line of its own.
  const lines = below.flatMap((line, i) => (i > 0 ? [`  ${table[i][0]}`, line] : [line]));
  return { lines, width: widest(below) };
}

const without = (all: readonly Column[], ...headings: readonly string[]): Column[] =>
  all.filter(({ heading }) => !headings.includes(heading));

const VERDICT = 'verdict';
const OUTAGE = 'outage';

/** The columns of the table; without a baseline there is nothing to stand since it. */
const COLUMNS: readonly { heading: string; align: 'l' | 'r'; of: (drill: CheckedDrill) => string }[] = [
  { heading: '', align: 'l', of: ({ path }) => path },
  { heading: VERDICT, align: 'l', of: ({ result }) => result.verdict },
  { heading: 'readiness', align: 'l', of: ({ result }) => READINESS_IN_TABLE[result.readiness] },
  { heading: 'RTO', align: 'r', of: ({ targets }) => againstTarget(targets.rto) },
  { heading: OUTAGE, align: 'r', of: ({ result }) => mostOutage(result) },
  { heading: 'RPO', align: 'r', of: ({ targets }) => againstTarget(targets.rpo) },
  { heading: 'lost', align: 'r', of: ({ result }) => mostLost(result) },
  { heading: 'baseline', align: 'l', of: sinceInAWord },
];

function sequenceLines({ sequences }: CampaignResult, paper: Page): string[] {
  if (sequences.length === 0) return [];
  return [
    paper.strong('Random sequences'),
    ...sequences.flatMap((entry) => paper.hang('  ', `${entry.topology}: ${sequencesInWords(entry)}`)),
  ];
}

/** What changed since the baseline, drill by drill; and what that means where it is not plain. */
function baselineLines(result: CampaignResult, paper: Page): string[] {
  const { drills, baseline } = result;
  if (baseline === null) return [];
  const { path, updated, added } = baseline;
  const changed = drills.flatMap(({ path: drill, since }) =>
    since === null || since.length === 0 ? [] : [`  ${drill}`, ...changeLines(since, paper, '    ')],
  );
  const lines = [
    ...changed,
    ...goneDrills(result).flatMap(({ path: drill, is, why }) =>
      is === 'not found' ? paper.hang('  gone  ', drill) : paper.hang(`  ${is}  `, `${drill}: ${why}`),
    ),
    ...added.flatMap((drill) => paper.hang('  new  ', drill)),
  ];
  if (lines.length === 0) return updated ? paper.hang('', `${path} is written anew, and nothing in it changed.`) : [];
  return [
    paper.strong(updated ? `What changes in ${path}` : `Since the baseline, ${path}`),
    ...lines,
    ...(updated
      ? []
      : paper.hang('  ', 'If this is as it should be, add --update to write the baseline anew.', paper.faint)),
  ];
}

function failureLines({ drills, sequences }: CampaignResult, paper: Page): string[] {
  const lines = [
    ...drills.flatMap(({ path, result, again }) =>
      result.verdict === 'passed'
        ? []
        : [
            ...paper.hang(`  ${result.verdict}  `, `${path}: ${result.reason}`),
            ...paper.hang('    ', again, paper.faint),
          ],
    ),
    ...sequences.flatMap(({ topology, failure }) => {
      if (failure === null) return [];
      const { invariant, message, steps, faults, example } = failure;
      const size = `${counted(steps, 'step')} and ${counted(faults, 'scheduled fault')}`;
      return [
        ...paper.hang('  failed  ', `${topology}: ${invariant} breaks after ${size}: ${message}`),
        ...(example === null ? [] : paper.hang('    ', `drydrill run ${example}`, paper.faint)),
      ];
    }),
  ];
  return lines.length === 0 ? [] : [paper.strong('What to look at'), ...lines];
}

function leftOutLines(result: CampaignResult, paper: Page): string[] {
  const { passedOver } = result;
  const lines = [
    ...leftOutOf(result).flatMap(([why, paths]) => listed(why, paths, paper)),
    ...(passedOver.length === 0 ? [] : paper.hang('  ', `${counted(passedOver.length, 'YAML file')} ${PASSED_OVER}`)),
  ];
  return lines.length === 0 ? [] : [paper.strong('Left out'), ...lines];
}

function listed(why: string, paths: readonly string[], paper: Page): string[] {
  return paths.length === 0
    ? []
    : [...paper.hang('  ', `${why}:`), ...paths.flatMap((path) => paper.hang('    ', path))];
}

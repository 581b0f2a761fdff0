/** The report of a check: one line a drill, one a topology with its random sequences, then what failed and how to see it. */
import type {
  CampaignResult,
  Change,
  CheckedDrill,
  CheckedSequences,
  DrillSummary,
} from '../../campaign/campaign-result.js';
import { count, counted, displayDuration } from '../../core/format.js';
import type { Spread } from '../../domain/seeds-result.js';
import { type Page, page, pageText, type ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { columns, widest } from '../text/typesetting.js';
import { changeLines, DIRECTION_IN_WORDS } from './report-comparison.js';

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
    leftOutLines(safe, paper),
  ]);
}

function verdictLines({ verdict, reason }: CampaignResult, { hang, good, warn, bad, strong }: Page): string[] {
  const ink = verdict === 'failed' ? bad : verdict === 'passed' ? good : warn;
  return hang(`${verdict.toUpperCase()}  `, reason, strong, (text) => strong(ink(text)));
}

/** The most of each number over the seeds of a drill. */
function tableLines({ drills, baseline }: CampaignResult, paper: Page): string[] {
  if (drills.length === 0) return [];
  const shown = COLUMNS.filter(({ of }) => baseline !== null || of !== sinceInAWord);
  const table = [shown.map(({ heading }) => heading), ...drills.map((drill) => shown.map(({ of }) => of(drill)))];
  const align = shown.map((column) => column.align).join('');
  const lines = columns(table, align);
  const isWide = widest(lines) > paper.width;
  const withoutPath = table.map(([, ...rest]) => ['', ...rest]);
  const beside = isWide ? columns(withoutPath, align, 4) : lines;
  return [
    paper.strong('Drills'),
    // A path that is too long for its column has a line of its own.
    ...beside.flatMap((line, i) => (isWide && i > 0 ? [`  ${table[i][0]}`, line] : [line])),
    ...paper.hang('  ', 'The most of all seeds; "never": in some seed regular service was not reached.', paper.faint),
  ];
}

/** The columns of the table; without a baseline there is nothing to stand since it. */
const COLUMNS: readonly { heading: string; align: 'l' | 'r'; of: (drill: CheckedDrill) => string }[] = [
  { heading: '', align: 'l', of: ({ path }) => path },
  { heading: 'verdict', align: 'l', of: ({ result }) => result.verdict },
  { heading: 'RTO', align: 'r', of: ({ result }) => mostTime(result, 'rto') },
  { heading: 'outage', align: 'r', of: ({ result }) => mostTime(result, 'outage') },
  { heading: 'RPO', align: 'r', of: ({ result }) => mostTime(result, 'rpo') },
  { heading: 'lost', align: 'r', of: ({ result }) => mostLost(result) },
  { heading: 'baseline', align: 'l', of: sinceInAWord },
];

function mostTime({ seeds }: DrillSummary, what: Spread['what']): string {
  const most = (seeds?.spread ?? []).flatMap((spread) =>
    spread.what === what && spread.pool !== null ? [spread.maxMs] : [],
  );
  if (most.length === 0) return '-';
  return most.includes(null) ? 'never' : displayDuration(Math.max(...most.map((ms) => ms ?? 0)));
}

function mostLost({ seeds, loss }: DrillSummary): string {
  const spread = seeds?.spread.find(({ what }) => what === 'lost');
  return count(spread?.pool === null ? spread.max : loss.lost);
}

function sequenceLines({ sequences }: CampaignResult, paper: Page): string[] {
  if (sequences.length === 0) return [];
  return [
    paper.strong('Random sequences'),
    ...sequences.flatMap((entry) => paper.hang('  ', `${entry.topology}: ${sequencesInWords(entry)}`)),
  ];
}

function sequencesInWords({ runs, seed, reached, failure }: CheckedSequences): string {
  const share = (n: number): string => `${Math.round((100 * n) / Math.max(1, runs))} %`;
  const { failover, refusal, faultInMidCommand } = reached;
  const found = failure === null ? 'no invariant broke' : `${failure.invariant} broke`;
  return `${counted(runs, 'sequence')} from seed ${seed}, ${found}. ${share(failover)} had a failover that came through, ${share(refusal)} a refusal, ${share(faultInMidCommand)} a fault while a command ran.`;
}

/** What leads, where a drill is better in one thing and worse in another. */
const WORST_FIRST: readonly Change['direction'][] = ['worse', 'unknown', 'better', 'different'];

function sinceInAWord({ kind, since }: CheckedDrill): string {
  if (kind === 'example') return '-';
  if (since === null) return 'new';
  const worst = WORST_FIRST.find((direction) => since.some((change) => change.direction === direction));
  return worst === undefined ? 'same' : DIRECTION_IN_WORDS[worst];
}

/** What changed since the baseline, drill by drill; and what that means where it is not plain. */
function baselineLines({ drills, baseline }: CampaignResult, paper: Page): string[] {
  if (baseline === null) return [];
  const { path, updated, gone, added } = baseline;
  const changed = drills.flatMap(({ path: drill, since }) =>
    since === null || since.length === 0 ? [] : [`  ${drill}`, ...changeLines(since, paper, '    ')],
  );
  const lines = [
    ...changed,
    ...gone.flatMap((drill) => paper.hang('  gone  ', drill)),
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

function leftOutLines({ notRehearsed, notTried, passedOver }: CampaignResult, paper: Page): string[] {
  const lines = [
    ...listed('not rehearsed, as no one topology lies beside; add --topology FILE', notRehearsed, paper),
    ...listed('not tried after the first failure', notTried, paper),
    ...(passedOver.length === 0
      ? []
      : paper.hang('  ', `${counted(passedOver.length, 'YAML file')} passed over: neither drill nor topology`)),
  ];
  return lines.length === 0 ? [] : [paper.strong('Left out'), ...lines];
}

function listed(why: string, paths: readonly string[], paper: Page): string[] {
  return paths.length === 0
    ? []
    : [...paper.hang('  ', `${why}:`), ...paths.flatMap((path) => paper.hang('    ', path))];
}

/** The report of a replay: what each step changes today, where the trace parts, and the whole state after one step. */
import type { ReplayedStep, ReplayReport, StateAfter } from '../../exploration/replay-report.js';
import { KEPT_ONLY } from '../text/exploration-words.js';
import { type Page, page, pageText, type ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { columns } from '../text/typesetting.js';

/** Possible moves that are listed where a trace parts. */
const POSSIBLE_MAX = 12;

export function reportReplay(report: ReplayReport, { colour, width, quiet }: ReportOptions): string {
  const paper = page(width, colour);
  const safe = everyStringPrintable(report);
  return pageText([
    headline(safe, paper),
    ...(quiet ? [] : [stepLines(safe, paper)]),
    partingLines(safe, paper),
    ...(safe.state === null ? [] : [stateLines(safe.state, paper)]),
  ]);
}

function headline({ verdict, reason, drill, saved, remarks, reproduced }: ReplayReport, paper: Page): string[] {
  const ink = { passed: paper.good, failed: paper.bad, inconclusive: paper.warn }[verdict];
  return [
    ...paper.hang(`${verdict.toUpperCase()}  `, reason, paper.strong, ink),
    ...paper.hang('  ', drill),
    ...(reproduced ? [] : paper.hang('  ', `saved for ${saved.invariant}: ${saved.message}`)),
    ...paper.hang('  ', `follows the changes of ${saved.log}`),
    ...remarks.flatMap((remark) => paper.hang('  ', remark, paper.warn)),
  ];
}

function stepLines({ steps, saved, state }: ReplayReport, paper: Page): string[] {
  if (steps.length === 0) return [];
  return [
    paper.strong(steps.length === saved.steps ? 'Steps' : `Steps, ${steps.length} of ${saved.steps}`),
    ...steps.flatMap((step, i) => oneStep(step, i + 1, paper)),
    ...(state === null && steps.length > 0
      ? paper.hang('  ', '--at N shows the whole state after step N', paper.faint)
      : []),
  ];
}

function oneStep(
  { actor, action, line, changed, wasChanged, broken }: ReplayedStep,
  number: number,
  paper: Page,
): string[] {
  const lead = `  ${String(number).padStart(2)}  `;
  const under = ' '.repeat(lead.length);
  const now = Object.entries(changed).map(([what, is]) => `${what}: ${is}`);
  const before = Object.entries(wasChanged).map(([what, was]) => `${what}: ${was ?? 'not changed'}`);
  return [
    ...paper.hang(lead, `${actor}: ${action}${line > 0 ? ` (line ${line})` : ''}`),
    ...(now.length === 0 ? [] : paper.hang(`${under}-> `, now.join('; '), paper.faint)),
    ...(before.length === 0 ? [] : paper.hang(`${under}when it was saved: `, before.join('; '), paper.warn)),
    ...broken.flatMap(({ invariant, message, fails }) =>
      paper.hang(`${under}${invariant}  `, message, fails ? paper.bad : paper.warn, fails ? paper.bad : paper.warn),
    ),
  ];
}

function partingLines({ parted }: ReplayReport, paper: Page): string[] {
  if (parted === null || parted.step === 0) return [];
  const { step, action, why, possible } = parted;
  const shown = possible.slice(0, POSSIBLE_MAX);
  const more = possible.length - shown.length;
  return [
    paper.strong(`Where it parts: step ${step}`),
    ...paper.hang('  saved: ', action),
    ...paper.hang('  now:   ', why, paper.warn),
    ...(shown.length === 0 ? [] : ['  possible there:']),
    ...shown.flatMap((one) => paper.hang('    ', one)),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function stateLines({ step, next, is, down, pending }: StateAfter, paper: Page): string[] {
  const listed = (what: string, all: readonly string[], none: string): string[] =>
    all.length === 0 ? [`  ${what}: ${none}`] : [`  ${what}:`, ...all.flatMap((one) => paper.hang('    ', one))];
  return [
    paper.strong(step === 0 ? 'The state at the start' : `The state after step ${step}`),
    ...stateTable(Object.entries(is), paper),
    ...listed('down', down, 'nothing'),
    ...listed('under way, in any order', pending, 'nothing'),
    ...paper.hang('  next in the drill: ', next),
    ...paper.hang('  ', KEPT_ONLY, paper.faint),
  ];
}

/** Subjects and what they are beside each other, or below where there is no room. */
function stateTable(rows: readonly [string, string][], paper: Page): string[] {
  const beside = columns(rows, 'll');
  if (beside.every((line) => line.length <= paper.width)) return beside;
  return rows.flatMap(([what, is]) => paper.hang('  ', `${what}: ${is}`));
}

/** The report of an exploration: the counterexamples step by step, the end states, and the bounds of the search. */
import { count, counted } from '../../core/format.js';
import type {
  ExploreReport,
  LogSearch,
  ReportedStep,
  ReportedViolation,
} from '../../exploration/exploration-report.js';
import {
  commandFor,
  ENDINGS,
  endInWords,
  endOfSearch,
  replayCommandFor,
  searchedInWords,
  searchSize,
  shortLog,
  standingOf,
  timingInWords,
  whatHolds,
} from '../text/exploration-words.js';
import { type Page, page, pageText, type ReportOptions, rulesInWords } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { columns, plain } from '../text/typesetting.js';
import { consequenceSection, matrixSection } from './how-it-ends.js';

export function reportExploration(result: ExploreReport, { colour, width, quiet }: ReportOptions): string {
  const paper = page(width, colour);
  const safe = everyStringPrintable(result);
  const sections = [
    headline(safe, paper),
    ...safe.violations.map((v, i) => violationSection(v, i, safe.bounds, paper)),
    ...(quiet
      ? []
      : [
          endsSection(safe, paper),
          consequenceSection(safe, paper),
          matrixSection(safe, paper),
          reportedSection(safe, paper),
          searchSection(safe, paper),
        ]),
  ];
  return pageText(sections);
}

function headline(result: ExploreReport, paper: Page): string[] {
  const { verdict, reason, proved, drill } = result;
  const ink = { passed: paper.good, failed: paper.bad, inconclusive: paper.warn }[verdict];
  const lines = [
    ...paper.hang(`${verdict.toUpperCase()}  `, whatHolds(result), paper.strong, ink),
    ...paper.hang('  ', drill),
    ...paper.hang('  ', reason),
  ];
  if (proved !== null) lines.push('', ...paper.hang('Proved: ', proved, plain, paper.good));
  return lines;
}

function violationSection(v: ReportedViolation, index: number, bounds: ExploreReport['bounds'], paper: Page): string[] {
  const ink = v.fails ? paper.bad : paper.warn;
  const lead = `${index + 1}. ${v.invariant}  `;
  const why = [
    ...standingOf(v, bounds),
    ...(v.rules.length > 0 ? [`rests on ${rulesInWords(v.rules)}`] : []),
    timingInWords(v),
    ...(v.unavoidableFrom === 0 ? ['from the start nothing in the drill avoids it'] : []),
  ];
  const rows = v.steps.flatMap((s, i) => stepLines(s, i, v, paper));
  const { file, drill } = v.trace;
  return [
    ...paper.hang(lead, v.message, ink, ink),
    ...why.flatMap((w) => paper.hang('   ', w)),
    ...rows,
    ...(drill === null ? [] : paper.hang('   Run it again: ', commandFor(drill), paper.strong)),
    ...(file === null ? [] : paper.hang('   Step by step: ', replayCommandFor(file), paper.strong)),
  ];
}

function stepLines(step: ReportedStep, index: number, v: ReportedViolation, paper: Page): string[] {
  const mark = index + 1 === v.unavoidableFrom ? '>' : ' ';
  const where = step.line > 0 ? ` (line ${step.line})` : '';
  const lead = ` ${mark} ${String(index + 1).padStart(2)}  `;
  const lines = paper.hang(lead, `${step.actor}: ${step.action}${where}`);
  const changed = Object.entries(step.changed).map(([what, now]) => `${what}: ${now}`);
  const told = changed.length === 0 ? [] : paper.hang(`${' '.repeat(lead.length)}-> `, changed.join('; '), paper.faint);
  const after =
    mark === '>' ? paper.hang(' '.repeat(lead.length), 'from here on nothing in the drill avoids it', paper.warn) : [];
  return [...lines, ...told, ...after];
}

/** What was only reported is told after what documents say. */
function reportedSection({ outcomes }: ExploreReport, paper: Page): string[] {
  const lines = outcomes.flatMap((o) =>
    o.outcome === null
      ? []
      : paper.hang(`  only with ${o.outcome}: `, `${endInWords(o).join(', ')} (${count(o.states)})`),
  );
  return lines.length === 0 ? [] : [paper.strong('How it can end where what was only reported is true'), ...lines];
}

function endsSection({ ends }: ExploreReport, paper: Page): string[] {
  if (ends === null) return [];
  const way = ends.example.flatMap((line, i) => paper.hang(`  ${i + 1}. `, line));
  return [paper.strong('Does the drill always end?'), ...paper.hang('  ', ENDINGS[ends.answer]), ...way];
}

function searchSection(result: ExploreReport, paper: Page): string[] {
  const { bounds, parts } = result;
  return [
    paper.strong('What was searched'),
    ...searchedInWords(bounds).flatMap((line) => paper.hang('  ', line)),
    ...logLines(parts, paper),
    ...paper.hang('  ', searchSize(result)),
  ];
}

/** How far the search of each log got: how it ended stands beside its numbers or, where there is no room, below. */
function logLines(parts: readonly LogSearch[], paper: Page): string[] {
  const numbers = parts.map(({ log, begun, states, transitions }) => [
    shortLog(log),
    begun ? counted(states, 'state') : '',
    begun ? counted(transitions, 'transition') : '',
  ]);
  const ends = parts.map(endOfSearch);
  const rows = numbers.map((row, i) => [...row, ends[i]]);
  const beside = columns(rows, 'lrrl');
  if (beside.every((line) => line.length <= paper.width)) return beside;
  return columns(numbers, 'lrr').flatMap((line, i) => [line, `    ${ends[i]}`]);
}

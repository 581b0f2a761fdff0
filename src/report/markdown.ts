/** Reports as Markdown: a page for a ticket or a wiki, with tables where the terminal has columns. */
import { clock, count, displayDuration } from '../core/format.js';
import type { Finding, RunResult } from '../domain/result.js';
import type { ExploreReport } from '../exploration/exploration-report.js';
import {
  CONSEQUENCE_WORDS,
  claims,
  commandFor,
  isFailure,
  searchedInWords,
  searchSize,
  standingOf,
  withoutFault,
} from './text/exploration-words.js';
import type { ReportOptions } from './text/page.js';
import { everyStringPrintable, printable } from './text/printable.js';
import { figures, READINESS_WORDS, SPREAD_HEAD, subject, USERS_WORDS } from './text/run-words.js';

/** The result of a run. */
export function runAsMarkdown(result: RunResult, { again, quiet }: ReportOptions): string {
  const safe = everyStringPrintable(result);
  const { drill, verdict, readiness, reason, seed, seeds, endedAtMs, recovery, users, loss, steps } = safe;
  const played =
    seeds === null || seeds.played === 1
      ? `seed ${seed}`
      : `seeds ${seed} to ${seed + seeds.played - 1}; what follows is seed ${seed}`;
  const off = steps.filter((step) => !step.asExpected);
  return page([
    `# ${verdict.toUpperCase()}, ${READINESS_WORDS[readiness]}: ${inline(drill)}`,
    inline(reason),
    `${played}, ${displayDuration(endedAtMs)} of virtual time`,
    section(
      'Recovery',
      table(
        ['pool', 'outage at', 'failover started at', 'served at', 'outage', 'RTO', 'RPO', 'target', 'applies'],
        recovery.map((r) => [
          r.pool,
          clock(r.outageAtMs),
          clock(r.failoverStartedAtMs),
          r.servedAtMs === null ? 'never' : clock(r.servedAtMs),
          duration(r.outageMs),
          duration(r.rtoMs),
          duration(r.rpoMs),
          `RTO ${duration(r.target.rtoMs)}, RPO ${duration(r.target.rpoMs)} (${r.target.from})`,
          r.target.applies ? 'yes' : `no: ${r.target.why ?? ''}`,
        ]),
      ),
    ),
    section(
      'Over all seeds',
      seeds === null || seeds.played === 1
        ? ''
        : table(
            ['number', ...SPREAD_HEAD, 'seeds that never came to it'],
            seeds.spread.map((s) => [subject(s), ...figures(s), count(s.never)]),
          ),
    ),
    section(
      'Users',
      table(
        ['pool', 'users', 'from', 'to', 'state', 'in it', 'with regular service'],
        users.flatMap(({ pool, count: all, intervals }) =>
          intervals.map((i) => [
            ...[pool, count(all), clock(i.fromMs), clock(i.toMs)],
            ...[USERS_WORDS[i.state], count(i.affected), count(i.regular)],
          ]),
        ),
      ),
    ),
    section(
      'Changes',
      table(
        ['pool', 'module', 'acknowledged', 'lost', 'stranded', 'oldest left behind'],
        [
          ...loss.byModule.map((m) => [
            ...[m.pool, m.module, count(m.acknowledged), count(m.lost), count(m.stranded), duration(m.oldestLostAgeMs)],
          ]),
          ['total', '', count(loss.acknowledged), count(loss.lost), count(loss.stranded), ''],
        ],
      ),
    ),
    section(quiet ? 'Steps that did not go as expected' : 'Steps', stepTable(quiet ? off : steps)),
    section(
      'Expectations',
      table(
        ['what', 'expected', 'actual', 'holds'],
        safe.expectations.map((e) => [e.what, e.expected, e.actual, e.holds ? 'yes' : '**no**']),
      ),
    ),
    section(
      'Invariants broken',
      table(
        ['invariant', 'at', 'what', 'declared'],
        safe.violations.map((v) => [v.invariant, clock(v.atMs), v.message, v.declared ? 'yes' : '**no**']),
      ),
    ),
    section('Findings', findingTable(safe.findings)),
    section(
      'Assumptions',
      table(
        ['name', 'value', 'why'],
        quiet
          ? []
          : safe.assumptions.map((a) => [
              a.name,
              `${Array.isArray(a.value) ? a.value.join(' to ') : a.value} ${a.unit}`,
              a.why,
            ]),
      ),
    ),
    again === undefined ? '' : `## Run again\n\n${fenced(again)}`,
  ]);
}

/** The result of an exploration. */
export function explorationAsMarkdown(report: ExploreReport): string {
  const safe = everyStringPrintable(report);
  const { verdict, drill, reason, proved, futures, consequences, matrix, violations, bounds } = safe;
  return page([
    `# ${verdict.toUpperCase()}: ${inline(drill)}`,
    inline(reason),
    `${claims(safe)}. Futures: ${count(futures.ends)}, of which ${count(futures.unserved)} leave users without regular service.`,
    proved === null ? '' : `Proved: ${inline(proved)}`,
    section(
      'Ways to break an invariant',
      table(
        ['invariant', 'fails the exploration', 'what', 'shortest way', 'timing', 'run it again'],
        violations.map((v) => [
          v.invariant,
          [isFailure(v, bounds) ? 'yes' : 'no', ...standingOf(v, bounds)].join('; '),
          v.message,
          v.steps.map((s) => `${s.actor}: ${s.action}`).join('; then '),
          v.timing.kind,
          v.trace.drill === null ? '' : commandFor(v.trace.drill),
        ]),
      ),
    ),
    section(
      'How the drill can end, the worst first',
      table(
        ['consequence', 'futures', 'most frequent cause', 'run it again'],
        consequences.map((c) => [
          ...[CONSEQUENCE_WORDS[c.consequence], count(c.futures)],
          c.cause === null ? withoutFault(bounds) : `loss of ${c.cause.component}`,
          c.drill === null ? '' : commandFor(c.drill),
        ]),
      ),
    ),
    section(
      'What the loss of each component during each step leads to, at worst',
      matrix === null
        ? ''
        : table(
            ['component', ...matrix.steps.map((s) => (s.index === null ? s.command : `${s.index + 1}: ${s.command}`))],
            matrix.components.map(({ component, worst }) => [
              component,
              ...worst.map((w) => (w === null ? '' : CONSEQUENCE_WORDS[w])),
            ]),
          ),
    ),
    section(
      'What was searched',
      [...searchedInWords(bounds), searchSize(safe)].map((l) => `- ${inline(l)}`).join('\n'),
    ),
  ]);
}

const stepTable = (steps: RunResult['steps']): string =>
  table(
    ['line', 'started', 'took', 'command', 'outcome', 'what it said'],
    steps.map((s) => [
      ...[String(s.line), clock(s.startedAtMs), displayDuration(s.endedAtMs - s.startedAtMs), s.command],
      `${s.outcome}${s.rule === null ? '' : ` (${s.rule})`}${s.asExpected ? '' : ', **not expected**'}`,
      s.message ?? '',
    ]),
  );

const findingTable = (findings: readonly Finding[]): string =>
  table(
    ['severity', 'rule', 'line', 'what', 'the line to write'],
    findings.map((f) => [f.severity, f.rule, f.line === 0 ? '' : String(f.line), f.message, f.instead ?? '']),
  );

const duration = (ms: number | null): string => (ms === null ? '-' : displayDuration(ms));

/** Blocks with a blank line between them; a block that is empty is left out. */
const page = (blocks: readonly string[]): string => `${blocks.filter((block) => block !== '').join('\n\n')}\n`;

const section = (title: string, body: string): string => (body === '' ? '' : `## ${title}\n\n${body}`);

/** Empty where there are no rows: a heading over nothing says nothing. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n');
}

/** Bold that this file writes stays; all else that Markdown or HTML would take for itself is escaped. */
function cell(text: string): string {
  return inline(text)
    .replaceAll('\\*\\*not expected\\*\\*', '**not expected**')
    .replace(/^\\\*\\\*no\\\*\\\*$/, '**no**');
}

const inline = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\s*\n\s*/g, ' ');

/** A block of code whose fence is longer than any in it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${printable(text)}\n${fence}`;
}

/** Reports as Markdown: a page for a ticket or a wiki, with tables where the terminal has columns. */
import { clock, count, displayDuration, elapsed, rangeInWords } from '../core/format.js';
import type { RecoveryTarget } from '../domain/recovery-results.js';
import type { Finding, RunResult } from '../domain/result.js';
import type { ExploreReport } from '../exploration/exploration-report.js';
import { glanceSentences } from './terminal/glance.js';
import {
  CONSEQUENCE_WORDS,
  claims,
  commandFor,
  replayCommandFor,
  searchedInWords,
  searchSize,
  standingOf,
  withoutFault,
} from './text/exploration-words.js';
import {
  fencedMarkdown,
  inlineMarkdown,
  markdownPage,
  markdownSection,
  markdownTable,
  recordMarkdown,
} from './text/markdown-text.js';
import { page, type ReportOptions } from './text/page.js';
import { everyStringPrintable } from './text/printable.js';
import { figures, READINESS_WORDS, SPREAD_HEAD, seedsInWords, subject, USERS_WORDS } from './text/run-words.js';

/** The result of a run. */
export function runAsMarkdown(result: RunResult, { again, quiet }: ReportOptions): string {
  const safe = everyStringPrintable(result);
  const { drill, verdict, readiness, reason, seeds, endedAtMs, recovery, users, loss, steps } = safe;
  const played = seedsInWords(safe, (seed) => `what follows is seed ${seed}`);
  const off = steps.filter((step) => !step.asExpected);
  return markdownPage([
    `# ${verdict.toUpperCase()}, ${READINESS_WORDS[readiness]}: ${inlineMarkdown(drill)}`,
    inlineMarkdown(reason),
    `${inlineMarkdown(played)}, ${displayDuration(endedAtMs)} of virtual time`,
    markdownSection('At a glance', glanceList(safe)),
    markdownSection(
      'Recovery',
      markdownTable(
        ['pool', 'outage at', 'failover started at', 'served at', 'outage', 'RTO', 'RPO', 'target', 'applies'],
        recovery.map((r) => [
          r.pool,
          clock(r.outageAtMs),
          clock(r.failoverStartedAtMs),
          r.servedAtMs === null ? 'never' : clock(r.servedAtMs),
          r.servedAtMs === null ? '-' : elapsed(r.outageAtMs, r.servedAtMs),
          r.servedAtMs === null ? '-' : elapsed(r.failoverStartedAtMs, r.servedAtMs),
          duration(r.rpoMs),
          targetInWords(r.target),
          r.target.applies ? 'yes' : `no: ${r.target.why ?? ''}`,
        ]),
      ),
    ),
    markdownSection(
      'Over all seeds',
      seeds === null || seeds.played === 1
        ? ''
        : markdownTable(
            ['number', ...SPREAD_HEAD, 'seeds that never came to it'],
            seeds.spread.map((s) => [subject(s), ...figures(s), count(s.never)]),
          ),
    ),
    markdownSection(
      'Users',
      markdownTable(
        ['pool', 'users', 'from', 'to', 'state', 'in it', 'with regular service'],
        users.flatMap(({ pool, count: all, intervals }) =>
          intervals.map((i) => [
            ...[pool, count(all), clock(i.fromMs), clock(i.toMs)],
            ...[USERS_WORDS[i.state], count(i.affected), count(i.regular)],
          ]),
        ),
      ),
    ),
    markdownSection(
      'Changes',
      markdownTable(
        ['pool', 'module', 'acknowledged', 'lost', 'stranded', 'oldest left behind'],
        [
          ...loss.byModule.map((m) => [
            ...[m.pool, m.module, count(m.acknowledged), count(m.lost), count(m.stranded), duration(m.oldestLostAgeMs)],
          ]),
          ['total', '', count(loss.acknowledged), count(loss.lost), count(loss.stranded), ''],
        ],
      ),
    ),
    markdownSection(quiet ? 'Steps that did not go as expected' : 'Steps', stepTable(quiet ? off : steps)),
    markdownSection(
      'Expectations',
      markdownTable(
        ['what', 'expected', 'actual', 'holds'],
        safe.expectations.map((e) => [e.what, e.expected, e.actual, e.holds ? 'yes' : '**no**']),
      ),
    ),
    markdownSection(
      'Invariants broken',
      markdownTable(
        ['invariant', 'at', 'what', 'declared'],
        safe.violations.map((v) => [v.invariant, clock(v.atMs), v.message, v.declared ? 'yes' : '**no**']),
      ),
    ),
    markdownSection('Findings', findingTable(safe.findings)),
    markdownSection(
      'Assumptions',
      markdownTable(
        ['name', 'value', 'why'],
        quiet
          ? []
          : safe.assumptions.map((a) => [
              a.name,
              `${typeof a.value === 'object' ? rangeInWords(a.value) : a.value} ${a.unit}`,
              a.why,
            ]),
      ),
    ),
    again === undefined ? '' : `## Run again\n\n${fencedMarkdown(again)}`,
    quiet ? '' : recordMarkdown(safe.tool ?? null, safe.inputs ?? []),
  ]);
}

/** The result of an exploration. */
export function explorationAsMarkdown(report: ExploreReport): string {
  const safe = everyStringPrintable(report);
  const { verdict, drill, reason, proved, futures, consequences, matrix, violations, bounds } = safe;
  return markdownPage([
    `# ${verdict.toUpperCase()}: ${inlineMarkdown(drill)}`,
    inlineMarkdown(reason),
    `${claims(safe)}. Futures: ${count(futures.ends)}, of which ${count(futures.losing)} lose data and ${count(futures.unserved)} leave users without regular service.`,
    proved === null ? '' : `Proved: ${inlineMarkdown(proved)}`,
    markdownSection(
      'Ways to break an invariant',
      markdownTable(
        ['invariant', 'fails the exploration', 'what', 'shortest way', 'timing', 'run it again', 'step by step'],
        violations.map((v) => [
          v.invariant,
          [v.fails ? 'yes' : 'no', ...standingOf(v, bounds)].join('; '),
          v.message,
          v.steps.map((s) => `${s.actor}: ${s.action}`).join('; then '),
          v.timing.kind,
          v.trace.drill === null ? '' : commandFor(v.trace.drill),
          v.trace.file === null ? '' : replayCommandFor(v.trace.file),
        ]),
      ),
    ),
    markdownSection(
      'How the drill can end, the worst first',
      markdownTable(
        ['consequence', 'futures', 'most frequent cause', 'run it again'],
        consequences.map((c) => [
          ...[CONSEQUENCE_WORDS[c.consequence], count(c.futures)],
          c.cause === null ? withoutFault(bounds) : `loss of ${c.cause.component}`,
          c.drill === null ? '' : commandFor(c.drill),
        ]),
      ),
    ),
    markdownSection(
      'What the loss of each component during each step leads to, at worst',
      matrix === null
        ? ''
        : markdownTable(
            ['component', ...matrix.steps.map((s) => (s.index === null ? s.command : `${s.index + 1}: ${s.command}`))],
            matrix.components.map(({ component, worst }) => [
              component,
              ...worst.map((w) => (w === null ? '' : CONSEQUENCE_WORDS[w])),
            ]),
          ),
    ),
    markdownSection(
      'What was searched',
      [...searchedInWords(bounds), searchSize(safe)].map((l) => `- ${inlineMarkdown(l)}`).join('\n'),
    ),
    recordMarkdown(safe.tool, safe.inputs),
  ]);
}

/** What the first screen of a terminal has, as a list; more of a subject stands below it. */
const glanceList = (result: RunResult): string =>
  glanceSentences(result, page(80, 0), 'all under Findings')
    .map(({ subject, text }) =>
      subject === '' ? `  - ${inlineMarkdown(text)}` : `- **${subject}** ${inlineMarkdown(text)}`,
    )
    .join('\n');

const stepTable = (steps: RunResult['steps']): string =>
  markdownTable(
    ['line', 'started', 'took', 'command', 'outcome', 'what it said'],
    steps.map((s) => [
      ...[String(s.line), clock(s.startedAtMs), elapsed(s.startedAtMs, s.endedAtMs), s.command],
      `${s.outcome}${s.rule === null ? '' : ` (${s.rule})`}${s.asExpected ? '' : ', **not expected**'}`,
      s.message ?? '',
    ]),
  );

const findingTable = (findings: readonly Finding[]): string =>
  markdownTable(
    ['severity', 'rule', 'line', 'what', 'the line to write'],
    findings.map((f) => [f.severity, f.rule, f.line === 0 ? '' : String(f.line), f.message, f.instead ?? '']),
  );

/** Whose target it is stands once where RTO and RPO have one source. */
function targetInWords({ rtoMs, rpoMs, from, rpoFrom }: RecoveryTarget): string {
  const [rto, rpo] = [`RTO ${duration(rtoMs)}`, `RPO ${duration(rpoMs)}`];
  return from === rpoFrom ? `${rto}, ${rpo} (${from})` : `${rto} (${from}), ${rpo} (${rpoFrom})`;
}

const duration = (ms: number | null): string => (ms === null ? '-' : displayDuration(ms));

import type { RunResult } from '../domain/result.js';
import type { ReportOptions } from './reporter.js';
import { assumptionsSection } from './terminal/assumptions.js';
import { againSection, brokenSteps, expectationsSection, verdictSection } from './terminal/judgement.js';
import { lossSection } from './terminal/loss.js';
import { findingsSection, violationsSection } from './terminal/objections.js';
import { recoverySection } from './terminal/recovery.js';
import { replicationSection } from './terminal/replication.js';
import { routesSection } from './terminal/routes.js';
import { runbookSection } from './terminal/runbook.js';
import { timelineSection } from './terminal/timeline.js';
import { usersSection } from './terminal/users.js';
import { page, type Section } from './text/page.js';
import { everyStringPrintable } from './text/printable.js';

const FULL: readonly Section[] = [
  verdictSection,
  timelineSection,
  runbookSection,
  recoverySection,
  usersSection,
  lossSection,
  replicationSection,
  routesSection,
  expectationsSection,
  violationsSection,
  findingsSection,
  assumptionsSection,
];

/** What is left under `--quiet`: the verdict and what speaks against the drill. */
const QUIET: readonly Section[] = [
  verdictSection,
  brokenSteps,
  (result, paper) => expectationsSection(onlyBroken(result), paper),
  violationsSection,
];

/** The report that an administrator reads in the terminal the night before a drill. */
export function reportTerminal(result: RunResult, options: ReportOptions): string {
  const paper = page(options.width, options.colour);
  // Made safe here, once, so that no section can forget it.
  const safe = everyStringPrintable(result);
  const sections = (options.quiet ? QUIET : FULL).map((section) => section(safe, paper));
  if (!options.quiet) sections.push(againSection(options.again, paper));
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function onlyBroken(result: RunResult): RunResult {
  return { ...result, expectations: result.expectations.filter(({ holds }) => !holds) };
}

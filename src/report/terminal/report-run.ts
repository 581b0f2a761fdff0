/** The report of a run, section by section, as an administrator reads it in the terminal the night before a drill. */
import type { RunResult } from '../../domain/result.js';
import { page, pageText, type ReportOptions, type Section } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { assumptionsSection } from './assumptions-taken.js';
import { againSection, brokenSteps, expectationsSection, verdictSection } from './judgement.js';
import { lossSection } from './loss.js';
import { findingsSection, violationsSection } from './objections.js';
import { recoverySection } from './recovery.js';
import { replicationSection } from './replication.js';
import { routesSection } from './routes.js';
import { runbookSection } from './script-reading.js';
import { seedsSection } from './spread.js';
import { timelineSection } from './timeline.js';
import { usersSection } from './users.js';

const FULL: readonly Section[] = [
  verdictSection,
  timelineSection,
  runbookSection,
  recoverySection,
  seedsSection,
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

export function reportRun(result: RunResult, options: ReportOptions): string {
  const paper = page(options.width, options.colour);
  // Made safe here, once, so that no section can forget it.
  const safe = everyStringPrintable(result);
  const sections = (options.quiet ? QUIET : FULL).map((section) => section(safe, paper));
  if (!options.quiet) sections.push(againSection(options.again, paper));
  return pageText(sections);
}

function onlyBroken(result: RunResult): RunResult {
  return { ...result, expectations: result.expectations.filter(({ holds }) => !holds) };
}

/** The report of a run, section by section, as an administrator reads it in the terminal the night before a drill. */
import { counted } from '../../core/format.js';
import type { RunResult } from '../../domain/result.js';
import { type Page, page, pageText, type ReportOptions, type Section } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { assumptionsSection } from './assumptions-taken.js';
import { glanceSection } from './glance.js';
import { againSection, brokenSteps, expectationsSection, verdictSection } from './judgement.js';
import { lossSection } from './loss.js';
import { findingsSection, violationsSection } from './objections.js';
import { recoverySection } from './recovery.js';
import { replicationSection } from './replication.js';
import { routesSection } from './routes.js';
import { runbookSection } from './script-reading.js';
import { seedsSection } from './spread.js';
import { briefTimeline, timelineSection } from './timeline.js';
import { userBars, usersSection } from './users.js';
import { brokenInvariants, inTheDeployment, unmetExpectations, whatToMend } from './what-to-mend.js';
import { whereTheTimeWent, wholePaths } from './where-the-time-went.js';

/** What is told without flags: the first screen, then the night in short. */
const BRIEF: readonly Section[] = [
  verdictSection,
  glanceSection,
  seedsSection,
  brokenInvariants,
  brokenSteps,
  unmetExpectations,
  whatToMend,
  whereTheTimeWent,
  briefTimeline,
  runbookSection,
  userBars,
  inTheDeployment,
];

/** All there is. */
const DETAILS: readonly Section[] = [
  verdictSection,
  glanceSection,
  seedsSection,
  wholePaths,
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
  inTheDeployment,
  assumptionsSection,
];

/** What is left under `--quiet`: the verdict and what speaks against the drill. */
const QUIET: readonly Section[] = [verdictSection, brokenSteps, unmetExpectations, violationsSection];

export function reportRun(result: RunResult, { quiet, details, ...options }: ReportOptions): string {
  const paper = page(options.width, options.colour);
  // Made safe here, once, so that no section can forget it.
  const safe = everyStringPrintable(result);
  const sections = (quiet ? QUIET : details ? DETAILS : BRIEF).map((section) => section(safe, paper));
  if (!quiet && !details) sections.push(moreSection(safe, paper));
  if (!quiet) sections.push(againSection(options.again, paper));
  return pageText(sections);
}

/** What the short report leaves out, and how to see it. */
function moreSection({ assumptions, findings }: RunResult, paper: Page): string[] {
  const notes = findings.filter(({ severity }) => severity === 'note').length;
  const left = [
    'every change and answer',
    'the tables of loss, replication and routes',
    ...(notes === 0 ? [] : [counted(notes, 'note')]),
    ...(assumptions.length === 0 ? [] : [`${counted(assumptions.length, 'assumption')} that the numbers rest on`]),
  ];
  return paper.hang('', `--details also shows ${left.slice(0, -1).join(', ')} and ${left.at(-1)}.`, paper.faint);
}

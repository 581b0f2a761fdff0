/** The report of a check as Markdown: the table of drills against their targets, then what is to be looked at. */
import type { CampaignResult } from '../campaign/campaign-result.js';
import { counted } from '../core/format.js';
import { coverageMarkdown } from './markdown-coverage.js';
import {
  againstTarget,
  DIRECTION_IN_WORDS,
  goneDrills,
  goneOf,
  leftOutOf,
  mostLost,
  mostOutage,
  PASSED_OVER,
  READINESS_IN_TABLE,
  sequencesInWords,
  sinceInAWord,
  whyToLookAt,
} from './text/check-words.js';
import {
  fencedMarkdown,
  inlineMarkdown,
  markdownPage,
  markdownSection,
  markdownTable,
  recordMarkdown,
} from './text/markdown-text.js';
import type { ReportOptions } from './text/page.js';
import { everyStringPrintable } from './text/printable.js';

export function checkAsMarkdown(result: CampaignResult, { quiet }: ReportOptions): string {
  const { verdict, reason, drills, sequences, baseline, coverage, passedOver, inputs, tool } =
    everyStringPrintable(result);
  const off = drills.flatMap((drill) => {
    const why = whyToLookAt(drill, baseline);
    return why.length === 0 ? [] : [{ drill, why }];
  });
  const shown = quiet ? off.map(({ drill }) => drill) : drills;
  return markdownPage([
    `# ${verdict.toUpperCase()}`,
    inlineMarkdown(reason),
    markdownSection(
      'Drills',
      markdownTable(
        ['drill', 'verdict', 'readiness', 'RTO / target', 'outage', 'RPO / target', 'lost', 'seeds', 'baseline'],
        shown.map((drill) => [
          ...[drill.path, drill.result.verdict, READINESS_IN_TABLE[drill.result.readiness]],
          ...[againstTarget(drill.targets.rto), mostOutage(drill.result), againstTarget(drill.targets.rpo)],
          ...[mostLost(drill.result), seedsOf(drill.result), baseline === null ? '' : sinceInAWord(drill)],
        ]),
      ),
    ),
    shown.length === 0
      ? ''
      : 'The most of all seeds; "never": in some seed regular service was not reached. "!": the target is missed.',
    markdownSection(
      'What to look at',
      markdownTable(
        ['drill', 'verdict', 'why'],
        [
          ...off.flatMap(({ drill, why }) => why.map(([, is, words]) => [drill.path, is, words])),
          ...goneOf(result).map(({ path, is, why }) => [path, is, why]),
          ...sequences.flatMap(({ topology, failure }) =>
            failure === null
              ? []
              : [[failure.example ?? topology, 'failed', `${failure.invariant} breaks: ${failure.message}`]],
          ),
        ],
      ),
    ),
    off.length === 0 ? '' : fencedMarkdown(off.map(({ drill }) => drill.again).join('\n')),
    markdownSection(
      'Random sequences',
      markdownTable(
        ['topology', 'what came of them'],
        sequences.map((s) => [s.topology, sequencesInWords(s)]),
      ),
    ),
    markdownSection(
      `Since the baseline ${inlineMarkdown(baseline?.path ?? '')}`,
      markdownTable(
        ['drill', '', 'what'],
        [
          ...drills.flatMap(({ path, since }) =>
            (since ?? []).map(({ direction, words }) => [path, DIRECTION_IN_WORDS[direction], words]),
          ),
          ...goneDrills(result).map(({ path, is, why }) => (is === 'not found' ? [path, 'gone', ''] : [path, is, why])),
          ...(baseline?.added ?? []).map((path) => [path, 'new', '']),
        ],
      ),
    ),
    ...coverageMarkdown(coverage),
    markdownSection(
      'Left out',
      markdownTable(
        ['what', 'why'],
        [
          ...leftOutOf(result).flatMap(([why, paths]) => paths.map((path) => [path, why])),
          ...(passedOver.length === 0 ? [] : [[counted(passedOver.length, 'YAML file'), PASSED_OVER]]),
        ],
      ),
    ),
    quiet ? '' : recordMarkdown(tool, inputs),
  ]);
}

const seedsOf = ({ seed, seeds }: CampaignResult['drills'][number]['result']): string =>
  seeds === null || seeds.played === 1 ? String(seed) : `${seeds.played} from ${seed}`;

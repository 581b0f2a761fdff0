/** The coverage of the model in a check as Markdown: a table by topology, and one of what was never reached. */
import type { CheckCoverage, TopologyCoverage } from '../campaign/check-coverage.js';
import type { CoverageKind } from '../domain/reach/model-item.js';
import {
  COVERAGE_KIND_WORDS,
  COVERAGE_KINDS_SHOWN,
  coverageInWords,
  neverReached,
  notThereInWords,
  shareInWords,
} from './text/coverage-words.js';
import { inlineMarkdown, markdownSection, markdownTable } from './text/markdown-text.js';

/** Blocks of a page; none where nobody asked. */
export function coverageMarkdown(coverage: CheckCoverage | null): string[] {
  if (coverage === null) return [];
  const all = coverage.topologies;
  const row = (each: TopologyCoverage, kind: CoverageKind): string[] => {
    const { reached, of } = each.kinds[kind];
    return [each.topology, COVERAGE_KIND_WORDS[kind], String(reached), String(of), shareInWords({ reached, of })];
  };
  return [
    markdownSection(
      'Coverage of the model',
      markdownTable(
        ['topology', 'of what', 'reached', 'of', 'share'],
        all.flatMap((each) => COVERAGE_KINDS_SHOWN.map((kind) => row(each, kind))),
      ),
    ),
    ...all.map((each) => inlineMarkdown(`${coverageInWords(each)}. ${notThereInWords(each)}`.trim())),
    markdownSection(
      'Never reached',
      markdownTable(
        ['topology', 'of what', 'what', ''],
        all.flatMap((each) =>
          COVERAGE_KINDS_SHOWN.flatMap((kind) =>
            neverReached(each, kind).map(({ of, what }) => [each.topology, COVERAGE_KIND_WORDS[kind], of, what]),
          ),
        ),
      ),
    ),
  ];
}

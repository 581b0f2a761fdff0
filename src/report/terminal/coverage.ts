/** The coverage of the model in a check: a table by topology, and below it what was never reached. */
import type { CheckCoverage, TopologyCoverage } from '../../campaign/check-coverage.js';
import {
  COVERAGE_KIND_WORDS,
  COVERAGE_KINDS_SHOWN,
  coverageInWords,
  neverReached,
  notThereInWords,
  shareInWords,
} from '../text/coverage-words.js';
import type { Page } from '../text/page.js';
import { columns } from '../text/typesetting.js';

/** A part for each topology; none where nobody asked. */
export function coverageLines(coverage: CheckCoverage | null, paper: Page): string[][] {
  if (coverage === null || coverage.topologies.length === 0) return [];
  return [
    [
      paper.strong('Coverage of the model'),
      ...coverage.topologies.flatMap((each) => tableOf(each, paper)),
      ...paper.hang('  ', LEGEND, paper.faint),
    ],
    ...coverage.topologies.map((each) => neverLines(each, paper)),
  ];
}

const LEGEND =
  'A run is a seed of a drill, or a random sequence. docs/state-machines.md shows the states and transitions; "drydrill rules ID" shows a rule.';

function tableOf(topology: TopologyCoverage, paper: Page): string[] {
  const rows = COVERAGE_KINDS_SHOWN.map((kind) => {
    const { reached, of } = topology.kinds[kind];
    return [COVERAGE_KIND_WORDS[kind], `${reached} of ${of}`, shareInWords({ reached, of })];
  });
  const notThere = notThereInWords(topology);
  return [
    ...paper.hang('  ', coverageInWords(topology)),
    ...columns(rows, 'lrr', 4),
    ...(notThere === '' ? [] : paper.hang('    ', notThere, paper.faint)),
  ];
}

/** Items of one kind stand below its heading, what they are about before them. */
function neverLines(topology: TopologyCoverage, paper: Page): string[] {
  const parts = COVERAGE_KINDS_SHOWN.map((kind) => ({ kind, lines: neverReached(topology, kind) })).filter(
    ({ lines }) => lines.length > 0,
  );
  if (parts.length === 0) return [];
  return [
    paper.strong(`Never reached on ${topology.topology}`),
    ...parts.flatMap(({ kind, lines }) => [
      `  ${COVERAGE_KIND_WORDS[kind]}`,
      ...lines.flatMap(({ of, what }) => paper.hang('    - ', `${of}: ${what}`)),
    ]),
  ];
}

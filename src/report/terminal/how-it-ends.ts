/** How a drill can end, by consequence, the worst first; and what is worst after each component is lost in each step. */
import { count, counted } from '../../core/format.js';
import { type Consequence, isBadEnd } from '../../domain/consequence.js';
import type { ExploreReport, ReportedPlace } from '../../exploration/exploration-report.js';
import { CONSEQUENCE_WORDS, commandFor, lossWord, placesInWords, withoutFault } from '../text/exploration-words.js';
import { matrixTable, WORST_CONSEQUENCE_FIRST } from '../text/matrix-rows.js';
import type { Page } from '../text/page.js';
import { widest } from '../text/typesetting.js';

/** The worst first. */
const LETTERS: Readonly<Record<Consequence, string>> = {
  lost: 'L',
  unserved: 'U',
  stranded: 'S',
  recoveredLate: 'l',
  recovered: '.',
};
/** Rows of the table. */
const ROWS_MAX = 24;
/** Names in one row of the table. */
const NAMES_MAX = 3;

/** Each consequence with its futures, its most frequent cause and one way to it; the way itself only of what is bad. */
export function consequenceSection({ consequences, futures, bounds }: ExploreReport, paper: Page): string[] {
  if (consequences.length === 0) return [];
  const lines = consequences.flatMap((each) => {
    const { consequence, cause, lossAt, example, drill } = each;
    const isBad = isBadEnd(consequence);
    const share = `${count(each.futures)} of ${counted(futures.ends, 'future')}`;
    const ink = isBad ? paper.bad : consequence === 'recovered' ? paper.good : paper.warn;
    const why =
      cause === null
        ? withoutFault(bounds)
        : `most frequent cause: the loss of ${cause.component}${placesInWords(cause.during)}`;
    const way = !isBad
      ? []
      : example.flatMap((line, i) =>
          paper.hang(
            `      ${String(i + 1).padStart(2)}  `,
            i + 1 === lossAt ? `${line}  <- here it is ${lossWord(consequence)}` : line,
          ),
        );
    return [
      ...paper.hang('  ', `${CONSEQUENCE_WORDS[consequence]}: ${share}`, ink),
      ...(consequence === 'recovered' ? [] : paper.hang('    ', why)),
      ...(way.length === 0 ? [] : ['    one of the shortest ways:']),
      ...way,
      ...(drill === null ? [] : paper.hang('    run it again: ', commandFor(drill), paper.strong)),
    ];
  });
  return [
    paper.strong('How the drill can end, the worst first'),
    ...lines,
    ...paper.hang(
      '  ',
      'A future is a distinct end state; one that the searches of several modules reach counts in each. An end counts once, under the worst that is true of it.',
      paper.faint,
    ),
  ];
}

/** The table of components and steps; components with the same row share it. */
export function matrixSection({ matrix, bounds }: ExploreReport, paper: Page): string[] {
  const title = paper.strong('What the loss of each component during each step leads to, at worst');
  if (matrix === null) {
    if (bounds.faults === 0 || bounds.free > 0) return [];
    return [
      title,
      ...paper.hang('  ', 'Not worked out: a search was too large for it (--matrix takes the time) or not complete.'),
    ];
  }
  const { columns, rows } = matrixTable(matrix);
  const shown = rows.slice(0, ROWS_MAX).map(({ names, worst }) => ({ names: someOf(names), worst }));
  const room = Math.min(widest(shown.map(({ names }) => names)), Math.floor(paper.width / 2));
  const perTable = Math.max(1, Math.floor((paper.width - room - 5) / 3));
  const tables: string[] = [];
  for (let from = 0; from < columns.length; from += perTable) {
    const steps = columns.slice(from, from + perTable);
    const head = `  ${' '.repeat(room)}  ${steps.map((step, i) => numberOf(step, from + i).padStart(widthOf(step))).join('')}`;
    const cells = shown.flatMap(({ names, worst }) => {
      const letters = worst
        .slice(from, from + steps.length)
        .map((each) => (each === null ? ' ' : LETTERS[each]).padStart(3));
      const [first, ...rest] = wrapNames(names, room);
      return [`  ${first.padEnd(room)}  ${letters.join('')}`.trimEnd(), ...rest.map((line) => `  ${line}`)];
    });
    tables.push(...(from === 0 ? [] : ['']), head, ...cells);
  }
  const present = new Set(matrix.components.flatMap(({ worst }) => worst));
  const legend = WORST_CONSEQUENCE_FIRST.filter((each) => present.has(each)).map(
    (each) => `${LETTERS[each]} ${CONSEQUENCE_WORDS[each]}`,
  );
  const steps = columns.map((step, i) => [numberOf(step, i), step.line > 0 ? `line ${step.line}` : '', step.command]);
  return [
    title,
    ...tables,
    ...(rows.length > shown.length
      ? [`  and ${counted(rows.length - shown.length, 'other row')}, see --json, "matrix"`]
      : []),
    ...paper.hang('  ', legend.join(', ')),
    ...steps.flatMap(([number, line, command]) =>
      paper.hang(`  ${number.padStart(3)}  ${line.padEnd(9)}`, command, paper.faint),
    ),
  ];
}

const someOf = (names: readonly string[]): string => {
  const more = names.length - NAMES_MAX;
  return `${names.slice(0, NAMES_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const widthOf = ({ index }: ReportedPlace): number => (index === null ? 4 : 3);
const numberOf = ({ index }: ReportedPlace, i: number): string => (index === null ? 'end' : String(i + 1));

function wrapNames(names: string, room: number): string[] {
  const lines = [''];
  for (const name of names.split(' ')) {
    const last = lines.length - 1;
    if (lines[last] !== '' && lines[last].length + 1 + name.length > room) lines.push(name);
    else lines[last] += lines[last] === '' ? name : ` ${name}`;
  }
  return lines;
}

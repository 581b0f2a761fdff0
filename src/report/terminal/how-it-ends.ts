/** How a drill can end, by consequence, the worst first; and what is worst after each component is lost in each step. */
import { count, counted } from '../../core/format.js';
import type { Consequence } from '../../domain/consequence.js';
import type { ConsequenceMatrix, ExploreReport, ReportedPlace } from '../../exploration/exploration-report.js';
import { CONSEQUENCE_WORDS, commandFor, withoutFault } from '../text/exploration-words.js';
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
/** The consequences, the worst first. */
const WORST_FIRST = Object.keys(LETTERS) as Consequence[];
/** Steps that a cause names. */
const PLACES_MAX = 3;
/** Rows of the table. */
const ROWS_MAX = 24;
/** Names in one row of the table. */
const NAMES_MAX = 3;

/** Each consequence with its futures, its most frequent cause and one way to it; the way itself only of what is bad. */
export function consequenceSection({ consequences, futures, bounds }: ExploreReport, paper: Page): string[] {
  if (consequences.length === 0) return [];
  const lines = consequences.flatMap((each) => {
    const { consequence, cause, lossAt, example, drill } = each;
    const isBad = consequence !== 'recovered' && consequence !== 'recoveredLate';
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

const lossWord = (consequence: Consequence): string => (consequence === 'lost' ? 'left behind or lost' : 'left behind');

function placesInWords(places: readonly ReportedPlace[]): string {
  if (places.length === 0) return '';
  const named = places.slice(0, PLACES_MAX).map(placeInWords);
  const more = places.length - named.length;
  return `, during ${named.join('; ')}${more > 0 ? `; and ${counted(more, 'other step')}` : ''}`;
}

const placeInWords = ({ line, command }: ReportedPlace): string => (line > 0 ? `line ${line} (${command})` : command);

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
  const rows = rowsOf(matrix);
  const shown = rows.slice(0, ROWS_MAX);
  const room = Math.min(widest(shown.map(({ names }) => names)), Math.floor(paper.width / 2));
  const perTable = Math.max(1, Math.floor((paper.width - room - 5) / 3));
  // After the last step nothing further is lost, which is no column of its own then.
  const isEmpty = (step: ReportedPlace, i: number): boolean =>
    step.index === null && matrix.components.every(({ worst }) => worst[i] === null);
  const columns = matrix.steps.filter((step, i) => !isEmpty(step, i));
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
  const legend = WORST_FIRST.filter((each) => present.has(each)).map(
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

interface Row {
  readonly names: string;
  readonly worst: readonly (Consequence | null)[];
}

/** Rows that are equal as one, the worst first. */
function rowsOf({ components }: ConsequenceMatrix): Row[] {
  const groups = new Map<string, { names: string[]; worst: readonly (Consequence | null)[] }>();
  for (const { component, worst } of components) {
    // What cannot be lost at all in this drill, such as the failback of a pool that stays where it is.
    if (worst.every((each) => each === null)) continue;
    const key = worst.join();
    const group = groups.get(key) ?? { names: [], worst };
    group.names.push(component);
    groups.set(key, group);
  }
  const severity = ({ worst }: Row): number =>
    worst.reduce((sum, each) => sum + (each === null ? 0 : 6 ** (WORST_FIRST.length - WORST_FIRST.indexOf(each))), 0);
  return [...groups.values()]
    .map(({ names, worst }): Row => {
      const more = names.length - NAMES_MAX;
      return { names: `${names.slice(0, NAMES_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`, worst };
    })
    .sort((a, b) => severity(b) - severity(a));
}

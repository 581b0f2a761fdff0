/** The rule catalogue in the terminal: one line a rule, or one rule with everything that rests on it. */
import { type Page, page, pageText, type ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';

/** A rule with what in the product rests on it. */
export interface RuleRecord {
  readonly id: string;
  readonly basis: string;
  readonly words: string;
  readonly source: string;
  readonly chapter: string;
  /** cmdlets that refuse by it, and when */
  readonly refuses: readonly { readonly cmdlet: string; readonly when: string }[];
  /** facts that name it */
  readonly numbers: readonly { readonly name: string; readonly basis: string; readonly why: string }[];
  /** paths of the sources that name it; null = not known here */
  readonly implemented: readonly string[] | null;
  /** paths of the tests that name it */
  readonly tested: readonly string[] | null;
}

/** Room for the id and the basis before the words of a rule. */
const ID = 6;
const BASIS = 12;
/** Columns of one rule in the list: its beginning, not all of it. */
const FIRST_WORDS = 200;

/** All rules by chapter, each by its first words. */
export function reportRules(rules: readonly RuleRecord[], { colour, width }: ReportOptions): string {
  const paper = page(width, colour);
  const safe = everyStringPrintable(rules);
  const chapters = [...new Set(safe.map(({ chapter }) => chapter))];
  const sections = chapters.map((chapter) => [
    paper.strong(chapter),
    ...safe
      .filter((rule) => rule.chapter === chapter)
      .flatMap(({ id, basis, words }) => paper.hang(`  ${id.padEnd(ID)}${basis.padEnd(BASIS)}`, beginning(words))),
  ]);
  return pageText([...sections, ['One of them with all that rests on it: drydrill rules ID']]);
}

const beginning = (words: string): string =>
  words.length <= FIRST_WORDS ? words : `${words.slice(0, words.lastIndexOf(' ', FIRST_WORDS))} ...`;

/** One rule whole. */
export function reportRule(rule: RuleRecord, { colour, width }: ReportOptions): string {
  const paper = page(width, colour);
  const { id, basis, words, source, chapter, refuses, numbers, implemented, tested } = everyStringPrintable(rule);
  return pageText([
    [...paper.hang(`${id}  `, words, undefined, paper.strong)],
    [
      ...paper.hang('basis    ', BASIS_WORDS[basis] ?? basis),
      ...paper.hang('chapter  ', chapter),
      ...paper.hang('source   ', source),
    ],
    list(
      'Refused by it',
      refuses.map(({ cmdlet, when }) => [cmdlet, when]),
      paper,
    ),
    list(
      'Numbers that rest on it',
      numbers.map(({ name, basis: of, why }) => [name, `${why} (${of})`]),
      paper,
    ),
    files('Named in the sources', implemented, paper),
    files('Named in the tests', tested, paper),
  ]);
}

const BASIS_WORDS: Readonly<Record<string, string>> = {
  stated: "stated in the product's documentation of disaster recovery",
  documented: 'documented elsewhere by the vendor',
  reported: 'reported by administrators',
  assumed: 'assumed: no document says it',
  claim: 'a claim of the model, checked after every event',
};

const list = (title: string, rows: readonly (readonly [string, string])[], paper: Page): string[] =>
  rows.length === 0 ? [] : [paper.strong(title), ...rows.flatMap(([name, text]) => paper.hang(`  ${name}: `, text))];

function files(title: string, paths: readonly string[] | null, paper: Page): string[] {
  if (paths === null) return [paper.strong(title), '  not known here: the sources are not there'];
  if (paths.length === 0) return [paper.strong(title), '  nowhere by this id'];
  return [paper.strong(title), ...paths.map((path) => `  ${path}`)];
}

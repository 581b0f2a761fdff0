/** The paper that a report is written on: how wide, in which colours, and what of a report is on it. */
import { Chalk } from 'chalk';
import type { RunResult } from '../../domain/result.js';
import { hang, type Ink } from './typesetting.js';

/** Colours a terminal can show, as chalk counts them: 0 = none, 3 = 16 million. */
export type ColourLevel = 0 | 1 | 2 | 3;

export interface ReportOptions {
  readonly colour: ColourLevel;
  /** columns that a line may fill */
  readonly width: number;
  /** only the verdict, its reason and what did not go as the drill expects */
  readonly quiet?: boolean;
  /** all there is: of the timeline, the tables and the findings */
  readonly details?: boolean;
  /** of the HTML report only the run sheet of the night */
  readonly sheet?: boolean;
  /** what makes the HTML report a page that plays its drill again; absent = it reads and prints, and that is all */
  readonly scripts?: PageScripts;
  /** the rule catalogue, for the words of what an HTML report names; absent = its ids are only ids */
  readonly rules?: () => readonly NamedRule[];
  /** of an exploration, the runs that show what it found; absent = nobody has them */
  readonly runs?: ExplorationRuns;
  /** the command line that runs the drill again, as a user would type it */
  readonly again?: string;
}

/** A rule with its words, and what it rests on (`documented`, ...). */
export interface NamedRule {
  readonly id: string;
  readonly basis: string;
  readonly words: string;
}

/** Timed runs that show what an exploration found; null = there is none. */
export interface ExplorationRuns {
  /** the drill without what the search adds; null also where the search leaves its steps out */
  readonly itself: RunResult | null;
  /** one each of the report's violations */
  readonly violations: readonly (RunResult | null)[];
  /** one each of the report's consequences */
  readonly consequences: readonly (RunResult | null)[];
  /** how many timed runs were tried for each of those */
  readonly triedForConsequences: readonly number[];
}

/** The scripts of the HTML report, as the build has written them. */
export interface PageScripts {
  /** what inflates the page's own script and lets it run, with nothing in it that ends a script element */
  readonly loader: string;
  /** SHA-256 of the loader and of the page's own script, as a Content-Security-Policy names them */
  readonly hashes: readonly string[];
  /** the page's own script, deflated and in base 85 */
  readonly page: string;
  /** the simulator, in the same way */
  readonly simulator: string;
}

/** What a section needs to know about the paper it is written on. */
export interface Page {
  readonly width: number;
  readonly good: Ink;
  readonly warn: Ink;
  readonly bad: Ink;
  readonly strong: Ink;
  readonly faint: Ink;
  /** a lead and a text behind it, wrapped and hanging below its first word */
  hang(lead: string, text: string, ink?: Ink, leadInk?: Ink): string[];
}

/** One part of the report as lines, its heading first; no lines = nothing to say. */
export type Section = (result: RunResult, page: Page) => string[];

/** A page of a width in columns, with or without colours. */
export function page(width: number, level: ColourLevel): Page {
  const chalk = new Chalk({ level });
  return {
    width,
    good: (text) => chalk.green(text),
    warn: (text) => chalk.yellow(text),
    bad: (text) => chalk.bold.red(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    hang: (...given) => hang(width, ...given),
  };
}

/** A report of these sections, with a blank line between them. */
export function pageText(sections: readonly (readonly string[])[]): string {
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Rules with what they rest on where that is less than a document: field reports (F), assumptions (M). */
export function rulesInWords(rules: readonly string[]): string {
  return rules.map((rule) => rule + (BASIS_IN_WORDS[rule[0]] ?? '')).join(', ');
}

const BASIS_IN_WORDS: Readonly<Record<string, string | undefined>> = { F: ' (reported)', M: ' (assumed)' };

/** `PresenceFocus` for `UserServices.PresenceFocus`: the cmdlets know both (D35), a narrow table takes the short one. */
export function shortModule(module: string): string {
  return module.slice(module.lastIndexOf('.') + 1);
}

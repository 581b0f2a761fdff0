/** The flags that choose reports and where they go: one to stdout, any number into the directory of `--out`. */
import type { Command } from 'commander';
import { readRules } from '../input/rule-catalogue.js';
import { colourLevel } from '../report/colour.js';
import { chooseReporters, type ReporterName, reportersOf } from '../report/reporters.js';
import type { ReportOptions } from '../report/text/page.js';
import { writeProblem } from '../report/write-problem.js';
import type { Io } from './cli-command.js';

export interface ReporterFlags {
  readonly json?: true;
  readonly reporter?: string;
  readonly out?: string;
  readonly quiet?: true;
  readonly details?: true;
  readonly color: boolean;
}

const WIDTH_OF_FILES = 80;
const WIDTH_MIN = 80;
const WIDTH_MAX = 160;

/** What a command with these flags reports on. */
type Reported = 'run' | 'exploration' | 'replay' | 'check' | 'comparison';

/** The names of the reporters, as the help of `--reporter` lists them. */
export const namesOfReporters = (subject: Reported): string => reportersOf(subject).join(', ');

/** The reports to make. One can be printed; more of them need a directory, or the command ends with an error of usage. */
export function chosenReporters<S extends Reported>(
  { json, reporter, out }: ReporterFlags,
  subject: S,
  command: Command,
): readonly ReporterName<S>[] {
  const list = [reporter, json && 'json'].filter((part) => part !== undefined).join(',');
  const chosen = chooseReporters(reporter === undefined && !json ? 'terminal' : list, subject);
  if ('problem' in chosen) return command.error(`error: ${chosen.problem}`);
  if (chosen.names.length > 1 && out === undefined) {
    command.error(`error: ${chosen.names.join(' and ')} cannot share the standard output; give --out DIR too`);
  }
  return chosen.names;
}

/** The one report that goes to stdout: JSON where it was asked for by `--json`, else what reads best. */
export function printedOf<N extends string>(names: readonly N[], { json }: ReporterFlags): N | 'terminal' | 'json' {
  if (json) return 'json';
  return names.find((name) => name === 'terminal') ?? names[0];
}

/** How a report looks on stdout. */
export function onScreen(
  { color, quiet, details }: Pick<ReporterFlags, 'color' | 'quiet' | 'details'>,
  { env, isTTY, columns }: Io,
): ReportOptions {
  return {
    colour: colourLevel({ refused: !color, env, isTerminal: isTTY }),
    width: isTTY && columns ? Math.min(Math.max(columns, WIDTH_MIN), WIDTH_MAX) : WIDTH_OF_FILES,
    quiet: quiet === true,
    details: details === true,
    rules: readRules,
  };
}

/** How a report looks in a file. */
export const IN_FILES: ReportOptions = { colour: 0, width: WIDTH_OF_FILES, rules: readRules };

/** What the file system has against reports in a directory; null = nothing. */
export async function cannotWrite(
  directory: string,
  write: () => Promise<void>,
  what = 'the reports',
): Promise<string | null> {
  try {
    await write();
    return null;
  } catch (error) {
    return `cannot write ${what} into "${directory}": ${writeProblem(error)}`;
  }
}

/** Arguments and flags that name files: on Windows with the slashes that reports have, whichever the user typed. */
import type { Command } from 'commander';
import { withSlashes } from '../input/path-names.js';

/** How the help calls what is a path, and nothing else is called so. */
const PATHS = /^(?:FILE|DIRS?|DRILL|PATHS?|TRACE|A|B)$/;
const PLACEHOLDER = /[<[]([A-Z]+)(?:\.\.\.)?[>\]]/;

/** Gives the paths of a parsed command the slashes that `toSlashes` gives them. */
export function takePaths(command: Command, toSlashes: (path: string) => string = withSlashes): void {
  if (command.registeredArguments.some((argument) => PATHS.test(argument.name()))) {
    command.args = command.args.map((path) => toSlashes(path));
  }
  for (const option of command.options) {
    const name = option.attributeName();
    const value = command.getOptionValue(name);
    if (typeof value !== 'string' || !PATHS.test(PLACEHOLDER.exec(option.flags)?.[1] ?? '')) continue;
    command.setOptionValueWithSource(name, toSlashes(value), command.getOptionValueSource(name));
  }
}

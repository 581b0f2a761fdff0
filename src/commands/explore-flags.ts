import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../core/duration.js';
import { FAULT_KINDS } from '../domain/drill.js';
import type { ExploreRequest } from '../exploration/request.js';
import { seedOf } from './flags.js';

/** The flags of `drydrill explore`, as the command line gives them: most are those of the request. */
export interface ExploreFlags extends Partial<Omit<ExploreRequest, 'mistakes' | 'fold' | 'reduce'>> {
  readonly fold: boolean;
  readonly reduce: boolean;
  readonly human?: number | true;
  readonly maxStates?: number;
  readonly timeLimit?: number;
  readonly threads?: number;
  readonly json?: true;
  readonly quiet?: true;
  readonly out?: string;
  readonly reporter?: string;
  readonly seed?: number;
  readonly topology?: string;
  readonly overlay?: string;
  readonly color: boolean;
}

/** Adds the command and its flags. */
export function describeExplore(program: Command): Command {
  return program
    .command('explore')
    .summary('every fault at every moment: every future of a drill, not one')
    .description(
      'Searches every future of a drill: pending work ends in any order, further faults come at any moment. Says which invariant can break, the shortest way there, and how the drill can end.',
    )
    .argument('<DRILL>', 'the drill, a .yaml or .yml file')
    .option('--faults <K>', 'further faults at most (default 1; 0 with --free)', wholeNumber(0, 6))
    .option('--repairs', 'further faults may be repaired at any later moment')
    .option(
      '--free <N>',
      'instead of the steps: every sequence of up to N administrator commands',
      wholeNumber(1, 12),
    )
    .option(
      '--human [N]',
      'the administrator skips, swaps or mistypes up to N steps (1 where not said)',
      wholeNumber(1, 3),
    )
    .option('--hazards', 'the named hazards count as failures; --free offers them')
    .option(
      '--only <KINDS>',
      `break only these: ${FAULT_KINDS.join(', ')}, or names that the report prints`,
      list,
    )
    .option('--without <KINDS>', 'break all but these', list)
    .option('--max-states <N>', 'stop after so many states', wholeNumber(1, 1_000_000_000))
    .option('--time-limit <DURATION>', 'stop after this time, such as 90s or 10m', durationOf)
    .option('--threads <N>', 'worker threads (default: one for each core, at most 4)', wholeNumber(1, 64))
    .option('--ends', 'also find out whether every future comes to an end (takes twice as long)')
    .option('--together', 'follow the changes of all modules at once (many more states, the same answer)')
    .option('--no-fold', 'tell interchangeable servers apart')
    .option('--no-reduce', 'no shortcuts through what changes no verdict')
    .option(
      '--seed <N>',
      'draw the durations of the timed runs from this seed instead of the one in the drill',
      seedOf,
    )
    .option('--topology <FILE>', 'use this topology instead of the one that the drill names')
    .option('--overlay <FILE>', 'add what the topology document cannot say')
    .option('--json', 'print the result as one JSON document')
    .option('--reporter <NAMES>', 'reports, with commas between them: terminal, json')
    .option('--out <DIR>', 'write the report, and each counterexample as a drill that "run" reproduces')
    .option('--quiet', 'only the verdict and the counterexamples')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded too)');
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (!/^\d{1,12}$/.test(text) || n < min || n > max) {
      throw new InvalidArgumentError(`A whole number from ${min} to ${max}.`);
    }
    return n;
  };
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((x) => x.trim())
    .filter((x) => x !== '');
}

function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === null || ms === 0) throw new InvalidArgumentError('A duration such as 90s, 15m or 1h30m.');
  return ms;
}

/** `drydrill compare`: two results, or two drills that are run for it, side by side; the status says if the second is worse. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { type InputError, inputError } from '../core/input-error.js';
import type { RunResult } from '../domain/result.js';
import { reportComparison } from '../report/terminal/report-comparison.js';
import { compareRuns, measuresOf } from '../run/measures.js';
import type { CliCommand } from './cli-command.js';
import { EXIT, exitHelp, unusableInput } from './exit-status.js';
import { FLAGS, isRunbook, seedOf } from './flags.js';
import { onScreen } from './reporter-flags.js';
import { type RunOptions, runDrillFile } from './run.js';

interface CompareFlags extends Pick<RunOptions, 'topology' | 'overlay' | 'seed'> {
  readonly json?: true;
  readonly color: boolean;
}

export const compareCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('two results or two drills side by side')
      .description(
        'Sets two runs side by side. Each is a result of "run --json", or a drill that is run for it. B is worse if its verdict is, or any number: users without service, outage, RTO, RPO, changes lost or stranded, routes down, what was found. The verdict is over all seeds that were played, the numbers are those of the first.',
      )
      .argument('<A>', 'a result (.json), a drill (.yaml) or a runbook (.ps1, with --topology)')
      .argument('<B>', 'another one, which is held against the first')
      .option(...FLAGS.json)
      .option('--seed <N>', 'draw the durations of both drills from this seed', seedOf)
      .option(...FLAGS.topology)
      .option(...FLAGS.overlay)
      .option(...FLAGS.noColor)
      .addHelpText('after', exitHelp({ passed: 'B is no worse', failed: 'B is worse' })),
  async act(command, io) {
    const flags = command.opts<CompareFlags>();
    const results: RunResult[] = [];
    for (const path of command.args) {
      const result = await resultOf(path, flags, command);
      if (Array.isArray(result)) return unusableInput(result, io);
      results.push(result);
    }
    const [a, b] = results.map(measuresOf);
    const comparison = compareRuns(a, b);
    io.stdout.write(
      flags.json
        ? `${JSON.stringify({ drydrill: 1, a, b, ...comparison }, null, 2)}\n`
        : reportComparison(a, b, comparison, onScreen(flags, io)),
    );
    return comparison.worse ? EXIT.failed : EXIT.passed;
  },
};

async function resultOf(path: string, flags: CompareFlags, command: Command): Promise<RunResult | InputError[]> {
  const kind = extname(path).toLowerCase();
  if (kind === '.json') return readResult(path);
  if (!['.yaml', '.yml', '.ps1'].includes(kind)) {
    command.error(`error: "${path}" is neither a result (.json) nor a drill (.yaml, .yml, .ps1)`);
  }
  if (isRunbook(path) && flags.topology === undefined) {
    command.error('error: a runbook does not say which deployment it is for; add --topology FILE');
  }
  const { topology, overlay, seed } = flags;
  return runDrillFile(path, { topology, overlay, seed });
}

/** What `run --json` printed. */
function readResult(file: string): RunResult | InputError[] {
  const at = { file, line: 0, column: 0 };
  const hint = 'give what "drydrill run --json" printed';
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as Partial<RunResult>;
    const lists = [result.users, result.recovery, result.routes, result.steps, result.violations, result.findings];
    if (result.drydrill === 1 && result.loss !== undefined && lists.every(Array.isArray)) return result as RunResult;
    return [inputError(at, 'this is no result of a run', hint)];
  } catch (error) {
    return [inputError(at, `it cannot be read: ${error instanceof Error ? error.message : String(error)}`, hint)];
  }
}

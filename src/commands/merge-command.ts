/** `drydrill merge`: joins the parts that shards of one check left behind into one report. */
import { type CheckPart, readPart } from '../campaign/check-part.js';
import { PART_FILE } from '../campaign/find-inputs.js';
import { type HeldAgainst, mergedParts } from '../campaign/merge-parts.js';
import { cannotJoin } from '../campaign/parts-fit.js';
import { type InputError, inputError, isInputError } from '../core/input-error.js';
import { joinedPath } from '../input/path-names.js';
import { type BaselineFlags, baselineOf, goneFrom, writeBaseline } from './check-baseline.js';
import type { CliCommand } from './cli-command.js';
import { deliverCheck } from './deliver-check.js';
import { exitHelp, unusable, unusableInput } from './exit-status.js';
import { checkOut, FLAGS } from './flags.js';
import { chosenReporters, namesOfReporters, type ReporterFlags } from './reporter-flags.js';

export const mergeCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('join the parts of a check that several machines have done')
      .description(
        'Joins what "drydrill check ... --shard I/N --out DIR" left in its directories into the report that one machine would have made. Parts that are not one whole check are refused. With --baseline the whole is held against that one, in the place of what the parts were; with --update it is written anew from the whole.',
      )
      .argument('<DIRS...>', 'the directories that were given to --out, one for each part')
      .option(
        '--baseline <FILE>',
        'what the drills came to before; worse fails (default: what the parts were held against)',
      )
      .option('--update', 'write the baseline anew from the joined check, and say what changes')
      .option(...FLAGS.json)
      .option('--reporter <NAMES>', `reports, with commas between them: ${namesOfReporters('check')}`)
      .option('--out <DIR>', 'write the reports as files into this directory')
      .option('--quiet', 'only the verdict and what did not pass')
      .option(...FLAGS.noColor)
      .addHelpText(
        'after',
        exitHelp({
          passed: 'as of "drydrill check"',
          failed: 'as of "drydrill check"',
          inconclusive: 'as of "drydrill check"',
          unusable: 'the parts are not one whole check, or unusable usage',
        }),
      ),
  async act(command, io) {
    const flags = command.opts<ReporterFlags & BaselineFlags>();
    checkOut(flags.out, command);
    const names = chosenReporters(flags, 'check', command);
    const read = command.args.map(partIn);
    const errors = read.filter(isInputError);
    if (errors.length > 0) return unusableInput(errors, io);
    const parts = read.filter((part): part is CheckPart => !isInputError(part));
    const wrong = cannotJoin(parts);
    if (wrong.length > 0) return unusableInput(wrong, io);
    const held = heldAgainst(parts, flags);
    if (isInputError(held)) return unusableInput([held], io);
    const result = await mergedParts(parts, held);
    const problem = held?.update ? await writeBaseline(held.baseline, result) : null;
    return problem === null ? deliverCheck(result, names, flags, io) : unusable(problem, io);
  },
};

/** The baseline that flags ask for; null = that of the parts. What a check of changes left out, no baseline can say. */
function heldAgainst(
  [{ path, plan, ifNothing }]: readonly CheckPart[],
  { baseline: named, update }: BaselineFlags,
): HeldAgainst | null | InputError {
  if (named === undefined && !update) return null;
  if (ifNothing !== null) {
    const hint = 'give --baseline to each "drydrill check ... --changed --shard I/N", or check all files';
    const message = 'this is of a check of what changed alone: the whole cannot be held against another baseline';
    return inputError({ file: path, line: 1, column: 1 }, message, hint);
  }
  const { scope } = plan;
  const baseline = baselineOf({ baseline: named ?? scope.baseline, update }, '');
  if (isInputError(baseline)) return baseline;
  return { baseline, gone: goneFrom(baseline, scope, () => true), update: update === true };
}

function partIn(folder: string): CheckPart | InputError {
  const hint = 'a part is what "drydrill check ... --shard I/N --out DIR" leaves in its DIR';
  const at = { file: folder, line: 0, column: 0 };
  return readPart(joinedPath(folder, PART_FILE)) ?? inputError(at, 'there is no part of a check in here', hint);
}

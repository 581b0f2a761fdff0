/** `drydrill what-if`: variations of one drill side by side. */

import { isInputError } from '../core/input-error.js';
import { variationsOf } from '../input/drill/vary.js';
import { reportVariations } from '../report/terminal/report-comparison.js';
import { type Measured, measuresOf } from '../run/measures.js';
import { runSeeds } from '../run/seeds.js';
import type { CliCommand } from './cli-command.js';
import { EXIT, exitHelp, unusableInput } from './exit-status.js';
import { checkDrillName, collected, FLAGS, seedOf } from './flags.js';
import type { VariationsDocument } from './json-documents.js';
import { onScreen } from './reporter-flags.js';

interface WhatIfFlags {
  readonly vary?: readonly string[];
  readonly seed?: number;
  readonly topology?: string;
  readonly overlay?: string;
  readonly json?: true;
  readonly color: boolean;
}

export const whatIfCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('variations of one drill side by side')
      .description(
        'Runs a drill as it is and with one value changed at a time, and sets what each costs side by side. A key is a path in the topology or the drill; an item of a list goes by its name or its place, none leaves a key out. The verdict is over all seeds, as in run; the numbers are those of the first.',
      )
      .argument('<DRILL>', 'the drill, a .yaml or .yml file')
      .option('--vary <KEY=VALUE,...>', 'a key and the values to try; may be given several times', collected)
      .option('--seed <N>', 'draw the durations from this seed instead of the one in the drill', seedOf)
      .option(...FLAGS.topology)
      .option(...FLAGS.overlay)
      .option(...FLAGS.json)
      .option(...FLAGS.noColor)
      .addHelpText(
        'after',
        `${exitHelp({ passed: 'all variations were run, whatever their verdicts' })}\n\nExamples:\n  --vary backupService.syncInterval=1m,5m\n  --vary pools.pool1.contoso.com.backEnd.witness=none\n  --vary centralManagement.active=pool2.contoso.com\n  --vary steps.3.at=1h`,
      ),
  async act(command, io) {
    const [path] = command.args;
    const { vary, ...flags } = command.opts<WhatIfFlags>();
    checkDrillName(path, command);
    if (vary === undefined) return command.error('error: nothing to vary; add --vary KEY=VALUE,... (see --help)');
    const found = await variationsOf(path, flags, vary);
    if (!('variations' in found)) return unusableInput(found, io);
    const told: { name: string; measured: Measured }[] = [];
    for (const { name, drill } of found.variations) {
      const result = runSeeds(drill, { count: null, commandFor: (seed) => `--seed ${seed} --seeds 1` });
      if (isInputError(result)) return unusableInput([result], io);
      told.push({ name, measured: measuresOf(result) });
    }
    io.stdout.write(
      flags.json
        ? `${JSON.stringify({ drydrill: 1, variations: told } satisfies VariationsDocument, null, 2)}\n`
        : reportVariations(told, onScreen(flags, io)),
    );
    return EXIT.passed;
  },
};

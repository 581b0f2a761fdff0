/** `drydrill init`: writes a first set of drills for a deployment and says how to go on. */
import { counted } from '../core/format.js';
import { type InitOutcome, writeFirstDrills } from '../init/write-drills.js';
import { printableLines } from '../report/text/printable.js';
import { writeProblem } from '../report/write-problem.js';
import type { CliCommand } from './cli-command.js';
import { EXIT, exitHelp, unusable, unusableInput } from './exit-status.js';
import { checkOut, FLAGS } from './flags.js';

interface InitFlags {
  readonly topology: string;
  readonly overlay?: string;
  readonly out?: string;
  readonly json?: true;
}

export const initCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('write a first set of drills for a deployment')
      .description(
        'Writes a first set of drills: for each site its loss, recovering every pool in it; planned failovers, one and two in a row; the loss of a SQL server, the WAN, a file store, the Backup Service, an Edge pool; a move of the Central Management Store. As drill files and, where there is something to type, as runbooks.',
      )
      .requiredOption('--topology <FILE>', 'the deployment: .yaml, .xml or .tbxml')
      .option(...FLAGS.overlay)
      .option('--out <DIR>', 'write into this directory (default: NAME-drills for a topology NAME.yaml)')
      .option('--json', 'print what was written as one JSON document')
      .addHelpText(
        'after',
        exitHelp({
          passed: 'the drills were written',
          unusable: 'unusable input or usage; a file that would have been overwritten',
        }),
      ),
  async act(command, io) {
    const { topology, overlay, out, json } = command.opts<InitFlags>();
    checkOut(out, command);
    try {
      const outcome = await writeFirstDrills({ topology, overlay, out });
      if (outcome.kind === 'inputErrors') return unusableInput(outcome.errors, io);
      if (outcome.kind === 'exists') {
        return unusable(`${outcome.path} is there already, and nothing was written: give another --out`, io);
      }
      io.stdout.write(printableLines(json ? asJson(outcome) : inWords(outcome, topology)));
      return EXIT.passed;
    } catch (error) {
      // The file system said no: everything else comes back as an outcome.
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      return unusable(`cannot write the drills: ${writeProblem(error)}`, io);
    }
  },
};

type Written = Extract<InitOutcome, { kind: 'written' }>;

function asJson({ directory, files, notWritten, warnings }: Written): string {
  return `${JSON.stringify({ drydrill: 1, directory, files, notWritten, warnings }, null, 2)}\n`;
}

/** What was written and how to go on. */
function inWords({ directory, files, notWritten, warnings }: Written, topology: string): string {
  const drills = files.filter(({ kind }) => kind !== 'runbook');
  const typed = new Set(files.flatMap(({ name, kind }) => (kind === 'runbook' ? [name.replace(/ps1$/, 'yaml')] : [])));
  const width = Math.max(...drills.map(({ name }) => name.length));
  const first = files.find(({ kind }) => kind === 'drill');
  const weak = [
    `${counted(warnings, 'weakness', 'weaknesses')} in this deployment, with what to do about each:`,
    `  drydrill topology ${topology}`,
    '',
  ];
  return [
    `${directory}: ${counted(files.length, 'file')}; with .ps1, there is a runbook of that name too`,
    ...drills.map(({ name, title }) => `  ${name.padEnd(width)}  ${typed.has(name) ? '.ps1' : '    '}  ${title}`),
    '',
    ...notWritten.map(({ what, why }) => `Not written: ${what}: ${why}.`),
    ...(notWritten.length === 0 ? [] : ['']),
    'Run one:',
    `  drydrill run ${directory}/${first?.name}`,
    '',
    ...(warnings === 0 ? [] : weak),
  ].join('\n');
}

/** `drydrill topology`: shows the deployment of a topology file and what is weak in it, or writes it as another format. */
import { topologyWarnings } from '../domain/deployment-warnings.js';
import { topologyFigures } from '../domain/topology-figures.js';
import { readTopologyFile } from '../input/from-disk.js';
import { writeTopology } from '../input/topology/write-yaml.js';
import { REPORTERS } from '../report/reporters.js';
import type { CliCommand } from './cli-command.js';
import { EXIT, exitHelp, unusableInput } from './exit-status.js';
import { FLAGS } from './flags.js';
import { onScreen } from './reporter-flags.js';

interface TopologyFlags {
  readonly json?: true;
  readonly overlay?: string;
  readonly to?: string;
  readonly color: boolean;
}

export const topologyCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('show what is in a topology, and what is weak in it')
      .description('Shows the deployment of a topology, its weaknesses and what has to be assumed about it.')
      .argument('<FILE>', 'a topology: .yaml, .xml (Get-CsTopology -AsXml) or .tbxml (Topology Builder)')
      .option(...FLAGS.overlay)
      .option('--json', 'print the deployment and the warnings as one JSON document')
      .option('--to <FORMAT>', 'write the topology in another format: yaml')
      .option(...FLAGS.noColor)
      .addHelpText('after', exitHelp({ passed: 'the topology was shown' })),
  async act(command, io) {
    const [file] = command.args;
    const flags = command.opts<TopologyFlags>();
    const { json, overlay, to } = flags;
    if (to !== undefined && to !== 'yaml') {
      command.error(`error: a topology can be written as yaml, not as "${to}"`);
    }
    if (to !== undefined && json) command.error('error: --json and --to exclude each other');
    const deployment = readTopologyFile(file, overlay);
    if (Array.isArray(deployment)) return unusableInput(deployment, io);
    const { topology } = REPORTERS[json ? 'json' : 'terminal'];
    io.stdout.write(
      to === 'yaml'
        ? writeTopology(deployment)
        : topology(deployment, topologyWarnings(deployment), topologyFigures(deployment), onScreen(flags, io)),
    );
    return EXIT.passed;
  },
};

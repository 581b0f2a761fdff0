// A runbook as a drill whose one step is the script.
import { type InputError, inputError } from '../../core/input-error.js';
import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import type { Deployment } from '../../domain/deployment.js';
import { type Drill, EXPECTED_BY_DEFAULT } from '../../domain/drill.js';
import { loadOf } from '../drill/load.js';
import type { InputFiles } from '../input-files.js';
import { topologyIn } from '../topology/read-topology.js';
import { readAnswerFlags } from './given-answers.js';
import { runbookIn, type ScriptOptions } from './read-runbook.js';
import { ScriptPlayer } from './script-player.js';

/** What the command line adds to a runbook. */
export interface RunbookOptions extends Omit<ScriptOptions, 'answers'> {
  /** `Command=VALUE`, each an answer of a command outside of the model */
  readonly answer?: readonly string[];
  readonly topology?: string;
  /** the deployment itself, instead of a topology file */
  readonly deployment?: Deployment;
  readonly overlay?: string;
  readonly seed?: number;
  /** what is not modelled does not speak against a pass */
  readonly allowUnmodelled?: boolean;
}

/** Reads a .ps1 with its topology as a drill whose one step is the script. */
export function runbookDrillIn(files: InputFiles, path: string, options: RunbookOptions): Drill | InputError[] {
  const deployment = options.deployment ?? deploymentIn(files, path, options);
  if (Array.isArray(deployment)) return deployment;
  const given = readAnswerFlags(options.answer ?? []);
  if (Array.isArray(given)) return given;
  const { answers } = given;
  const runbook = runbookIn(files, path, deployment, { ...options, answers });
  if (Array.isArray(runbook)) return runbook;
  const taken: AssumptionTaken[] = [];
  const name = /[^\\/]*$/.exec(path)?.[0] ?? path;
  return {
    name,
    file: path,
    deployment,
    seed: options.seed ?? 1,
    load: loadOf(null, deployment, taken),
    assumptions: {},
    faults: [],
    steps: [
      {
        work: { kind: 'script', script: { play: () => new ScriptPlayer(runbook) } },
        text: name,
        position: { file: path, line: 1, column: 1 },
        atMs: null,
        expectRefused: false,
        rule: null,
      },
    ],
    expect: EXPECTED_BY_DEFAULT,
    taken,
    readFrom: [path, options.topology, options.overlay].filter((each) => each !== undefined),
    answers: answers.map(({ command, position }) => ({ ...position, command, times: 0 })),
    allowUnmodelled: options.allowUnmodelled === true,
  };
}

function deploymentIn(
  files: InputFiles,
  path: string,
  { topology, overlay }: RunbookOptions,
): Deployment | InputError[] {
  if (topology !== undefined) return topologyIn(files, topology, overlay);
  const hint = 'add --topology FILE: the deployment that the script is for';
  return [inputError({ file: path, line: 0, column: 0 }, 'a runbook does not say which deployment it is for', hint)];
}

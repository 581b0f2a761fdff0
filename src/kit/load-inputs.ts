/** Topologies, drills and runbooks from files of this machine (Node). Nothing is written, nothing is contacted. */
import type { Drill } from '../domain/drill.js';
import { DISK } from '../input/disk-files.js';
import { drillIn } from '../input/drill/read-drill.js';
import { runbookDrillIn } from '../input/runbook/runbook-drill.js';
import { topologyIn } from '../input/topology/read-topology.js';
import { outcomeOf, type Result, refused, wholeNumberProblem } from './outcome.js';
import { type AddedFaults, withFaults } from './parse-inputs.js';
import { type Topology, topologyProblem } from './parse-topology.js';

/** What is said beside the path of a topology. */
export interface TopologyPathOptions {
  /** path of an overlay file */
  readonly overlay?: string;
}

/** What is said beside the path of a drill. */
export interface DrillPathOptions extends AddedFaults {
  /** the deployment or the path of its topology, instead of what the drill names */
  readonly topology?: string | Topology;
  /** path of an overlay file for the topology; not beside a deployment, which is as it was read */
  readonly overlay?: string;
  /** draws the durations, instead of the drill's own seed; a whole number from 0 on */
  readonly seed?: number;
}

/** What is said beside the path of a runbook. */
export interface RunbookPathOptions extends DrillPathOptions {
  readonly topology: string | Topology;
  /** values of the parameters of the script */
  readonly params?: Readonly<Record<string, string>>;
  /** virtual time that an administrator takes for each Read-Host, in ms; default 300,000 (assumed) */
  readonly decideMs?: number;
  /** how scripts without a byte order mark are decoded; default `windows-1252`, as Windows PowerShell 5.1 does */
  readonly encoding?: 'windows-1252' | 'utf8';
  /** what commands outside of the model answer, as `Command=VALUE` */
  readonly answers?: readonly string[];
  /** what is not modelled does not speak against a pass */
  readonly allowUnmodelled?: boolean;
}

/** Reads and validates a topology file of any kind: `.yaml`, `.xml` of `Get-CsTopology -AsXml`, or `.tbxml`. */
export function loadTopology(path: string, options: TopologyPathOptions = {}): Result<Topology> {
  if (typeof path !== 'string') return refused('path', 'the path must be a text');
  return outcomeOf(topologyIn(DISK, path, options.overlay));
}

/** Reads and validates a drill file with its topology. All errors at once, in the order of the lines. */
export async function loadDrill(path: string, options: DrillPathOptions = {}): Promise<Result<Drill>> {
  if (typeof path !== 'string') return refused('path', 'the path must be a text');
  const wrong = placeProblem(options) ?? wholeNumberProblem('seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  return wrong ?? withFaults(await drillIn(DISK, path, { ...placeOf(options), seed: options.seed }), options);
}

/** Reads a PowerShell runbook as a drill whose one step is the script. Nothing in it is ever executed. */
export async function loadRunbook(path: string, options: RunbookPathOptions): Promise<Result<Drill>> {
  if (typeof path !== 'string') return refused('path', 'the path must be a text');
  const { params = {}, answers: answer, decideMs, encoding, allowUnmodelled, seed } = options;
  const wrong =
    placeProblem(options) ??
    wholeNumberProblem('seed', seed, 0, Number.MAX_SAFE_INTEGER) ??
    wholeNumberProblem('decideMs', decideMs, 0, Number.MAX_SAFE_INTEGER);
  if (wrong !== null) return wrong;
  const param = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  const said = { ...placeOf(options), param, answer, decideMs, encoding, allowUnmodelled, seed };
  return withFaults(runbookDrillIn(DISK, path, said), options);
}

/** What is wrong with the place of a topology; null = nothing is. An overlay that nobody reads would go unseen. */
function placeProblem({ topology, overlay }: DrillPathOptions): ReturnType<typeof wholeNumberProblem> {
  if (typeof topology === 'string') return null;
  const wrong = topologyProblem(topology);
  if (wrong !== null || topology === undefined || overlay === undefined) return wrong;
  return refused('overlay', 'a deployment that was read has its overlay already', 'give it to loadTopology');
}

const placeOf = ({ topology, overlay }: DrillPathOptions) =>
  typeof topology === 'object' ? { deployment: topology } : { topology, overlay };

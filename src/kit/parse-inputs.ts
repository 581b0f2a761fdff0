/** Drills and runbooks from texts: no file, no clock, no network. What is wrong comes back with its place. */
import type { Drill } from '../domain/drill.js';
import { withNamedFaults } from '../input/drill/named-faults.js';
import { drillIn } from '../input/drill/read-drill.js';
import { memoryFiles } from '../input/memory-files.js';
import { runbookDrillIn } from '../input/runbook/runbook-drill.js';
import { outcomeOf, type Result, refused, wholeNumberProblem } from './outcome.js';
import { type Topology, topologyProblem } from './parse-topology.js';

/** Faults beside those that a drill has, as `KIND=NAME@TIME`: `site=Datacenter1@30m`. */
export interface AddedFaults {
  /** what is lost; without a time at the start */
  readonly lose?: readonly string[];
  /** what is put right; the time is needed */
  readonly repair?: readonly string[];
}

/** What is said beside the text of a drill. */
export interface DrillTextOptions extends AddedFaults {
  /** the name of the text in messages, beside which `files` are; default `drill.yaml` */
  readonly file?: string;
  /** the deployment, instead of the topology that the drill names or contains */
  readonly topology?: Topology;
  /** the files that the drill names, by their paths: topologies and scripts */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** draws the durations, instead of the drill's own seed; a whole number from 0 on */
  readonly seed?: number;
}

/** What is said beside the text of a runbook. */
export interface RunbookTextOptions extends AddedFaults {
  /** the deployment that the script is for */
  readonly topology: Topology;
  /** the name of the text in messages; default `runbook.ps1` */
  readonly file?: string;
  /** the scripts that the runbook calls or dot-sources, by their paths beside it */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** values of the parameters of the script */
  readonly params?: Readonly<Record<string, string>>;
  /** virtual time that an administrator takes for each Read-Host, in ms; default 300,000 (assumed) */
  readonly decideMs?: number;
  /** what commands outside of the model answer, as `Command=VALUE` */
  readonly answers?: readonly string[];
  /** what is not modelled does not speak against a pass */
  readonly allowUnmodelled?: boolean;
  /** draws the durations; default 1 */
  readonly seed?: number;
}

/** Reads and validates a drill file (YAML) with its topology. All errors at once, in the order of the lines. */
export async function parseDrill(text: string, options: DrillTextOptions = {}): Promise<Result<Drill>> {
  const { file = 'drill.yaml', topology, files = {}, seed } = options;
  if (typeof text !== 'string') return refused('text', 'the drill must be given as text');
  const wrong = topologyProblem(topology) ?? wholeNumberProblem('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  if (wrong !== null) return wrong;
  const source = memoryFiles({ ...files, [file]: text });
  return withFaults(await drillIn(source, file, { deployment: topology, seed }), options);
}

/**
 * Reads a PowerShell runbook as a drill whose one step is the script. Nothing in it is ever executed: it is read by a
 * parser of its own and interpreted against the model.
 */
export async function parseRunbook(text: string, options: RunbookTextOptions): Promise<Result<Drill>> {
  const { topology, file = 'runbook.ps1', files = {}, params = {}, answers, decideMs, allowUnmodelled, seed } = options;
  if (typeof text !== 'string') return refused('text', 'the runbook must be given as text');
  if (topology === undefined) return refused('topology', 'a runbook does not say which deployment it is for');
  const wrong =
    topologyProblem(topology) ??
    wholeNumberProblem('seed', seed, 0, Number.MAX_SAFE_INTEGER) ??
    wholeNumberProblem('decideMs', decideMs, 0, Number.MAX_SAFE_INTEGER);
  if (wrong !== null) return wrong;
  const source = memoryFiles({ ...files, [file]: text });
  const param = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  const more = {
    deployment: topology,
    param,
    answer: answers,
    decideMs,
    allowUnmodelled,
    seed,
    encoding: 'utf8',
  } as const;
  return withFaults(runbookDrillIn(source, file, more), options);
}

/** A drill that was read, with the faults that its caller adds. */
export function withFaults(read: Parameters<typeof outcomeOf<Drill>>[0], faults: AddedFaults): Result<Drill> {
  const outcome = outcomeOf(read);
  if (!outcome.ok) return outcome;
  const { lose = [], repair = [] } = faults;
  return lose.length + repair.length === 0 ? outcome : outcomeOf(withNamedFaults(outcome.value, { lose, repair }));
}

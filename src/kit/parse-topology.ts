/** A topology from a text: no file, no clock, no network. What is wrong comes back with its place. */
import type { Deployment } from '../domain/deployment.js';
import { memoryFiles } from '../input/memory-files.js';
import { topologyIn } from '../input/topology/read-topology.js';
import { outcomeOf, type Result, refused } from './outcome.js';

/** A validated deployment as plain data: every name in it refers to something that exists. */
export type Topology = Deployment;

/** What is said beside the text of a topology. */
export interface TopologyTextOptions {
  /** the name of the text in messages; default `topology.yaml` */
  readonly file?: string;
  /** the text of an overlay: the same keys, merged deeply; pools, sites and links match by name */
  readonly overlay?: string;
}

/**
 * Reads and validates a topology: YAML of drydrill, the XML of `Get-CsTopology -AsXml`, or a `.tbxml` of Topology Builder,
 * told by its content. A topology that cannot exist (rules D14, D32, hosts that are not there) is an error.
 */
export function parseTopology(text: string, options: TopologyTextOptions = {}): Result<Topology> {
  const { file = 'topology.yaml', overlay } = options;
  if (typeof text !== 'string') return refused('text', 'the topology must be given as text');
  const extra = `${file} (overlay)`;
  const files = memoryFiles({ [file]: text, ...(overlay === undefined ? {} : { [extra]: overlay }) });
  return outcomeOf(topologyIn(files, file, overlay === undefined ? undefined : extra));
}

/** What is wrong with a deployment that a caller without types gives; null = nothing is, or there is none. */
export function topologyProblem(topology: unknown): ReturnType<typeof refused> | null {
  if (topology === undefined) return null;
  if (typeof topology === 'object' && topology !== null && 'pools' in topology) return null;
  const isAnswer = typeof topology === 'object' && topology !== null && 'ok' in topology;
  return refused('topology', isAnswer ? 'this is an answer: give its "value"' : 'this is no deployment');
}

import type { InputError } from './core/input-error.js';
import { topologyWarnings } from './domain/deployment-warnings.js';
import { readTopologyFile } from './input/topology/read-topology.js';
import { writeTopology } from './input/topology/write-yaml.js';
import { reportTopology, reportTopologyJson, type TopologyPaper } from './report/topology.js';

export interface TopologyOptions extends TopologyPaper {
  readonly overlay?: string;
  readonly as: 'drawing' | 'json' | 'yaml';
}

export type TopologyOutcome =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'inputErrors'; readonly errors: readonly InputError[] };

/** Reads a topology file of any kind and tells what is in it. */
export function showTopology(path: string, { overlay, as, ...paper }: TopologyOptions): TopologyOutcome {
  const deployment = readTopologyFile(path, overlay);
  if (Array.isArray(deployment)) return { kind: 'inputErrors', errors: deployment };
  if (as === 'yaml') return { kind: 'text', text: writeTopology(deployment) };
  const warnings = topologyWarnings(deployment);
  const text =
    as === 'json' ? reportTopologyJson(deployment, warnings) : reportTopology(deployment, warnings, paper);
  return { kind: 'text', text };
}

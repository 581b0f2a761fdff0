// A deployment as the map that a topology file holds, for a drill that has its topology in it.
import { parse } from 'yaml';
import type { Deployment } from '../../domain/deployment.js';
import { writeTopology } from './write-yaml.js';

/** The deployment as plain data with the keys of a topology file; what was assumed is left out. */
export const topologyData = (deployment: Deployment): { readonly [key: string]: unknown } =>
  parse(writeTopology(deployment));

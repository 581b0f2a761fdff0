/** Drills as texts again: what a file would have to say to be read as this drill. */
import type { Drill } from '../domain/drill.js';
import { drillYaml } from '../input/drill/write.js';
import { topologyData } from '../input/topology/topology-data.js';

/** A drill as a YAML file that has its topology in it, or names the file of it. */
export const writeDrill = (drill: Drill, topologyFile?: string): string =>
  drillYaml(drill, topologyFile ?? topologyData(drill.deployment));

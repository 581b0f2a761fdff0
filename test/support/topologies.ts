import { type DrawnTopology, loads as drawnLoads, drawnTopologies } from '../../src/kit/topology-arbitrary.js';

export { carries, deploymentOf, type TopologyData } from '../../src/kit/topology-arbitrary.js';
export type RandomTopology = DrawnTopology;
export const topologies = drawnTopologies;
export const loads = drawnLoads();

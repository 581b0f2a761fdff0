// The damaged documents of test/input/topology/damaged.test.ts, many more of them:
//   node test/fuzz-topology.mjs [--runs 20000] [--seed 7]
import { fuzz } from './support/fuzz.mjs';

fuzz('test/input/topology/damaged.test.ts');

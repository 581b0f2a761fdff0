// The damaged runbooks of test/powershell/damaged.test.ts, many more of them:
//   node test/fuzz-runbook.mjs [--runs 20000] [--seed 7]
import { fuzz } from './support/fuzz.mjs';

fuzz('test/powershell/damaged.test.ts');

/** The command lines that show single seeds of what a check tries. */
import { inShell } from '../core/quote.js';
import type { DrillTask } from './task.js';

/** The command line that shows one seed of a drill or runbook as a check plays it. */
export function commandsFor({ path, topology, strict }: DrillTask): (seed: number) => string {
  const more = [...(topology === null ? [] : ['--topology', topology]), ...(strict ? ['--strict'] : [])];
  return (seed) => ['drydrill', 'run', path, '--seed', String(seed), '--seeds', '1', ...more].map(inShell).join(' ');
}

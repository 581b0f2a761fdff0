/** The first set of drills for a deployment, by the pairs in it. */
import type { Deployment } from '../domain/deployment.js';
import { drillFile } from './drill-file.js';
import { failoverPairsOf } from './pair.js';
import { plannedDrill } from './planned.js';
import { runbookFile } from './runbook-file.js';
import { siteLossDrill } from './site-loss.js';

/** A file of the first set of drills. */
export interface DrillFile {
  readonly name: string;
  readonly kind: 'drill' | 'runbook';
  readonly title: string;
  readonly text: string;
}

/** A planned drill and one of a loss for each pair, in both directions; empty where nothing is paired. */
export function firstDrills(deployment: Deployment, topology: string): DrillFile[] {
  return failoverPairsOf(deployment)
    .flatMap((pair) => [plannedDrill(pair), siteLossDrill(pair)])
    .flatMap((outline) => {
      const { name, title } = outline;
      const drill = { name: `${name}.yaml`, kind: 'drill', title, text: drillFile(outline, topology) } as const;
      if (!outline.runbook) return [drill];
      return [drill, { name: `${name}.ps1`, kind: 'runbook', title, text: runbookFile(outline, topology) } as const];
    });
}

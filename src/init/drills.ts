import type { Deployment } from '../domain/deployment.js';
import { drillFile } from './drill-file.js';
import { directionsOf } from './pair.js';
import { plannedDrill } from './planned.js';
import { runbook } from './runbook.js';
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
  return directionsOf(deployment)
    .flatMap((direction) => [plannedDrill(direction), siteLossDrill(direction)])
    .flatMap((script) => {
      const { name, title } = script;
      const drill = {
        name: `${name}.yaml`,
        kind: 'drill',
        title,
        text: drillFile(script, topology),
      } as const;
      if (!script.runbook) return [drill];
      return [
        drill,
        { name: `${name}.ps1`, kind: 'runbook', title, text: runbook(script, topology) } as const,
      ];
    });
}

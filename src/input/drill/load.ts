// Rates of change, each of which is an assumption where the drill does not say it.

import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import type { Deployment } from '../../domain/deployment.js';
import { DEFAULT_LOAD, type Load } from '../../domain/drill.js';
import type { DrillShape } from './drill-schema.js';

/** The load of a drill; what it does not say is the default, and goes into `taken` as an assumption. */
export function loadOf(shape: DrillShape['load'], deployment: Deployment, taken: AssumptionTaken[]): Load {
  const rate = (key: keyof Load, unit: string): number => {
    const given = shape?.[key] ?? null;
    if (given !== null) return given;
    // a rate that changes nothing is no assumption (D31)
    const counts = key !== 'responseGroupChangesPerHour' || deployment.backupService.enableRgsBackupService;
    if (counts) taken.push({ name: `load.${key}`, value: DEFAULT_LOAD[key], unit, why: 'the drill does not say' });
    return DEFAULT_LOAD[key];
  };
  return {
    changesPerUserPerHour: rate('changesPerUserPerHour', 'changes per user and hour'),
    conferenceUploadsPerUserPerHour: rate('conferenceUploadsPerUserPerHour', 'uploads per user and hour'),
    configChangesPerHour: rate('configChangesPerHour', 'changes per hour'),
    responseGroupChangesPerHour: rate('responseGroupChangesPerHour', 'changes per pool and hour'),
  };
}

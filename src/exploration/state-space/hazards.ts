import type { BoundCommand } from '../../domain/command.js';
import { DATABASE_TYPES } from '../../domain/state/modules.js';
import type { World } from '../../domain/state/world.js';

/** The named hazards of domain.md 8, in the order of their bits; D61 is D45's like for the CMS. */
export const HAZARDS = ['D44', 'D45', 'D53', 'D25', 'D11', 'M15', 'D61'] as const;
export type Hazard = (typeof HAZARDS)[number];

/** The named hazard that a command would be in the present state; null = none. */
export function hazardOf(world: World, { cmdlet, parameters }: BoundCommand): Hazard | null {
  const p = world.layout.pool(String(parameters.PoolFqdn ?? ''));
  switch (cmdlet) {
    case 'Invoke-CsPoolFailOver':
      if (parameters.DisasterMode === true) return world.canServe(p) ? 'D45' : null;
      return parameters.SkipDataVerification === true ? 'D44' : null;
    case 'Invoke-CsPoolFailBack':
      return parameters.DisasterMode === true ? 'D53' : null;
    case 'Invoke-CsManagementServerFailover':
      return parameters.BackupSqlServerFqdn !== undefined && world.cmsFunctional() ? 'D61' : null;
    case 'Invoke-CsDatabaseFailover': {
      const db = DATABASE_TYPES.indexOf(parameters.DatabaseType as (typeof DATABASE_TYPES)[number]);
      const behind = db >= 0 && world.sessionName(p, db) === 'severedBehind';
      return parameters.Force === true && behind ? 'D25' : null;
    }
    case 'Start-CsPool':
      return parameters.QuorumLossRecovery === true ? 'D11' : null;
    case 'Reset-CsPoolRegistrarState':
      return ['QuorumLossRecovery', 'FullReset'].includes(String(parameters.ResetType)) ? 'D11' : null;
    default:
      return null;
  }
}

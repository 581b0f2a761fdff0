/** Irrevocable commands: the cmdlets after which something of before cannot be had back, and what; each with its rule. */
import type { StepWork } from '../drill.js';

const LEAVES = 'what the new primary had not received leaves the serving branch (D117)';
const ROLLS_BACK = 'what the replica has alone is rolled back (D118)';

/** A statement about an availability group, or one that resumes a mirroring session. */
function ofStatement(query: string): string | null {
  if (/\bFORCE_FAILOVER_ALLOW_DATA_LOSS\b/i.test(query)) return LEAVES;
  return /\bSET\s+HADR\s+RESUME\b/i.test(query) ? ROLLS_BACK : null;
}

/** What cannot be taken back once a step has been carried out, with its rule; null = all of it can. */
export function whatIsIrrevocable(work: StepWork): string | null {
  if (work.kind !== 'run') return null;
  const { cmdlet, parameters } = work.command;
  const has = (name: string): boolean => parameters[name] !== undefined && parameters[name] !== false;
  if (has('WhatIf')) return null;
  switch (cmdlet) {
    case 'Invoke-CsPoolFailOver':
      if (has('DisasterMode')) return 'what had not reached the partner stays behind (D45)';
      return has('SkipDataVerification') ? 'what the final sync would have brought may stay behind (D44)' : null;
    case 'Invoke-CsPoolFailBack':
      if (has('DisasterMode')) return 'what was written on the partner stays behind (D53)';
      return 'what the home pool still had on its disks is overwritten (D52)';
    case 'Invoke-CsManagementServerFailover':
      return has('Force') ? 'configuration changes that were not replicated are lost (D61)' : null;
    case 'Invoke-CsDatabaseFailover':
      return has('Force')
        ? 'transactions that never reached the mirror are rolled back when the session resumes (D25)'
        : null;
    case 'Invoke-Sqlcmd':
      return ofStatement(String(parameters.Query ?? ''));
    case 'Switch-SqlAvailabilityGroup':
      return has('AllowDataLoss') ? LEAVES : null;
    case 'Resume-SqlAvailabilityDatabase':
      return ROLLS_BACK;
    case 'Start-ClusterNode':
      return has('FixQuorum') ? 'nodes elsewhere that have or get a majority serve beside these (D135)' : null;
    case 'Reset-CsPoolRegistrarState':
      // ServiceReset, which is meant where none is named, only starts the services.
      return /^(?:QuorumLossRecovery|FullReset|MachineStateRemoved)$/i.test(String(parameters.ResetType))
        ? 'what was not yet written to the Back End is discarded (D11)'
        : null;
    case 'Start-CsPool':
      return has('QuorumLossRecovery') ? 'what was not yet written to the Back End is discarded (D11)' : null;
    default:
      return null;
  }
}

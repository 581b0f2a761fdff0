/** What a run tells of recoveries: of pools, of a database and of the Central Management Store, beside their targets (D27, D46, D61). */

/** One failover of a pool. */
export interface RecoveryResult {
  readonly pool: string;
  readonly mode: 'planned' | 'disaster';
  readonly outageAtMs: number;
  readonly failoverStartedAtMs: number;
  /** null = regular service on the partner was never reached */
  readonly servedAtMs: number | null;
  readonly rtoMs: number | null;
  /** span of acknowledged time, oldest change to newest, that the takeover left behind */
  readonly rpoMs: number | null;
  /** documented targets for the product (D46); null = their conditions are not met */
  readonly rtoTargetMs: number | null;
  readonly rpoTargetMs: number | null;
  /** the condition that is not met; null = all are */
  readonly noTargetBecause: string | null;
  readonly target: RecoveryTarget;
  /** the first command after the outage that changes something, refused or not; of a planned failover its own start */
  readonly firstCommandAtMs: number;
  /** from the outage to the first command; null = users were never served */
  readonly decisionMs: number | null;
  /** from the first command to the failover that succeeded; null = users were never served */
  readonly procedureMs: number | null;
  /** from the outage to regular service: decision, procedure and RTO; null = users were never served */
  readonly outageMs: number | null;
  /** how much of the RTO rests on numbers that are assumed; null = users were never served */
  readonly assumedMs: number | null;
  /** how much of the outage the runbook spent waiting; null = users were never served */
  readonly pausedMs: number | null;
  /** what the users waited for, from the outage to regular service; empty = they were never served */
  readonly criticalPath: readonly CriticalPart[];
}

/** A part of an outage: what its users waited for. */
export interface CriticalPart {
  readonly fromMs: number;
  readonly toMs: number;
  /** index of the step; null = none was under way */
  readonly step: number | null;
  /** the runbook waits, a command runs, or the failover itself goes on */
  readonly kind: 'pause' | 'command' | 'failover';
  readonly what: string;
  /** what was waited for did not come, or never changed while it was looked at */
  readonly inVain: boolean;
}

/** What the recorder knows of a failover while the run goes on. */
export type RecoveryRecord = Omit<
  RecoveryResult,
  'firstCommandAtMs' | 'decisionMs' | 'procedureMs' | 'outageMs' | 'assumedMs' | 'pausedMs' | 'criticalPath'
>;

/** Whose target it is. */
export type TargetSource = 'drill' | 'policy' | 'documented';

/** What a failover is held against: what the drill expects of it, else the policy, else what the documents promise. */
export interface RecoveryTarget {
  /** null = nothing is said of it */
  readonly rtoMs: number | null;
  readonly rpoMs: number | null;
  /** who says the RTO; where nobody says one, who says the RPO */
  readonly from: TargetSource;
  /** who says the RPO; where nobody says one, who says the RTO */
  readonly rpoFrom: TargetSource;
  /** false only where the conditions of a documented target are not met */
  readonly applies: boolean;
  /** why it does not apply; null = it does */
  readonly why: string | null;
}

/** A failover of the Central Management Store, from the start of its command to the active master (D60, D61). */
export interface MasterMove {
  /** where the master is active after it */
  readonly pool: string;
  readonly mode: 'planned' | 'disaster';
  readonly startedAtMs: number;
  readonly activeAtMs: number;
  readonly rtoMs: number;
  /** span of acknowledged time, oldest change to newest, that was left behind */
  readonly rpoMs: number;
  readonly rtoTargetMs: number;
  readonly rpoTargetMs: number;
}

/** A time in which the mirrored User database of a pool was not served, beside the targets of mirroring with a witness (D27). */
export interface DatabaseOutageResult {
  readonly pool: string;
  readonly fromMs: number;
  /** null = it is not served at the end */
  readonly servedAtMs: number | null;
  /** the server that is the principal after it */
  readonly principal: string;
  readonly rtoMs: number | null;
  /** span of acknowledged time, oldest change to newest, that was left behind */
  readonly rpoMs: number | null;
  /** null = the conditions of the documented target are not met */
  readonly rtoTargetMs: number | null;
  readonly rpoTargetMs: number | null;
  /** the condition that is not met; null = all are */
  readonly noTargetBecause: string | null;
}

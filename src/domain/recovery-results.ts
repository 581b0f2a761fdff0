/** What a run tells of the recovery of a database and of the Central Management Store, beside the documented targets (D27, D61). */

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

/** What a result says of components over time. */

/** One component of a deployment: its states, without a gap from the start of the run to its end. */
export interface ComponentResult {
  readonly kind: 'frontEnd' | 'failover' | 'database' | 'centralManagement' | 'backupService';
  /** FQDN of the pool; of the Central Management Store its name */
  readonly subject: string;
  /** type of the database, or module that is exported to the partner; null = the component as a whole */
  readonly part: string | null;
  readonly intervals: readonly ComponentInterval[];
}

export interface ComponentInterval {
  readonly fromMs: number;
  readonly toMs: number;
  /** a state of its machine; of a database that of its mirroring, of a direction of the Backup Service its export state */
  readonly state: string;
  /** the server that serves the database, the pool that hosts the active master; null = none, or it is no question */
  readonly on: string | null;
}

/** What a result says of components over time. */

/** One component of a deployment: its states, without a gap from the start of the run to its end. */
export interface ComponentResult {
  readonly kind:
    | 'frontEnd'
    | 'failover'
    | 'database'
    | 'centralManagement'
    | 'backupService'
    | 'server'
    | 'fileStore'
    | 'link'
    | 'edgePool';
  /** FQDN of the pool, machine or Edge pool; of a link the first of its sites; of the Central Management Store its name */
  readonly subject: string;
  /** type of the database, module that is exported to the partner, or second site of a link; null = the component as a whole */
  readonly part: string | null;
  readonly intervals: readonly ComponentInterval[];
}

export interface ComponentInterval {
  readonly fromMs: number;
  readonly toMs: number;
  /**
   * a state of its machine; of a database that of its mirroring, of a direction of the Backup Service its export state;
   * of a server `running`, `stopped` (its services) or `down`; of a file store `open`, `closed` (to its partners) or
   * `down`; of an Edge pool `running`, `degraded` or `down`
   */
  readonly state: string;
  /** the server that serves the database, the pool that hosts the active master, the next hop of an Edge pool; null = none, or it is no question */
  readonly on: string | null;
}

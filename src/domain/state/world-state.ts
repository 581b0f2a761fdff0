/** Everything about a deployment that changes: the control state, the ledger, and what was told last. */

import type { ExportKind } from '../deployment.js';
import type { ChangeLog, Direction } from '../ledger/change-log.js';
import type { Departure } from '../ledger/departure.js';
import type { UserState } from '../result.js';

/** When a pool last stopped being able to serve, and what its logs served then. */
export interface Outage {
  readonly atMs: number;
  readonly served: ReadonlyMap<number, readonly number[]>;
  /** its Backup Service was behind just before (D46) */
  readonly behind: boolean;
}

/** What left the serving branch of a log at one event, and the outage that its age counts from (D46). */
export interface Leaving {
  readonly atMs: number;
  readonly parts: readonly { readonly segment: number; readonly fromMs: number; readonly toMs: number }[];
}

/** A file as it is on disk. */
export interface ExportedFile {
  readonly path: string;
  readonly holds: ExportKind;
  /** index of the pool whose data it holds; -1 = the whole deployment */
  readonly of: number;
  /** virtual time; below 0 = before the drill */
  readonly madeAtMs: number;
}

/** Settings of the Backup Service (D273, D274); null = as the topology and the product have them. */
export interface BackupSettings {
  readonly userBatches: number | null;
  readonly cmsBatches: number | null;
  /** KB of conference content */
  readonly packageKB: number | null;
  /** the groups that may ask for its status, in lower case */
  readonly groups: readonly string[] | null;
}

/** The small integers that decide, and the ledger of what was acknowledged. */
export interface WorldState {
  control: Int32Array;
  /** `control` as the components were reconciled with it last; what differs has not been looked at */
  reconciled: Int32Array;
  logs: ChangeLog[];
  nowMs: number;
  /** what exports have written (D34); replaced, not changed: copies of a state share it */
  files: readonly ExportedFile[];
  /** changes in the batch under way, a pool and module each; decides how long it takes, and whether it is a backlog (D33) */
  amounts: Float64Array;
  /** what was set of the Backup Service in the drill; null = nothing; it decides nothing in a search. Replaced, not changed */
  backupSettings: BackupSettings | null;
  /** one a pool; null = it can serve, or was failed back since */
  outages: (Outage | null)[];
  /** when the last fault was repaired or the last failback ended; -1 = there was none */
  repairedAtMs: number;
  /** when a sync was last asked for (D35); -1 = none was */
  invokedAtMs: number;
  /** when each FE server of each pool ran last, as far as it was seen to go; -1 = it was not */
  lostAtMs: readonly (readonly number[])[];
  /** machines that go down to come up again, by index, and when they did; a fault ends that. Replaced: copies share it */
  restarting: ReadonlyMap<number, number>;
  /** of each log what went with destroyed disks and waits for its verdict (I1 d); what of it is due is a control state */
  burnt: (Departure | null)[];
  /** since when the Central Management Store takes no changes; -1 = it does */
  configOutageMs: number;
  /** of each log what left its serving branch, event by event, for its age */
  leavings: (readonly Leaving[])[];
  told: Told;
}

/** What was told last, so that only what changes is told. In the state: a driver may go back to an earlier one. */
export interface Told {
  /** state invariants that are broken, so that each is told once */
  broken: ReadonlySet<string>;
  /** what the users of each pool feel */
  users: readonly (UserService | null)[];
  routes: readonly (RouteShown | null)[];
  /** of each pool since when its User database is not served; null = it is */
  databases: readonly (DatabaseOutage | null)[];
}

/** A User database that is not served (D27). */
export interface DatabaseOutage {
  readonly fromMs: number;
  /** the server that was the principal */
  readonly side: number;
  /** what the logs served that are written to it, by log */
  readonly served: ReadonlyMap<number, readonly number[]>;
  /** why no documented target applies; null = one does */
  readonly why: string | null;
}

/** What is known of the users of a pool. */
export interface UserService {
  readonly state: UserState;
  /** how many of them are in it */
  readonly affected: number;
  /** how many have regular service */
  readonly regular: number;
}

/** What is known of a route, to be shown where it changed; null = nothing runs through any Edge pool yet. */
export interface RouteShown {
  readonly up: boolean;
  readonly via: string | null;
  /** null = it is up, or there is none */
  readonly outage: RouteOutage | null;
}

/** How long a route has been down, and what would bring it back, which may change meanwhile. */
export interface RouteOutage {
  readonly fromMs: number;
  /** what its remedy hangs on, as a number */
  readonly situation: number;
  readonly remedy: Remedy;
  /** since when that one is right */
  readonly sinceMs: number;
  /** the one that was right for longest before it; null = there was none */
  readonly longest: { readonly remedy: Remedy; readonly ms: number } | null;
}

/** What to do about a route that is down. */
export interface Remedy {
  /** `with no server of edge1 running` */
  readonly cause: string;
  /** in a sentence or two */
  readonly advice: string;
  /** the line to type; null = no one line does it */
  readonly instead: string | null;
  /** the Edge pool and its next hop that it leads to; null = it leads to none */
  readonly to: readonly [edge: number, hop: number] | null;
}

/** Why changes may leave the serving branch without breaking I1 (its exceptions a, b, c), by log; d is judged in `burnt-disks.ts`. */
export type AllowedDeparture = 'disaster' | 'restore' | 'tail';

/** One log that a module of a direction of the Backup Service carries, from which store to which. */
export interface Transfer {
  /** index of the log */
  readonly log: number;
  readonly direction: Direction;
  readonly source: number;
  readonly target: number;
  /** stores that take what `target` imports with it, as a bit set */
  readonly followers: number;
  /** follow the exporter's branch (own data), or only add (M38, D52) */
  readonly replace: boolean;
  /** the exporter serves the owner: what its FE servers have not written counts as held by it */
  readonly serves: boolean;
}

/** What one module of a direction carries now, and whether it can: all but its own progress. */
export interface Stream {
  readonly carried: readonly Transfer[];
  /** as `carried`, with the partner's users' content that is only here, which none but a restore carries (D54) */
  readonly exposed: readonly Transfer[];
  /** D37: source, path and target are there; the first parameters of the module's events, as bits */
  readonly reachable: number;
}

/** The first numbers of a result: what a change board asks before anything else. */
/** Users without regular service, read-only and resiliency among them. */
export interface UsersWithout {
  /** most at one moment, over all pools */
  readonly most: number;
  /** over the whole run */
  readonly userMinutes: number;
  readonly atEnd: number;
}

/** What comes from outside: through an Edge pool each. */
export type RouteName = 'federation' | 'xmpp' | 'remoteAccess' | 'remoteMedia';

/** The longest single time down of each route, in ms; null = the deployment has no such route. */
export type RoutesDown = Readonly<Record<RouteName, number | null>>;

/**
 * The failover that a run is judged by, for each number, as its index in `recovery`: one that never came to it, else the
 * furthest over its target, else the longest; null = there was none.
 */
export interface JudgedBy {
  /** a failover that failed, and was then done otherwise, is judged by what led to service */
  readonly rto: number | null;
  /** of those that took a pool over */
  readonly rpo: number | null;
}

/** The numbers that a change board asks for first. */
export interface Glance {
  readonly usersWithoutRegularService: UsersWithout;
  readonly changesLost: number;
  readonly changesStranded: number;
  /** null = there was no failover, or one never led to regular service */
  readonly worstRtoMs: number | null;
  readonly worstRpoMs: number | null;
  readonly judgedBy: JudgedBy;
  readonly routesDownMs: RoutesDown;
  /** findings that are warnings or errors */
  readonly warnings: number;
  /** commands of the deployment that a script passed over, each with its line */
  readonly notRehearsed: readonly string[];
}

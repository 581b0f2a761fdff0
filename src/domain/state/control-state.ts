import type { Layout } from './layout.js';
import { MODULES } from './layout.js';

/**
 * Where each small integer of the control state lies in one array. Everything that decides what can happen
 * next is here; what was acknowledged is in the ledger.
 */
export class Slots {
  size = 0;
  // One a host, share, link
  readonly hostUp: number;
  /** services stopped by an administrator on this machine */
  readonly hostStopped: number;
  /** LYNCBACKUP stopped by an administrator on this machine */
  readonly backupStopped: number;
  /** the machine's replica of the CMS is up to date (D63) */
  readonly replica: number;
  readonly shareUp: number;
  readonly link: number;
  // One a pool
  readonly frontEnd: number;
  readonly failover: number;
  readonly users: number;
  /** sets of servers, a bit for each in topology order: see `RoutingGroups` */
  readonly groupsBase: number;
  readonly groupsStuckBase: number;
  readonly booted: number;
  readonly partner: number;
  readonly mediaEdge: number;
  readonly backupCrashed: number;
  readonly backEndWatch: number;
  readonly backEndGone: number;
  readonly twoServerWatch: number;
  readonly stoppedByBackEnd: number;
  readonly homeOpen: number;
  readonly partnerOpen: number;
  /** a failover of this pool was commanded and is not undone (I7) */
  readonly commanded: number;
  readonly usersAcknowledge: number;
  /** content of the partner's users is to be carried too (restore, D54) */
  readonly restore: number;
  /** since pairing, three FE servers ran at some time (D16) */
  readonly initialised: number;
  // One a pool and database type (3)
  readonly session: number;
  readonly principalSide: number;
  /** two a session: this side serves; I5 */
  readonly serves: number;
  readonly blank: number;
  // One a pool and module (5)
  readonly module: number;
  readonly due: number;
  readonly invoked: number;
  // One an Edge pool
  readonly nextHop: number;
  // Single
  readonly cms: number;
  readonly cmsForcedFrom: number;
  readonly cmsActive: number;
  readonly replicating: number;
  /** the master moved and not every server has heard of it (D63) */
  readonly switched: number;
  readonly federationEdge: number;
  readonly xmppEdge: number;
  readonly routes: number;
  readonly syncIntervalSeconds: number;
  readonly command: number;
  readonly commandPool: number;
  readonly commandFlags: number;
  readonly commandValue: number;

  constructor(layout: Layout) {
    const hosts = layout.hosts.length;
    const pools = layout.pools.length;
    const at = (count: number): number => {
      const start = this.size;
      this.size += count;
      return start;
    };
    this.hostUp = at(hosts);
    this.hostStopped = at(hosts);
    this.backupStopped = at(hosts);
    this.replica = at(hosts);
    this.shareUp = at(layout.shares.length);
    this.link = at(layout.deployment.links.length);
    this.frontEnd = at(pools);
    this.failover = at(pools);
    this.users = at(pools);
    this.groupsBase = at(pools);
    this.groupsStuckBase = at(pools);
    this.booted = at(pools);
    this.partner = at(pools);
    this.mediaEdge = at(pools);
    this.backupCrashed = at(pools);
    this.backEndWatch = at(pools);
    this.backEndGone = at(pools);
    this.twoServerWatch = at(pools);
    this.stoppedByBackEnd = at(pools);
    this.homeOpen = at(pools);
    this.partnerOpen = at(pools);
    this.commanded = at(pools);
    this.usersAcknowledge = at(pools);
    this.restore = at(pools);
    this.initialised = at(pools);
    this.session = at(pools * 3);
    this.principalSide = at(pools * 3);
    this.serves = at(pools * 6);
    this.blank = at(pools * 6);
    this.module = at(pools * MODULES.length);
    this.due = at(pools * MODULES.length);
    this.invoked = at(pools * MODULES.length);
    this.nextHop = at(layout.edges.length);
    this.cms = at(1);
    this.cmsForcedFrom = at(1);
    this.cmsActive = at(2);
    this.replicating = at(1);
    this.switched = at(1);
    this.federationEdge = at(1);
    this.xmppEdge = at(1);
    this.routes = at(3);
    this.syncIntervalSeconds = at(1);
    this.command = at(1);
    this.commandPool = at(1);
    this.commandFlags = at(1);
    this.commandValue = at(1);
  }
}

/** The kinds of pending work, each with its subject: a fixed slot for each in the driver's agenda. */
export class WorkSlots {
  readonly count: number;
  readonly names: string[] = [];
  readonly cycle = 0;
  readonly command = 1;
  readonly commandTimeout = 2;
  readonly replication = 3;
  readonly poolStart: number;
  readonly replicaRebuild: number;
  readonly backEndGrace: number;
  readonly twoServer: number;
  readonly failureDetection: number;
  readonly failbackDetection: number;
  readonly session: number;
  readonly module: number;

  constructor(layout: Layout) {
    this.names.push('backup-cycle', 'command', 'command-timeout', 'cms-replication');
    const perPool = (what: string): number => {
      const start = this.names.length;
      for (const p of layout.pools) this.names.push(`${what} ${p.pool.fqdn}`);
      return start;
    };
    this.poolStart = perPool('pool-start');
    this.replicaRebuild = perPool('replica-rebuild');
    this.backEndGrace = perPool('back-end-grace');
    this.twoServer = perPool('two-server-back-end');
    this.failureDetection = perPool('failure-detection');
    this.failbackDetection = perPool('failback-detection');
    this.session = this.names.length;
    for (const p of layout.pools) for (let d = 0; d < 3; d++) this.names.push(`session ${p.pool.fqdn} ${d}`);
    this.module = this.names.length;
    for (const p of layout.pools) for (const m of MODULES) this.names.push(`module ${p.pool.fqdn} ${m}`);
    this.count = this.names.length;
  }
}

/** Machines that are taken down by hand, against what patching asks for before (D257, D258). */
import { databaseFailover, databaseRefusal, toOtherServer } from '../cmdlets/database-failover.js';
import { failOverStatement, plannedTarget } from '../cmdlets/group-advice.js';
import { restartComputer, stopComputer } from '../cmdlets/machine-power.js';
import { storageFlush } from '../cmdlets/maintenance-cmdlets.js';
import { hostCalled } from '../cmdlets/server-services.js';
import { invokeSqlcmd } from '../cmdlets/sql-statement.js';
import type { BoundCommand } from '../command.js';
import { listenerOf } from '../components/availability-group/store-server.js';
import { USER_DATABASE } from '../state/modules.js';
import type { World } from '../state/world.js';
import type { MakeCheckGroup } from './check-group.js';

/** Several servers at once, and the principal or primary of a Back End whose mirror or secondary could serve meanwhile. */
export const maintenanceChecks: MakeCheckGroup = (world, report) => {
  const flushed = new Set<number>();
  const reportPrimary = (p: number, hosts: readonly number[]): void => {
    const { group, sql, pool } = world.pool(p);
    if (group === null || !world.ids.group.online[world.variables.group.get(p)]) return;
    const primary = sql[world.principalSide(p, USER_DATABASE)];
    const target = plannedTarget(world, p);
    if (!hosts.includes(primary) || target < 0 || hosts.includes(sql[target])) return;
    report(
      'primaryDown',
      `${world.layout.hosts[primary].fqdn} is the primary of the availability group ${listenerOf(world, p)} of ${world.name(p)} and goes down by hand, while ${world.layout.hosts[sql[target]].fqdn} is SYNCHRONIZED: fail the group over to that first; then nobody depends on a failover by itself, or on the ${graceMinutes(world)} minutes without a database.`,
      invokeSqlcmd.line({
        ServerInstance: `${world.layout.hosts[sql[target]].fqdn}\\${pool.backEnd.instance}`,
        Query: failOverStatement(world, p),
      }),
    );
  };
  return {
    begun({ command }) {
      const hosts = command === null ? [] : takenDown(world, command);
      if (hosts.length === 0) return;
      for (const { index: p, servers } of world.layout.pools) {
        const those = servers.filter((h) => hosts.includes(h) && world.serverRuns(h));
        if (those.length > 1 && world.frontEndRuns(p) && !flushed.has(p)) {
          const names = those.map((h) => world.layout.hosts[h].fqdn).join(', ');
          report(
            'flushFirst',
            `${names} go down at once: what the queue of the Storage Service of ${world.name(p)} holds (archiving, monitoring, Exchange) may be lost, which is not counted here. Write it to disk before.`,
            storageFlush.line({ FlushType: 'SteadyState', PoolFqdn: world.name(p) }),
          );
        }
        reportPrimary(p, hosts);
        const side = world.principalSide(p, USER_DATABASE);
        const principal = world.pool(p).sql[side];
        if (!hosts.includes(principal) || !world.served(p, USER_DATABASE) || !isInStep(world, p)) continue;
        if (databaseRefusal(world, p, USER_DATABASE, 1 - side, false) !== null) continue;
        report(
          'principalDown',
          `${world.layout.hosts[principal].fqdn} is the principal of ${world.name(p)} and goes down by hand, while its mirror is in step: make that the principal first, one type of database after the other; then nobody depends on a failover by itself, or on the ${graceMinutes(world)} minutes without a database.`,
          databaseFailover.line(toOtherServer(world, p, USER_DATABASE)),
        );
      }
    },
    ended({ command }, outcome) {
      if (command?.cmdlet === storageFlush.name && outcome === 'ok') {
        flushed.add(world.layout.pool(String(command.parameters.PoolFqdn)));
      }
    },
  };
};

/** The machines that a command takes down. */
function takenDown(world: World, { cmdlet, parameters }: BoundCommand): number[] {
  if (cmdlet !== restartComputer.name && cmdlet !== stopComputer.name) return [];
  return String(parameters.ComputerName ?? '')
    .split(',')
    .map((name) => hostCalled(world, name))
    .filter((host) => host >= 0 && world.up(host));
}

const isInStep = (world: World, p: number): boolean =>
  world.pool(p).sql[1] >= 0 && world.sessionName(p, USER_DATABASE) === 'synchronized';

/** D27: it looks ahead, and moves no number of the run. */
const graceMinutes = (world: World): number => world.settings.unnoted(() => world.settings.backEndGraceMinutes);

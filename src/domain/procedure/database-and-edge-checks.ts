/** Forced service against "Failing over a mirrored database" (D25), and the XMPP route against its procedure (S9). */
import { setSite } from '../cmdlets/configuration.js';
import { databaseFailover, databaseOf, databaseRefusal } from '../cmdlets/database-failover.js';
import { getMirrorState } from '../cmdlets/mirror-state.js';
import { stopService } from '../cmdlets/windows-services.js';
import { edgeRuns } from '../components/edge/behaviour.js';
import { hasXmpp, productOfEdge } from '../deployment.js';
import { type MakeCheckGroup, poolOf } from './check-group.js';

/** Invoke-CsDatabaseFailover -Force against "Failing over a mirrored database" (D25). */
export const forcedServiceChecks: MakeCheckGroup = (world, report) => ({
  begun({ command }) {
    if (command?.cmdlet !== databaseFailover.name || command.parameters.Force !== true) return;
    const { DatabaseType, NewPrincipal } = command.parameters;
    const p = poolOf(world, command);
    const db = databaseOf(String(DatabaseType));
    if (!world.pool(p).databases.includes(db) || !world.ids.session.behind[world.session(p, db)]) return;
    const side = NewPrincipal === 'mirror' ? 1 : 0;
    if (databaseRefusal(world, p, db, side, true) !== null) return;
    const old = world.layout.hosts[world.pool(p).sql[1 - side]].fqdn;
    report(
      'forcedService',
      `forced service on ${world.name(p)}: transactions that never reached the mirror are left on the old principal, and lost when the session is resumed after its return. Repair ${old} where that is possible, and wait for SYNCHRONIZED.`,
      getMirrorState.line({ PoolFqdn: world.name(p), DatabaseType: world.databaseName(db) }),
    );
  },
});

/** Set-CsSite against "Failing over the Edge pool for XMPP federation" (S9). */
export const xmppRouteChecks: MakeCheckGroup = (world, report) => ({
  begun({ command }) {
    const route = command?.cmdlet === setSite.name ? command.parameters.XmppExternalFederationRoute : undefined;
    if (route === undefined || !hasXmpp(productOfEdge(world.deployment, String(route)))) return;
    if (world.layout.cmsHome >= 0 && !world.cmsFunctional()) return;
    const edge = world.layout.edge(String(route));
    if (!edgeRuns(world, edge)) return;
    const { fqdn, servers } = world.layout.edges[edge];
    const running = servers.filter((h) => world.serverRuns(h)).map((h) => world.layout.hosts[h].fqdn);
    report(
      'xmppWhileRunning',
      `the XMPP route moves to ${fqdn} while its services run: stop them before (on ${running.join(', ')}) and start them after, and change the DNS A and SRV records`,
      stopService.line({ ComputerName: running[0] }),
    );
  },
});

import { refusal as databaseRefusal } from '../cmdlets/database-failover.js';
import { edgeRuns } from '../components/edge/behaviour.js';
import { DATABASE_TYPES } from '../state/layout.js';
import { type MakeFamily, poolOf } from './check-group.js';
import { mirrorLine, stopLine } from './cmdlet-lines.js';

/** Invoke-CsDatabaseFailover -Force against "Failing over a mirrored database" (D25). */
export const databaseFailover: MakeFamily = (w, report) => ({
  begun({ command }) {
    if (command?.cmdlet !== 'Invoke-CsDatabaseFailover' || command.parameters.Force !== true) return;
    const { DatabaseType, NewPrincipal } = command.parameters;
    const p = poolOf(w, command);
    const db = DATABASE_TYPES.indexOf(DatabaseType as (typeof DATABASE_TYPES)[number]);
    if (!w.pool(p).databases.includes(db) || w.sessionName(p, db) !== 'severedBehind') return;
    const side = NewPrincipal === 'mirror' ? 1 : 0;
    if (databaseRefusal(w, p, db, side, true) !== null) return;
    const old = w.layout.hosts[w.pool(p).sql[1 - side]].fqdn;
    report(
      'forcedService',
      `forced service on ${w.name(p)}: transactions that never reached the mirror are left on the old principal and lost when it returns. Repair ${old} where that is possible, and wait for SYNCHRONIZED.`,
      mirrorLine(w.name(p), String(DatabaseType)),
    );
  },
});

/** Set-CsSite against "Failing over the Edge pool for XMPP federation" (S9). */
export const xmppRoute: MakeFamily = (w, report) => ({
  begun({ command }) {
    const route =
      command?.cmdlet === 'Set-CsSite' ? command.parameters.XmppExternalFederationRoute : undefined;
    if (route === undefined || (w.layout.cmsHome >= 0 && !w.cmsFunctional())) return;
    const edge = w.layout.edge(String(route));
    if (!edgeRuns(w, edge)) return;
    const { fqdn, servers } = w.layout.edges[edge];
    const running = servers.filter((h) => w.serverRuns(h)).map((h) => w.layout.hosts[h].fqdn);
    report(
      'xmppWhileRunning',
      `the XMPP route moves to ${fqdn} while its services run: stop them before (on ${running.join(', ')}) and start them after, and change the DNS A and SRV records`,
      stopLine(running[0]),
    );
  },
});

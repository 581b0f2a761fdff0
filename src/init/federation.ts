/** The federation route where its Edge pool is lost: to another Edge pool, and back after the repair (S9, procedure 5). */
import { setSite } from '../domain/cmdlets/configuration.js';
import type { Deployment, EdgePool, Pool } from '../domain/deployment.js';
import { cmdlet, type Entry } from './drill-outline.js';

/** What is lost, as far as routes are concerned. */
interface Lost {
  readonly pools: readonly Pool[];
  readonly edges: readonly EdgePool[];
  /** pools whose Edge pools are given another next hop */
  readonly pairs: readonly { readonly home: Pool }[];
}

/** The Edge pool that federation runs through, if it is lost, and one that could take it. */
function federationRoute({ edgePools }: Deployment, { pools, edges: lost, pairs }: Lost) {
  const route = edgePools.find((edge) => edge.federation);
  if (route === undefined || !lost.includes(route)) return null;
  const dead = pools.filter((pool) => !pairs.some(({ home }) => home === pool)).map(({ fqdn }) => fqdn);
  const other = edgePools.find((edge) => !lost.includes(edge) && edge.nextHop !== null && !dead.includes(edge.nextHop));
  return { route, other: other ?? null };
}

/** Federation to the other Edge pool, and what has to be known of XMPP. */
export function federationAway(deployment: Deployment, lost: Lost): Entry[] {
  const found = federationRoute(deployment, lost);
  const xmpp = deployment.edgePools.find((edge) => edge.xmpp);
  const notes: Entry[] =
    xmpp !== undefined && lost.edges.includes(xmpp)
      ? [
          {
            do: 'note',
            text: `XMPP runs through ${xmpp.fqdn} and is down. To move it, its new Edge pool has to be stopped and DNS changed: see "Failing over the Edge pool used for XMPP federation" in the documentation of the product.`,
          },
        ]
      : [];
  if (found === null) return notes;
  const { route, other } = found;
  if (other === null) {
    return [
      ...notes,
      { do: 'note', text: `Federation runs through ${route.fqdn}, and no other Edge pool could take it.` },
    ];
  }
  return [
    cmdlet(setSite.line({ Identity: route.site, FederationRoute: other.fqdn })),
    {
      do: 'note',
      text: `What federated partners send follows external DNS: change _sipfederationtls._tcp to ${other.fqdn}.`,
    },
    ...notes,
  ];
}

/** Federation back to where it was. */
export function federationHome(deployment: Deployment, lost: Lost): Entry[] {
  const found = federationRoute(deployment, lost);
  if (found === null || found.other === null) return [];
  return [cmdlet(setSite.line({ Identity: found.route.site, FederationRoute: found.route.fqdn }))];
}

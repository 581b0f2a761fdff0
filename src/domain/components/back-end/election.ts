/** What is not served for the seconds of an automatic failover, and is served again without anybody's doing (D21, D114). */
import { CMS_DATABASE, USER_DATABASE } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { groupServesSoon } from '../availability-group/takeover.js';
import { instanceServesSoon } from '../failover-cluster/sql-server-runs.js';

const isElecting = (world: World, p: number, db: number): boolean =>
  world.frontEndRuns(p) &&
  (world.ids.session.electing[world.session(p, db)] || groupServesSoon(world, p) || instanceServesSoon(world, p));

/** The pool cannot serve now, and serves again in seconds: no disaster failover of it is due (D45). */
export const servesSoon = (world: World, p: number): boolean => isElecting(world, p, USER_DATABASE);

/** The active master is where it was and works again in seconds: no disaster form is due (D61). */
export function masterServesSoon(world: World): boolean {
  const master = world.cmsMaster();
  return master >= 0 && world.ids.cms.settled[world.variables.cms.get()] && isElecting(world, master, CMS_DATABASE);
}

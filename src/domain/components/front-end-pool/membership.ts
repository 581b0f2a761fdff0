/** A Front End server is added to a pool or removed from it: the publication takes the whole pool offline (D259). */
import { counted } from '../../../core/format.js';
import type { World } from '../../state/world.js';
import { usersServedOn } from '../users/behaviour.js';
import { command } from './behaviour.js';

/** From or to so many servers a pool needs a FullReset after the publication (D259). */
const SMALL = 3;

/**
 * The services of all servers of a pool restart together; those of a pool of two or three stay stopped until somebody
 * resets and starts them. Up to 2013 nothing restarts by itself. Answers how the change is told.
 */
export function restartAll(world: World, p: number): string {
  const name = world.name(p);
  const { pool, servers } = world.pool(p);
  const told = `the Front End servers of ${name} have changed`;
  if (pool.product === 'lync2013') {
    world.finding(
      'note',
      'D259',
      `After a server is added to ${name} or removed from it, restart the services of its servers one after the other.`,
    );
    return told;
  }
  // Services that do not run are not restarted.
  if (!world.frontEndRuns(p)) return told;
  const users = usersServedOn(world, p);
  if (users > 0) {
    world.effects.observe({
      kind: 'violation',
      invariant: 'I16',
      message: `the publication restarts all servers of ${name} together, with ${counted(users, 'user')} on it`,
      rules: ['D259'],
      departure: null,
    });
    const instead = world.partner(p) < 0 ? null : `Invoke-CsPoolFailOver -PoolFqdn ${name}`;
    world.finding(
      'warning',
      'D259',
      `Adding or removing a Front End server restarts all servers of ${name} together: it is offline until they have started. Fail the pool over before.`,
      instead,
    );
  }
  command(world, p, 'stop');
  if (servers.length > SMALL) command(world, p, 'start');
  else {
    const reset = `Reset-CsPoolRegistrarState -PoolFqdn ${name} -ResetType FullReset`;
    world.finding(
      'warning',
      'D259',
      `A pool that has two or three Front End servers, before or after, needs a reset, then a start: ${name} stays offline until then, and what was not written to the Back End is discarded (D11). After it: Start-CsPool -PoolFqdn ${name}`,
      reset,
    );
  }
  return `${told}: ${servers.length > SMALL ? 'all its services restart' : 'its services are stopped'}`;
}

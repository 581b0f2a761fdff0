/** Get-CsDatabaseMirrorState: each mirroring session as both SQL servers show it (D24). */
import { mirroringState } from '../components/back-end/machine.js';
import { DATABASE_NAMES } from '../components/back-end/mirroring-statement.js';
import type { World } from '../state/world.js';
import { defineCmdlet, done } from './cmdlet.js';
import { poolFqdn, report, takes } from './parameter-types.js';

export const getMirrorState = defineCmdlet({
  name: 'Get-CsDatabaseMirrorState',
  parameters: [poolFqdn, takes.databaseType('DatabaseType'), takes.flag('LocalStore'), report],
  does: 'Shows the state of each database on both SQL servers (D24). A principal that runs and is not served is `DatabaseInaccessibleOrMirroringNotEnabled` (D23).',
  refusedBy: {},
  begin(world, { PoolFqdn, DatabaseType }) {
    const p = world.layout.pool(PoolFqdn);
    const types = world
      .pool(p)
      .databases.filter((db) => DatabaseType === undefined || world.databaseName(db) === DatabaseType);
    return done(
      null,
      types.flatMap((db) =>
        DATABASE_NAMES[db].map((name) => ({
          DatabaseName: name,
          StateOnPrimary: stateOn(world, p, db, 0),
          StateOnMirror: stateOn(world, p, db, 1),
          MirroringStatusOnPrimary: statusOn(world, p, db, 0),
          MirroringStatusOnMirror: statusOn(world, p, db, 1),
        })),
      ),
    );
  },
});

const NOT_THERE = 'DatabaseInaccessibleOrMirroringNotEnabled';

const isThere = (world: World, p: number, db: number, side: number): boolean =>
  !world.ids.session.single[world.session(p, db)] && world.up(world.pool(p).sql[side]);

function stateOn(world: World, p: number, db: number, side: number): string {
  if (!isThere(world, p, db, side)) return NOT_THERE;
  if (world.principalSide(p, db) !== side) return 'Mirror';
  // D23: a principal that sees neither mirror nor witness runs, and its database is not accessible.
  return world.served(p, db) ? 'Principal' : NOT_THERE;
}

const statusOn = (world: World, p: number, db: number, side: number): string =>
  isThere(world, p, db, side) ? mirroringState(world.sessionName(p, db)).toLowerCase() : NOT_THERE;

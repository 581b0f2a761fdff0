/** Get-CsDatabaseMirrorState: each mirroring session as both SQL servers show it (D24). */
import { mirroringState } from '../components/back-end/machine.js';
import type { World } from '../state/world.js';
import { defineCmdlet, done } from './cmdlet.js';
import { poolFqdn, report, takes } from './parameter-types.js';

const DATABASE_NAMES = [
  ['rtcab', 'rtcxds', 'rtcshared'],
  ['rgsconfig', 'rgsdyn', 'cpsdyn'],
  ['xds', 'lis'],
];

export const getMirrorState = defineCmdlet({
  name: 'Get-CsDatabaseMirrorState',
  parameters: [poolFqdn, takes.databaseType('DatabaseType'), takes.flag('LocalStore'), report],
  does: 'Shows the state of each database on both SQL servers (D24).',
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

function isThere(world: World, p: number, side: number): boolean {
  const { sql } = world.pool(p);
  return sql[1] >= 0 && world.up(sql[side]);
}

function stateOn(world: World, p: number, db: number, side: number): string {
  if (!isThere(world, p, side)) return NOT_THERE;
  return world.principalSide(p, db) === side ? 'Principal' : 'Mirror';
}

const statusOn = (world: World, p: number, db: number, side: number): string =>
  isThere(world, p, side) ? mirroringState(world.sessionName(p, db)).toLowerCase() : NOT_THERE;

/**
 * I1, exception (d): what was acknowledged and went with destroyed disks is judged by what becomes of its pool. A disaster
 * failover of a pool that could not serve excuses it, as it excuses what a failback overwrites later; a pool that serves
 * again, a planned failover or the end of the drill do not.
 */
import { counted } from '../../core/format.js';
import type { Departure } from '../ledger/departure.js';
import { CONFIG, MODULES } from '../state/modules.js';
import type { World } from '../state/world.js';

/** What makes the destruction of disks a named hazard. */
export const DESTROYED = 'destroy of the only disk that held a change (M15)';

/** Changes of log `i` went with the disks that held them alone, and their verdict is due. */
export function noteBurnt(world: World, i: number, gone: Departure): void {
  const { burnt } = world.variables;
  const { owner } = world.state.logs[i];
  burnt.set(owner, burnt.get(owner) | (1 << world.moduleOfLog[i]));
  const known = world.state.burnt[i];
  world.state.burnt[i] = known === null ? gone : together(known, gone);
  world.tell(world.name(owner), `${changesOf(world, i, gone)} went with the disks`);
}

const together = (a: Departure, b: Departure): Departure => ({
  count: a.count + b.count,
  lost: a.lost + b.lost,
  oldestMs: Math.min(a.oldestMs, b.oldestMs),
  newestMs: Math.max(a.newestMs, b.newestMs),
});

const changesOf = (world: World, i: number, { count }: Departure): string =>
  `${counted(count, 'acknowledged change')} of ${world.name(world.state.logs[i].owner)} (${world.state.logs[i].module})`;

/** The modules of pool `p` change hands: `excused` = by a disaster failover of what could not serve. */
export function judgeAtTakeover(world: World, p: number, modules: readonly number[], excused: boolean): void {
  for (const m of modules) {
    if (!isDue(world, p, m)) continue;
    const i = world.logIndex[p][m];
    const gone = settle(world, p, m);
    if (!excused) violated(world, i, gone);
    else if (gone !== null) {
      const rule = m === CONFIG ? 'D61' : 'D45';
      const text = `${changesOf(world, i, gone)} had not been imported at the partner and went with their disks: lost.`;
      world.finding('warning', rule, text);
    }
  }
}

/** After an event: what serves again is not failed over any more for what it lost. */
export function judgeWhereServed(world: World): void {
  for (let p = 0; p < world.layout.pools.length; p++) {
    if (world.variables.burnt.get(p) === 0) continue;
    for (let m = 0; m < MODULES.length; m++) {
      const serves = m === CONFIG ? world.cmsFunctional() : world.isNormal(p) && world.canServe(p);
      if (isDue(world, p, m) && serves) violated(world, world.logIndex[p][m], settle(world, p, m));
    }
  }
}

/** At the end of a drill no failover comes any more. */
export function judgeBurntAtEnd(world: World): void {
  for (let p = 0; p < world.layout.pools.length; p++) {
    for (let m = 0; m < MODULES.length; m++) {
      if (isDue(world, p, m)) violated(world, world.logIndex[p][m], settle(world, p, m));
    }
  }
}

/** Some verdict is due. */
export const isAnyBurnt = (world: World): boolean =>
  world.layout.pools.some(({ index }) => world.variables.burnt.get(index) !== 0);

const isDue = (world: World, p: number, m: number): boolean => (world.variables.burnt.get(p) & (1 << m)) !== 0;

function settle(world: World, p: number, m: number): Departure | null {
  const { burnt } = world.variables;
  burnt.set(p, burnt.get(p) & ~(1 << m));
  const gone = world.state.burnt[world.logIndex[p][m]];
  world.state.burnt[world.logIndex[p][m]] = null;
  return gone;
}

function violated(world: World, i: number, gone: Departure | null): void {
  const before = world.cause;
  world.cause = DESTROYED;
  const what =
    gone === null
      ? `acknowledged changes of ${world.name(world.state.logs[i].owner)} are`
      : `${changesOf(world, i, gone)} ${gone.count === 1 ? 'is' : 'are'}`;
  world.effects.observe({
    kind: 'violation',
    invariant: 'I1',
    message: `${what} on no disk any more: ${DESTROYED}`,
    rules: ['M15'],
    departure: gone,
  });
  world.cause = before;
}

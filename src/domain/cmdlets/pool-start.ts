/** How a command that starts the services of a pool goes on: until they run, or have hung longer than any start (D13). */
import { startRange } from '../components/front-end-pool/behaviour.js';
import { whyNotStarted } from '../components/front-end-pool/conditions.js';
import { offerRecovery } from '../components/front-end-pool/recovery-offer.js';
import type { World } from '../state/world.js';
import { done, type Ended, end, type Phases, type Running } from './cmdlet.js';

/** What a command that has just started services of pool `p` answers, or how it goes on. */
export function awaitStart(world: World, p: number): Ended | Running {
  if (world.frontEndRuns(p)) return done(running(world, p));
  watchStart(world, p);
  return { subject: p };
}

/** Asks, when the longest start is over, what became of the services of pool `p` (D13). */
export function watchStart(world: World, p: number): void {
  const longest = startRange(world, p)[1];
  world.effects.start(world.work.commandTimeout.at(), longest, longest);
}

const running = (world: World, p: number): string => `the services of ${world.name(p)} run`;

/** What makes every such command fail, for the documentation. */
export const HANGS = {
  D13: 'the services still hang after the longest start: fewer than 85 % of the servers run, the pool has no quorum (D12), its Back End is not served, or one of two servers runs alone and was not the last to go down (D14)',
};

/** The phases of every command that answers with `awaitStart`. */
export const POOL_START: Phases = { workDone: () => {}, timedOut, look };

function look(world: World): boolean {
  const p = world.variables.commandPool.get();
  if (!world.frontEndRuns(p)) return false;
  end(world, 'ok', null, running(world, p));
  return true;
}

function timedOut(world: World): void {
  const hangs = startHangs(world, world.variables.commandPool.get());
  if (hangs !== null) end(world, 'failed', 'D13', hangs);
}

/** D13: services that still hang after the longest start do not come up by themselves; null = they start only now. */
export function startHangs(world: World, p: number): string | null {
  // What they waited for came while the command ran: they start, and no start takes longer.
  if (world.is('frontEnd', p, 'booting')) {
    watchStart(world, p);
    return null;
  }
  offerRecovery(world, p);
  const { why, rule } = whyNotStarted(world, p);
  return `the services of ${world.name(p)} hang in "starting": ${why} (${rule})`;
}

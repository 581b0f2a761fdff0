/**
 * What the users of a pool saved before the drill: one thing, which no count of changes has. A pair that is made in the
 * drill protects it once the first export is imported (M280); before, it is at risk as a whole (M281, I17).
 */

import { count, counted, displayDuration } from '../../../core/format.js';
import { HOME_SIDE } from '../../ledger/change-log.js';
import { CONTENT, DATABASE_OF_MODULE, USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { goOnAlone } from '../secondary-replica/go-on-alone.js';
import { noteContentImported } from './earlier-content.js';
import { LAN_BITS_PER_SECOND } from './facts.js';
import { EARLIER_STORE } from './state.js';

const whereOf = (world: World, p: number): number => world.variables.earlierStore.get(p);

/** `the whole store of 20,000 users of pool1 from before the drill (about 1.2 GiB of user data, and their conference content)` */
const storeOf = (world: World, p: number): string =>
  `the whole store of ${usersOf(world, p)} from before the drill (about ${sizeOf(world, p)} of user data${contentOf(world, p)})`;

/** Where the topology says how much conference content there is, that is told by itself. */
const contentOf = (world: World, p: number): string =>
  world.pool(p).pool.storedContentKB === null ? ', and their conference content' : '';

const usersOf = (world: World, p: number): string => `${counted(world.pool(p).pool.users, 'user')} of ${world.name(p)}`;

const sizeOf = (world: World, p: number): string => sizeInWords(firstExportBytes(world, p));

function sizeInWords(bytes: number): string {
  const [unit, name] = bytes >= 2 ** 30 ? [2 ** 30, 'GiB'] : [2 ** 20, 'MiB'];
  return `${count(Math.round((bytes / unit) * 10) / 10)} ${name}`;
}

/** The next export of a module carries all that users saved before the pair was made. */
export const isFirstExport = (world: World, p: number, m: number): boolean =>
  m === USER_DATA &&
  whereOf(world, p) === EARLIER_STORE.alone &&
  world.partner(p) >= 0 &&
  world.log(p, USER_DATA)!.side === HOME_SIDE;

/** Size of the first export, in bytes (M280). */
export const firstExportBytes = (world: World, p: number): number =>
  world.pool(p).pool.users * world.settings.bootstrapBytesPerUser;

/** A batch of user data of pool `p` is imported: the first one brought all that was saved before. */
export function noteImported(world: World, p: number, m: number): void {
  if (m === CONTENT) return noteContentImported(world, p);
  if (DATABASE_OF_MODULE[m] >= 0) goOnAlone(world, world.partner(p));
  if (!isFirstExport(world, p, m)) return;
  world.variables.earlierStore.set(p, EARLIER_STORE.copied);
  if (world.pool(p).pool.users === 0) return;
  const partner = world.name(world.partner(p));
  // How much conference content there was before nobody has said, and it is not followed.
  world.tell(
    'Backup Service',
    `${partner} has the user data of ${usersOf(world, p)} from before the drill (about ${sizeOf(world, p)})`,
  );
}

/** A pair is made: the partner has nothing of pool `p`. */
export function beginPair(world: World, p: number): void {
  if (whereOf(world, p) !== EARLIER_STORE.gone) world.variables.earlierStore.set(p, EARLIER_STORE.alone);
  world.variables.earlierContent.set(p, world.pool(p).pool.storedContentKB ?? 0);
}

/**
 * The partner takes over. Answers how far back, in ms, what stays behind goes beyond the drill; 0 = the partner has it.
 * `excused`: by a disaster failover of a pool that could not serve (I1, exception a; I2 names it).
 */
export function leaveEarlierStore(world: World, p: number, excused: boolean): number {
  if (whereOf(world, p) !== EARLIER_STORE.alone || world.pool(p).pool.users === 0) return 0;
  world.variables.earlierStore.set(p, EARLIER_STORE.behind);
  if (!excused) violated(world, 'I1', `${storeOf(world, p)} left the serving branch`);
  violated(world, 'I17', `${storeOf(world, p)} stays behind with a takeover by a partner that was never ready`);
  const [from, to] = [world.name(p), world.name(world.partner(p))];
  world.finding(
    'error',
    'M281',
    `${to} takes over the users of ${from} and never had what they saved before: the pair was not synchronised. Beside the changes that are counted, ${storeOf(world, p)} stays behind: stranded on ${from}, and overwritten by a failback without -DisasterMode (D52). Export it before: Export-CsUserData -PoolFqdn ${from} -FileName "C:\\DisasterRecovery\\users.zip"`,
  );
  return world.settings.savedBeforeHours * 3_600_000;
}

/** A failback: its copy from the partner overwrites what stayed behind (D52), or the pool keeps it (D51, D53). */
export function returnToEarlierStore(world: World, p: number, overwritten: boolean): void {
  if (whereOf(world, p) !== EARLIER_STORE.behind) return;
  world.variables.earlierStore.set(p, overwritten ? EARLIER_STORE.gone : EARLIER_STORE.alone);
  if (!overwritten) return;
  world.finding(
    'error',
    'M281',
    `the failback of ${world.name(p)} overwrote ${storeOf(world, p)}, which its partner never had: lost for good`,
  );
}

/** All databases of user data of pool `p` have lost their disks. */
export function burnEarlierStore(world: World, p: number): void {
  const where = whereOf(world, p);
  const burns = where === EARLIER_STORE.alone || where === EARLIER_STORE.behind;
  if (!burns || world.pool(p).pool.users === 0) return;
  world.variables.earlierStore.set(p, EARLIER_STORE.gone);
  const what = `${storeOf(world, p)} is on no disk any more`;
  // What a takeover left behind was judged then.
  if (where === EARLIER_STORE.alone) {
    violated(world, 'I1', what);
    if (world.partner(p) >= 0) violated(world, 'I17', `${what}, and the partner was never ready`);
  }
  world.finding('error', 'M281', `${what}: nobody else had it. What is left is the last backup of the databases.`);
}

function violated(world: World, invariant: 'I1' | 'I17', what: string): void {
  world.effects.observe({
    kind: 'violation',
    invariant,
    // That the partner was never ready is the cause of I17.
    message: invariant === 'I1' ? `${what}: ${world.cause}` : what,
    rules: ['M281'],
    departure: null,
  });
}

/** What a first export that is under way still has to bring, as an administrator reads it; null = it is through. */
export function firstExportLeft(world: World, p: number): string | null {
  if (!isFirstExport(world, p, USER_DATA) || world.pool(p).pool.users === 0) return null;
  const link = world.layout.linkOf[world.pool(p).site][world.pool(world.partner(p)).site];
  const bandwidth = link < 0 ? LAN_BITS_PER_SECOND : world.deployment.links[link].bandwidthBitsPerSecond;
  const takes = displayDuration(Math.ceil((firstExportBytes(world, p) * 8) / bandwidth) * 1000);
  return `${storeOf(world, p)} is at risk: its first export takes about ${takes} on the link (M280)`;
}

/** Pools whose users lost all that they had saved before the drill. */
export const poolsWithoutEarlierStore = (world: World): string[] =>
  world.layout.pools.flatMap(({ index }) => (whereOf(world, index) === EARLIER_STORE.gone ? [world.name(index)] : []));

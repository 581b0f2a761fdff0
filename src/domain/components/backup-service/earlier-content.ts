/**
 * Conference content that was in the file store of a pool before the drill: it is older than any upload of the drill, so
 * that it goes first, at most a package a cycle (D275, M280). Failovers leave it where it is; imports add, never delete.
 */
import { count } from '../../../core/format.js';
import type { World } from '../../state/world.js';
import { packageFiles, packageKB } from './cycle-limits.js';

/** Whether the partner lacks some of it. */
export const hasEarlierContent = (world: World, p: number): boolean =>
  world.variables.earlierContent.get(p) > 0 && world.partner(p) >= 0;

/** Puts as much of it as fits into the package that is exported now; answers whether that is anything. */
export function packEarlierContent(world: World, p: number): boolean {
  const left = hasEarlierContent(world, p) ? world.variables.earlierContent.get(p) : 0;
  world.variables.earlierPackage.set(p, Math.min(left, packageKB(world)));
  return left > 0;
}

/** Uploads that fit beside it into the package that is exported now. */
export function filesBeside(world: World, p: number): number {
  const taken = world.variables.earlierPackage.get(p);
  if (taken === 0) return packageFiles(world);
  return Math.floor(((packageKB(world) - taken) * 1024) / world.settings.bytesPerConferenceUpload);
}

/** A package of conference content is imported. */
export function noteContentImported(world: World, p: number): void {
  const { earlierContent, earlierPackage } = world.variables;
  const brought = earlierPackage.get(p);
  if (brought === 0) return;
  earlierPackage.set(p, 0);
  earlierContent.set(p, Math.max(0, earlierContent.get(p) - brought));
  if (earlierContent.get(p) > 0) return;
  const partner = world.name(world.partner(p));
  world.tell('Backup Service', `${partner} has all conference content of ${world.name(p)} from before the drill`);
}

/** What the partner lacks of it, as an administrator reads it; null = nothing. */
export function earlierContentLeft(world: World, p: number): string | null {
  const { storedContentKB } = world.pool(p).pool;
  if (!hasEarlierContent(world, p) || storedContentKB === null) return null;
  const left = kilobytesInWords(world.variables.earlierContent.get(p));
  return `${left} of ${kilobytesInWords(storedContentKB)} of conference content of ${world.name(p)} from before the drill`;
}

function kilobytesInWords(kilobytes: number): string {
  const [unit, name] = kilobytes >= 2 ** 20 ? [2 ** 20, 'GiB'] : kilobytes >= 1024 ? [1024, 'MiB'] : [1, 'KiB'];
  return `${count(Math.round((kilobytes / unit) * 10) / 10)} ${name}`;
}

/** The partner takes over: what it never had of the content its users miss until they are home again (M281). */
export function leaveEarlierContent(world: World, p: number): void {
  const left = earlierContentLeft(world, p);
  if (left === null) return;
  const [from, to] = [world.name(p), world.name(world.partner(p))];
  world.finding(
    'warning',
    'M281',
    `${to} takes over the users of ${from} and does not have ${left}: it stays in the file store of ${from}, and they have it again when they are home.`,
  );
}

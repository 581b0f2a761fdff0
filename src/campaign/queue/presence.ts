/** Heartbeats in Redis: which checks and which workers are there now, each with its build and version. */
import type { Redis } from 'ioredis';
import { buildDigest } from '../build-digest.js';
import { ALIVE_SECONDS, type keysOf, type Presence } from './queue-job.js';

type Keys = ReturnType<typeof keysOf>;

/** A check or a worker that is there. */
export interface Participant {
  readonly build: string;
  readonly version: string;
}

/** Says that one of this build is there, for as long as it is said again in time. */
export async function sayPresent(redis: Redis, keys: Keys, kind: Presence, id: string, version: string): Promise<void> {
  const name = `${buildDigest()}:${id}`;
  await redis.set(keys.alive(kind, name), version, 'EX', ALIVE_SECONDS);
  await redis.sadd(keys.present(kind), name);
}

/** Says that it goes. */
export async function sayGone(redis: Redis, keys: Keys, kind: Presence, id: string): Promise<void> {
  const name = `${buildDigest()}:${id}`;
  await redis.del(keys.alive(kind, name));
  await redis.srem(keys.present(kind), name);
}

/** Who is there; those that are silent are forgotten. */
export async function whoIsPresent(redis: Redis, keys: Keys, kind: Presence): Promise<Participant[]> {
  const names = (await redis.smembers(keys.present(kind))).sort();
  const versions = names.length === 0 ? [] : await redis.mget(names.map((name) => keys.alive(kind, name)));
  const silent = names.filter((_, i) => versions[i] === null);
  if (silent.length > 0) await redis.srem(keys.present(kind), ...silent);
  return names.flatMap((name, i) => {
    const version = versions[i];
    return version === null ? [] : [{ build: name.split(':')[0], version }];
  });
}

/** What somebody should know who waits where no worker of this build is; empty = there is one. */
export function whoIsMissing(workers: readonly Participant[], url: string): string {
  if (workers.some(({ build }) => build === buildDigest())) return '';
  const others = workers.map(({ version, build }) => `${version}, build ${build.slice(0, 12)}`);
  const more =
    others.length === 0 ? '' : ` of this build; there are others, which refuse its work (${others.join('; ')})`;
  return `waiting for a worker${more}: drydrill worker --queue ${url}`;
}

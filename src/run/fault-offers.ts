/**
 * What the random walk offers of faults: each thing that breaks by itself, now or a while after; and, as common-cause
 * failures, two machines of one pool that go together or shortly after each other.
 */

import type { Offered } from '../domain/cmdlets/cmdlet.js';
import type { Action } from '../domain/deployment-model.js';
import type { FaultAction, FaultTarget } from '../domain/drill.js';
import { breaking, mending } from '../domain/fault-targets.js';
import { backEndHosts } from '../domain/state/back-end-layout.js';
import type { World } from '../domain/state/world.js';
import type { Kind } from '../simulation/random-walk.js';

/** What an administrator or the world can do in the present state; the driver draws its kind first. */
export interface Offer extends Offered {
  /** a fault: how long from now; null = a step */
  readonly inMs: number | null;
  /** faults that come with this one, or after this step has begun */
  readonly with?: readonly Offer[];
}

const SECOND = 1000;
const MIN = 60 * SECOND;
/** Faults come at once, or inside what the administrator does next. */
const DELAYS_MS = [0, 20 * SECOND, 100 * SECOND, 7 * MIN, 25 * MIN];

/** What can be offered of one thing that breaks. */
export interface FaultOffers {
  readonly target: FaultTarget;
  readonly mend: Action;
  readonly crash: Action;
  readonly repairs: readonly Offer[];
  readonly crashes: readonly Offer[];
  /** those of `crashes` that do not come at once */
  readonly later: readonly Offer[];
}

/** What is drawn together with LYNCBACKUP: the replicator and the modules are services among the others. */
const SERVICES: readonly FaultTarget['kind'][] = ['replicator', 'module', 'share'];

/** What is offered of something that can break. */
export function faultOffers(target: FaultTarget): FaultOffers {
  const kind = SERVICES.includes(target.kind) ? 'service' : target.kind;
  const crashes = target.kind === 'link' ? cuts(target.link) : whenever(`crash ${kind}`, breaking(target));
  return {
    target,
    mend: { type: 'fault', fault: mending(target) },
    crash: { type: 'fault', fault: breaking(target) },
    repairs: whenever('repair', mending(target)),
    crashes,
    later: crashes.filter(({ inMs }) => inMs !== null),
  };
}

/** A fault now, or scheduled. */
function whenever(kind: string, fault: FaultAction): Offer[] {
  const work = { kind: 'fault', fault } as const;
  return DELAYS_MS.map((ms) => ({ kind, work, inMs: ms === 0 ? null : ms }));
}

/** Of a link, whatever its state: both ways, or one. */
const cuts = ([a, b]: readonly [string, string]): Offer[] =>
  [
    { kind: 'link', link: [a, b], oneWay: false } as const,
    { kind: 'link', link: [b, a], oneWay: true } as const,
    { kind: 'link', link: [a, b], oneWay: true } as const,
  ].flatMap((target) => whenever('cut', breaking(target)));

/** The kind of two machines that go together, or one after the other. */
export const TWO_MACHINES = 'crash two';

/** Machines of one pool that one power supply, one update or one administrator takes: its servers, or its Back End. */
export type Rack = readonly FaultOffers[];

/**
 * After how long the second machine goes, and the first is back: at once; before the FE tail is written (D15); before
 * replicas are rebuilt (M11); restarted one after the other, the second while the first catches up (D24).
 */
const WAYS: readonly { readonly secondMs: number; readonly backMs: number | null }[] = [
  { secondMs: 0, backMs: null },
  { secondMs: 2 * SECOND, backMs: null },
  { secondMs: 2 * MIN, backMs: null },
  { secondMs: 6 * MIN, backMs: 5 * MIN },
];

/** The machines that go together, of those that can break. */
export function racksOf({ layout }: World, faults: readonly FaultOffers[]): Rack[] {
  const machines = new Map(
    faults.flatMap((each) => (each.target.kind === 'server' ? [[layout.host(each.target.server), each] as const] : [])),
  );
  return layout.pools.flatMap((pool) =>
    [pool.servers, backEndHosts(pool)]
      .map((hosts) => [...new Set(hosts)].flatMap((host) => machines.get(host) ?? []))
      .filter(({ length }) => length > 1),
  );
}

/** Adds the kind of two machines, where two are there that can break now. */
export function addTwoMachines(
  kinds: Map<string, Kind<Offer>>,
  racks: readonly Rack[],
  breakable: ReadonlySet<FaultOffers>,
): void {
  const able = racks.map((rack) => rack.filter((each) => breakable.has(each)));
  const pairs = able.reduce((sum, { length }) => sum + length * (length - 1), 0);
  if (pairs === 0) return;
  kinds.set(TWO_MACHINES, {
    count: pairs * WAYS.length * DELAYS_MS.length,
    at(index) {
      const [first, second] = pairOf(able, index % pairs);
      const rest = Math.floor(index / pairs);
      const { secondMs, backMs } = WAYS[rest % WAYS.length];
      const { inMs, work } = first.crashes[Math.floor(rest / WAYS.length)];
      const later = (offer: Offer, ms: number): Offer => ({ ...offer, inMs: (inMs ?? 0) + ms });
      const back = backMs === null ? [] : [later(first.repairs[0], backMs)];
      return { kind: TWO_MACHINES, work, inMs, with: [...back, later(second.crashes[0], secondMs)] };
    },
  });
}

/** A pair of two different ones of one rack, in either order, by its number among those of all racks. */
function pairOf(racks: readonly Rack[], number: number): readonly [FaultOffers, FaultOffers] {
  let rest = number;
  for (const rack of racks) {
    const others = rack.length - 1;
    const here = rack.length * others;
    if (rest < here) {
      const [first, second] = [Math.floor(rest / others), rest % others];
      return [rack[first], rack[second < first ? second : second + 1]];
    }
    rest -= here;
  }
  throw new RangeError(`there is no pair ${number}`);
}

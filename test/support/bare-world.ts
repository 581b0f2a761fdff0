import { type Departure, departureOf } from '../../src/domain/ledger/departure.js';
import type { Segment } from '../../src/domain/ledger/segment.js';
import { MODULES } from '../../src/domain/state/modules.js';
import type { World } from '../../src/domain/state/world.js';

/** A log in which one change is acknowledged at each whole second, up to where each of its segments ends. */
export interface BareLog {
  owner: number;
  module: string;
  side: number;
  isSilent: boolean;
  acknowledging: number;
  current: number;
  segments: Segment[];
  /** positions served now, and on the best disk */
  serves: number[];
  disk: number[];
  /** changes that the load acknowledged */
  byLoad: number;
  beyond: boolean;
}

const second = { count: (ms: number): number => Math.floor(ms / 1000), timeOf: (n: number): number => n * 1000 };

/** A log of pool `owner` whose segments end at `ends` (ms); all of them served and on a disk. */
export function bareLog(owner: number, module: number, ends: readonly number[], more: Partial<BareLog> = {}) {
  const log = {
    owner,
    module: MODULES[module],
    side: 0,
    isSilent: false,
    acknowledging: 0,
    current: ends.length - 1,
    segments: ends.map((endMs) => ({ endMs, ...second })) as unknown as Segment[],
    serves: [...ends],
    disk: [...ends],
    byLoad: ends.reduce((sum, ms) => sum + second.count(ms), 0),
    beyond: false,
    ...more,
    served(_now: number, _store: number, into: number[] = []): number[] {
      into.length = 0;
      into.push(...log.serves);
      return into;
    },
    onDisk: (): number[] => log.disk,
    departed: (before: readonly number[], after: readonly number[]): Departure | null =>
      departureOf(log.segments, before, after, () => log.disk),
    countOf: (at: readonly number[]): number => at.reduce((sum, ms) => sum + Math.max(0, second.count(ms)), 0),
    acknowledged: (): number => log.countOf(log.segments.map(({ endMs }) => endMs)),
    acknowledgedByLoad: (): number => log.byLoad,
    overrun: (): boolean => log.beyond,
  };
  return log;
}

/** A number for each key, all 0 at first: what a variable of the state looks like. */
export function variable(...values: number[]) {
  const held = [...values];
  return {
    get: (at = 0): number => held[at] ?? 0,
    set: (at: number, value: number): void => {
      held[at] = value;
    },
  };
}

/** As `variable`, by pool; there is no third. */
function ofTwoPools() {
  const held = variable(0, 0);
  return {
    ...held,
    get(p: number): number {
      if (p > 1) throw new RangeError(`there is no pool ${p}`);
      return held.get(p);
    },
  };
}

/**
 * A world of two paired pools with these logs and nothing else, and what is observed in it. What a test is about is
 * replaced by `more`; whatever else is asked for is not there.
 */
export function bareWorld(logs: ReturnType<typeof bareLog>[], more: object = {}) {
  const seen: string[] = [];
  const departures: (Departure | null)[] = [];
  const moduleOfLog = logs.map(({ module }) => (MODULES as readonly string[]).indexOf(module));
  const world = {
    now: 100_000,
    cause: '',
    quiet: false,
    state: { logs, burnt: logs.map(() => null), leavings: logs.map(() => []), outages: [], configOutageMs: -1 },
    moduleOfLog,
    logIndex: [0, 1].map((p) =>
      MODULES.map((_, m) => logs.findIndex(({ owner }, i) => owner === p && moduleOfLog[i] === m)),
    ),
    layout: { pools: [{ index: 0 }, { index: 1 }] },
    variables: { burnt: ofTwoPools() },
    allowedDepartures: new Map<number, string>(),
    servingStore: () => 0,
    name: (p: number) => `pool${p + 1}`,
    partner: (p: number) => 1 - p,
    isNormal: () => true,
    canServe: () => false,
    cmsFunctional: () => false,
    tell: (who: string, text: string) => seen.push(`${who}: ${text}`),
    finding: (level: string, rule: string, text: string) => seen.push(`${level} ${rule}: ${text}`),
    effects: {
      observe: (event: { kind: string; invariant: string; rules: string[]; message: string; departure: Departure }) => {
        seen.push(`${event.kind} ${event.invariant} ${event.rules.join()}: ${event.message}`);
        departures.push(event.departure);
      },
    },
    ...more,
  };
  return { world: world as unknown as World, seen, departures };
}

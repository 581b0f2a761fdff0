/** The alphabet of the random walk: everything that makes sense in the present state. */
import { byCmdlet, bySubject, cmdletNamed, commandText, hazardOf } from '../domain/cmdlets/catalog.js';
import type { Hazard, Offered } from '../domain/cmdlets/cmdlet.js';
import { type BoundCommand, isInShell } from '../domain/command.js';
import type { Action } from '../domain/deployment-model.js';
import type { FaultTarget, StepWork, WaitCondition } from '../domain/drill.js';
import { breaking, faultTargets } from '../domain/fault-targets.js';
import type { World } from '../domain/state/world.js';
import type { Kind } from '../simulation/random-walk.js';
import type { Present } from '../simulation/simulator.js';
import {
  addTwoMachines,
  type FaultOffers,
  faultOffers,
  type Offer,
  type Rack,
  racksOf,
  TWO_MACHINES,
} from './fault-offers.js';
import { type Focus, focusOf } from './sequence-focus.js';

/** An offer that was taken, in words. */
export interface ToldOffer extends Offer {
  /** a cmdlet as typed; otherwise null */
  readonly line: string | null;
  /** the named hazard of domain.md 8 that this is, by its rule; null = none */
  readonly hazard: Hazard | null;
}

export interface OfferOptions {
  /** offer the named hazards too (domain.md 8, I1) */
  readonly hazards?: boolean;
  /** offer faults (default true) */
  readonly faults?: boolean;
  /** offer commands that take long together with a fault that falls while they run */
  readonly midCommand?: boolean;
  /** what the whole sequence is about, as it was drawn; see `focusOf`; default: all of the deployment */
  readonly focus?: number;
  /** how often a kind of choice is drawn beside the others: a whole number; default 1 each */
  readonly weightOf?: (kind: string) => number;
}

const MIN = 60_000;

/** All that is offered in one run: what never changes of it is made once. */
export class OfferAlphabet {
  private readonly faults: readonly FaultOffers[];
  private readonly actions: readonly Action[];
  private readonly racks: readonly Rack[];
  private readonly focus: Focus | null;

  constructor(
    private readonly world: World,
    private readonly options: OfferOptions,
  ) {
    this.focus = focusOf(world, options.focus ?? 0);
    const targets = options.faults === false ? [] : faultTargets(world);
    this.faults = targets.filter((target) => this.focus?.breaks(target) !== false).map(faultOffers);
    this.actions = this.faults.flatMap(({ mend, crash }) => [mend, crash]);
    this.racks = racksOf(world, this.faults);
  }

  /** How often a kind is drawn beside the others. */
  readonly weightOf = (kind: string): number =>
    (this.options.weightOf?.(kind) ?? 1) * (this.focus?.timesAsOften(kind) ?? 1);

  /**
   * Everything that makes sense to try and is possible now, by its kind, the plainest first. Disaster forms only where
   * the pool cannot serve.
   */
  offers(present: Present<Action>): Map<string, Kind<Offer>> {
    const { world, options } = this;
    const regular = byCmdlet(world, ({ freely }, i) =>
      this.focus?.types(freely.each, i) === false ? [] : typeable(world, freely.offers?.(world, i) ?? []),
    );
    const steps = [...waits(world), ...regular.filter(({ kind }) => kind !== 'hazard')];
    if (options.hazards === true) steps.push(...hazards(world));
    const found: Offer[] = possible(steps, present).map(({ kind, work }) => ({ kind, work, inMs: null }));
    const kinds = new Map<string, Concatenation<Offer>>();
    for (const offer of found) addTo(kinds, offer.kind, [offer]);
    const enabled = new Set(present.enabled(this.actions));
    for (const { mend, repairs } of this.faults) if (enabled.has(mend)) addTo(kinds, repairs[0].kind, repairs);
    // What is broken in part is there to be repaired; a link may be cut again, another way.
    const breakable = this.faults.filter(
      ({ target, mend, crash }) => enabled.has(crash) && (target.kind === 'link' || !enabled.has(mend)),
    );
    for (const { crashes } of breakable) addTo(kinds, crashes[0].kind, crashes);
    const all: Map<string, Kind<Offer>> = kinds;
    addTwoMachines(all, this.racks, new Set(breakable));
    if (options.midCommand === true) addMidCommand(all, found, breakable);
    return all;
  }
}

/** Lists one after another, as one of all of them: of some hundred offers one is drawn. */
class Concatenation<T> implements Kind<T> {
  count = 0;
  private readonly lists: (readonly T[])[] = [];

  add(list: readonly T[]): void {
    this.lists.push(list);
    this.count += list.length;
  }

  readonly at = (index: number): T => {
    let rest = index;
    for (const list of this.lists) {
      if (rest < list.length) return list[rest];
      rest -= list.length;
    }
    throw new RangeError(`there is no ${index} among ${this.count}`);
  };
}

/** Adds offers of one kind behind those that are there. */
function addTo(kinds: Map<string, Concatenation<Offer>>, kind: string, offers: readonly Offer[]): void {
  const some = kinds.get(kind) ?? new Concatenation();
  kinds.set(kind, some);
  some.add(offers);
}

/** The kind of a long command with a fault while it runs. */
export const MID_COMMAND = 'fault in mid-command';

/** All kinds of choices of the random walk; a weight says how often one is drawn beside the others. */
export const CHOICE_KINDS: readonly string[] = [
  ...['wait', 'failover', 'disasterFailover', 'failback', 'cms', 'cmsForce', 'edge', 'database', 'services', 'sync'],
  ...['configuration', 'mistake', 'hazard', 'destroy', 'repair', 'cut', MID_COMMAND],
  ...['crash site', 'crash pool', 'crash server', 'crash fileStore', 'crash service', TWO_MACHINES],
];
/** Kinds of commands that take long enough for a fault to fall meanwhile. */
const LONG: readonly string[] = ['failover', 'disasterFailover', 'failback', 'cms'];

function addMidCommand(
  kinds: Map<string, Kind<Offer>>,
  found: readonly Offer[],
  breakable: readonly FaultOffers[],
): void {
  const commands = found.filter(({ kind }) => LONG.includes(kind));
  const faults = new Concatenation<Offer>();
  for (const { later } of breakable) faults.add(later);
  if (commands.length * faults.count === 0) return;
  kinds.set(MID_COMMAND, {
    count: commands.length * faults.count,
    at: (index) => ({
      ...commands[index % commands.length],
      with: [faults.at(Math.floor(index / commands.length))],
    }),
  });
}

/** Of commands the model says whether one can be typed now; waits are always possible. */
function possible(steps: readonly Offered[], { enabled }: Present<Action>): readonly Offered[] {
  const actionOf = ({ work }: Offered): Action | null => {
    if (work.kind === 'run') return { type: 'command', command: work.command };
    return work.kind === 'topologyBuilder' ? { type: 'publish', change: work.change } : null;
  };
  // One command runs at a time, whichever it is.
  const first = steps.find((step) => actionOf(step) !== null);
  if (first === undefined || enabled([actionOf(first)!]).length > 0) return steps;
  return steps.filter((step) => actionOf(step) === null);
}

/** Lines whose cmdlets the shell has in which they are typed: that of the pool that they name, or of the deployment. */
const typeable = ({ deployment: { product, pools } }: World, offered: readonly Offered[]): Offered[] =>
  offered.filter(({ work }) => {
    if (work.kind !== 'run') return true;
    const { cmdlet, parameters } = work.command;
    const named = pools.find(({ fqdn }) => fqdn === parameters.PoolFqdn)?.product;
    return isInShell(cmdletNamed(cmdlet)!, named ?? product);
  });

/** An offer with what a reader is told of it. */
export function told(world: World, { kind, work, inMs }: Offer): ToldOffer {
  const line = work.kind === 'run' ? commandText(work.command) : null;
  return { kind, work, line, inMs, hazard: hazardIn(world, work) };
}

function hazardIn(world: World, work: StepWork): Hazard | null {
  if (work.kind === 'run') return hazardOf(world, work.command);
  return work.kind === 'fault' && work.fault.destroy ? 'M15' : null;
}

/** Whether a line is a hazard in the present state, or one that the random walk would type as such alone. */
export function isHazardous(world: World, command: BoundCommand): boolean {
  if (hazardOf(world, command) !== null) return true;
  const text = commandText(command);
  const offered = byCmdlet(world, ({ freely }, i) => freely.offers?.(world, i) ?? []);
  return offered.some(
    ({ kind, work }) => kind === 'hazard' && work.kind === 'run' && commandText(work.command) === text,
  );
}

/** A wait for a condition, as an offer. */
export const until = (condition: WaitCondition, pool: string | null, timeoutMs: number): Offered => ({
  kind: 'wait',
  work: { kind: 'waitUntil', condition, pool, timeoutMs },
});
/** A wait of some minutes, as an offer. */
export const pause = (minutes: number): Offered => ({
  kind: 'wait',
  work: { kind: 'wait', durationMs: minutes * MIN },
});

function waits(world: World): Offered[] {
  const found = world.layout.pools.flatMap(({ pool }) => [
    until('regular', pool.fqdn, 30 * MIN),
    until('steady', pool.fqdn, 60 * MIN),
    until('synchronized', pool.fqdn, 60 * MIN),
  ]);
  return [pause(3), ...found, until('replicated', null, 15 * MIN)];
}

/** The named hazards (domain.md 8): forms of cmdlets, and disks that are lost. */
function hazards(world: World): Offered[] {
  const { pools, shares, hosts, siteNames } = world.layout;
  const typed = bySubject(world, ({ freely }, i) => typeable(world, freely.offers?.(world, i) ?? []));
  const disks = [...pools.flatMap(({ sql }) => sql.filter((h) => h >= 0)), ...shares];
  const destroyed: FaultTarget[] = [
    ...[...new Set(disks)].map((h) => ({ kind: 'server', server: hosts[h].fqdn }) as const),
    ...siteNames.map((site) => ({ kind: 'site', site }) as const),
  ];
  return [
    ...typed.filter(({ kind }) => kind === 'hazard'),
    ...destroyed.map((target) => ({
      kind: 'destroy',
      work: { kind: 'fault', fault: { ...breaking(target), destroy: true } } as const,
    })),
  ];
}

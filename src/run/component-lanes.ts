/**
 * The states of components over time: watched variables are compared after every event of a run, and where one has
 * changed a new interval begins.
 */

import type { ComponentInterval, ComponentResult } from '../domain/component-result.js';
import { mirroringState } from '../domain/components/back-end/machine.js';
import { synchronizationState } from '../domain/components/secondary-replica/machine.js';
import type { World } from '../domain/state/world.js';
import type { ControlWatch } from './control-watch.js';
import { type Lane, machineLanes, watchOfMachines } from './machine-lanes.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What stands for a group that is not online, and for one without secondaries, among the states of a replica. */
const GROUP_RESOLVING = 14;
const GROUP_ALONE = 15;

/** A component that is watched, its intervals so far, and the number of its present state. */
interface Watched extends Lane {
  readonly intervals: Mutable<ComponentInterval>[];
  last: number;
}

/** The components of a deployment as one run has them. */
export class ComponentLanes {
  private readonly watched: readonly Watched[];
  private readonly machines: readonly Watched[];
  private readonly machinesWatch: ControlWatch;
  private begun = false;

  /** `failoversOnly`: nobody asks for the others */
  constructor(
    private readonly world: World,
    failoversOnly = false,
  ) {
    const pools = world.layout.pools.map(({ index }) => index);
    this.watched = failoversOnly
      ? pools.map((p) => this.failover(p))
      : [...pools.flatMap((p) => this.ofPool(p)), ...(world.layout.cmsHome < 0 ? [] : [this.managementStore()])];
    this.machines = failoversOnly ? [] : machineLanes(world).map((lane) => ({ ...lane, intervals: [], last: 0 }));
    this.machinesWatch = watchOfMachines(world);
  }

  private failover(p: number): Watched {
    const { variables, machines } = this.world;
    return {
      kind: 'failover',
      subject: this.world.name(p),
      part: null,
      value: () => variables.failover.get(p),
      tell: () => ({ state: machines.failover.states[variables.failover.get(p)], on: null }),
      intervals: [],
      last: 0,
    };
  }

  private ofPool(p: number): Watched[] {
    const { world } = this;
    const { variables, machines } = world;
    const of = { subject: world.name(p), part: null, last: 0 };
    return [
      {
        ...of,
        intervals: [],
        kind: 'frontEnd',
        value: () => variables.frontEnd.get(p),
        tell: () => ({ state: machines.frontEnd.states[variables.frontEnd.get(p)], on: null }),
      },
      this.failover(p),
      ...world.pool(p).databases.map(
        (db): Watched => ({
          ...of,
          intervals: [],
          kind: 'database',
          part: world.databaseName(db),
          value: () => this.databaseValue(p, db),
          tell: () => this.database(p, db),
        }),
      ),
    ];
  }

  /** A number that changes with what `database` tells. */
  private databaseValue(p: number, db: number): number {
    const { world } = this;
    const principal = world.principalSide(p, db);
    const served = Number(world.served(p, db));
    if (world.pool(p).instance !== null) return world.variables.owner.get(p) * 2 + served;
    if (world.pool(p).group === null) return (world.session(p, db) * 2 + principal) * 2 + served;
    return (this.groupState(p) * world.layout.storesPerSide + principal) * 2 + served;
  }

  /** The worst of its secondaries, as a state of their machine by number; or one of the two above. */
  private groupState(p: number): number {
    const { world } = this;
    const { variables, ids } = world;
    if (!ids.group.online[variables.group.get(p)]) return GROUP_RESOLVING;
    const primary = world.principalSide(p, 0);
    const others = world.pool(p).sql.flatMap((_, i) => (i === primary ? [] : variables.secondary.get(p, i)));
    return others.find((state) => !ids.secondary.inStep[state]) ?? others[0] ?? GROUP_ALONE;
  }

  /** The state of its mirroring, or of its group, and the server that serves it. */
  private database(p: number, db: number): Pick<ComponentInterval, 'state' | 'on'> {
    const { world } = this;
    const { sql, group, instance, cluster } = world.pool(p);
    const serves = instance === null ? sql[world.principalSide(p, db)] : cluster!.nodes[world.variables.owner.get(p)];
    const on = world.served(p, db) ? world.layout.hosts[serves].fqdn : null;
    if (group !== null) return { state: this.groupWords(p), on };
    if (sql[1] < 0 || world.ids.session.single[world.session(p, db)]) return { state: 'single', on };
    return { state: mirroringState(world.sessionName(p, db)), on };
  }

  private groupWords(p: number): string {
    const state = this.groupState(p);
    if (state === GROUP_RESOLVING) return 'RESOLVING';
    return state === GROUP_ALONE ? 'single' : synchronizationState(this.world.machines.secondaryReplica.states[state]);
  }

  private managementStore(): Watched {
    const { world } = this;
    return {
      kind: 'centralManagement',
      subject: 'Central Management Store',
      part: null,
      value: () => world.variables.cms.get() * 2 + Number(world.cmsFunctional()),
      tell: () => ({
        state: world.cmsFunctional() ? 'active' : 'unavailable',
        on: world.cmsMaster() < 0 ? null : world.name(world.cmsMaster()),
      }),
      intervals: [],
      last: 0,
    };
  }

  /** An event has been applied, and all has settled. */
  look(atMs: number): void {
    this.lookAt(this.watched, atMs);
    if (this.machines.length > 0 && this.machinesWatch.hasChanged()) this.lookAt(this.machines, atMs);
    this.begun = true;
  }

  private lookAt(lanes: readonly Watched[], atMs: number): void {
    for (const lane of lanes) {
      const value = lane.value();
      if (this.begun && value === lane.last) continue;
      lane.last = value;
      beginInterval(lane.intervals, atMs, lane.tell());
    }
  }

  finish(endMs: number): void {
    for (const { intervals } of [...this.watched, ...this.machines]) {
      const last = intervals.at(-1);
      if (last !== undefined) last.toMs = endMs;
    }
  }

  /** The intervals of one lane. */
  intervalsOf(kind: ComponentResult['kind'], subject: string): readonly ComponentInterval[] {
    return this.watched.find((lane) => lane.kind === kind && lane.subject === subject)?.intervals ?? [];
  }

  results(): ComponentResult[] {
    return [...this.watched, ...this.machines].map(({ kind, subject, part, intervals }) => ({
      kind,
      subject,
      part,
      intervals,
    }));
  }
}

/** Begins an interval; what lasted no time, or is as before, is none of its own. */
export function beginInterval(
  intervals: Mutable<ComponentInterval>[],
  atMs: number,
  { state, on }: Pick<ComponentInterval, 'state' | 'on'>,
): void {
  const last = intervals.at(-1);
  if (last?.fromMs === atMs) intervals.pop();
  const before = intervals.at(-1);
  if (before !== undefined) before.toMs = atMs;
  if (before?.state === state && before.on === on) return;
  intervals.push({ fromMs: atMs, toMs: atMs, state, on });
}

import type { Effects } from '../../src/core/model.js';
import type { Machines } from '../../src/domain/components/tables.js';
import type { Deployment } from '../../src/domain/deployment.js';
import { type Action, DeploymentModel } from '../../src/domain/deployment-model.js';
import type { Load } from '../../src/domain/drill.js';
import { classes } from '../../src/domain/invariants/no-loss.js';
import type { Observation } from '../../src/domain/observation.js';
import type { WorldState } from '../../src/domain/state/world-state.js';

/** A drill of a few days has some ten thousand events; more than this is a run that does not end. */
const EVENTS_MAX = 2_000_000;

/**
 * The model with every invariant checked after every event, whatever was touched. What the model itself
 * tells and what is true here must agree.
 */
export class CheckedModel extends DeploymentModel {
  events = 0;
  readonly observed: string[] = [];
  private readonly told = new Set<string>();

  constructor(
    deployment: Deployment,
    load: Load,
    machines?: Machines,
    private readonly keepObserved = false,
    lookAlways = false,
  ) {
    super(deployment, load, machines, { lookAlways });
  }

  override initial(sink: Effects<Observation>): WorldState {
    return super.initial(this.listening(sink));
  }

  override apply(state: WorldState, action: Action, sink: Effects<Observation>): void {
    if (++this.events > EVENTS_MAX) throw new Error(`more than ${EVENTS_MAX} events: the run does not end`);
    super.apply(state, action, this.listening(sink));
    this.checkAll();
  }

  private listening(sink: Effects<Observation>): Effects<Observation> {
    return {
      start: (slot, min, max) => {
        if (!(min >= 0 && max >= min)) throw new Error(`work in ${this.slotName(slot)} from ${min} to ${max} ms`);
        sink.start(slot, min, max);
      },
      startPeriodic: (slot, min, max, period) => sink.startPeriodic(slot, min, max, period),
      cancel: (slot) => sink.cancel(slot),
      observe: (o) => {
        if (o.kind === 'violation') this.told.add(o.invariant);
        if (this.keepObserved) this.observed.push(`${this.world.now} ${JSON.stringify(o)}`);
        sink.observe(o);
      },
    };
  }

  private checkAll(): void {
    const world = this.world;
    for (const property of this.properties) {
      const wrong = property.violation(world.state);
      if (wrong !== null) this.mustBeTold(property.id, wrong);
    }
    if (this.events % 8 !== 0) return;
    for (let i = 0; i < world.state.logs.length; i++) {
      const { served, stranded, lost } = classes(world, i);
      for (const n of [served, stranded, lost]) {
        if (!Number.isSafeInteger(n) || n < 0) throw new Error(`${world.state.logs[i].module}: a count of ${n}`);
      }
    }
  }

  private mustBeTold(id: string, wrong: string): void {
    if (!this.told.has(id)) throw new Error(`${id} is broken and was not told: ${wrong}`);
  }
}

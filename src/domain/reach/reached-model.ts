/**
 * Coverage recorder: marks what of the model some runs reach, a bit for each cell of each machine's table and a key for
 * each thing that becomes of commands and components. A world without one records nothing.
 */
import { transitionAt } from '../../core/machine-transitions.js';
import type { Effects } from '../../core/model.js';
import type { MachineListener, MachineTable } from '../../core/state-machine.js';
import type { Consequence } from '../consequence.js';
import type { FaultAction } from '../drill.js';
import { isBreaking } from '../drill-input.js';
import type { Observation } from '../observation.js';
import { type CommandPhase, type CoverageKind, componentOf, itemKey, type ModelItems } from './model-item.js';

/** What runs on one or more models have reached; one run at a time. */
export class ReachedModel implements Effects<Observation>, MachineListener {
  private sink!: Effects<Observation>;
  private readonly cells = new Map<MachineTable, Uint8Array>();
  private readonly keys = new Set<string>();
  /** the cmdlet that was begun last, until it ends */
  private cmdlet: string | null = null;

  /** A run begins: its machines are in some state before any event. */
  begun(instances: readonly { readonly machine: MachineTable; readonly start: number }[]): void {
    this.cmdlet = null;
    for (const { machine, start } of instances) {
      this.add('states', { machine: machine.name, state: machine.states[start] });
    }
  }

  /** An event was sent to a machine in some state. */
  sent(machine: MachineTable, state: number, event: number): void {
    let marks = this.cells.get(machine);
    if (marks === undefined) {
      marks = new Uint8Array(machine.states.length * machine.eventCount);
      this.cells.set(machine, marks);
    }
    marks[state * machine.eventCount + event] = 1;
  }

  /** Something is broken or put right; `running`: while a command runs. */
  fault(fault: FaultAction, running: boolean): void {
    const { target, destroy } = fault;
    const component = componentOf(target);
    const { kind } = target;
    this.add('faults', { effect: isBreaking(fault) ? 'lost' : 'repaired', kind, component });
    if (destroy) this.add('faults', { effect: 'disksDestroyed', kind, component });
    if (running) this.command('faultWhileRunning');
  }

  /** The command that was begun goes on in virtual time. */
  started(): void {
    this.command('started');
  }

  /** A run is over. */
  ended(end: Consequence): void {
    this.cmdlet = null;
    this.add('endStates', { end });
  }

  /** The keys of all that was reached until now, sorted. */
  reached(): string[] {
    const keys = new Set(this.keys);
    for (const [table, marks] of this.cells) {
      const { name: machine, states, eventCount } = table;
      for (let cell = marks.indexOf(1); cell >= 0; cell = marks.indexOf(1, cell + 1)) {
        keys.add(itemKey('states', { machine, state: states[Math.floor(cell / eventCount)] }));
        const transition = transitionAt(table, cell);
        if (transition === null) continue;
        keys.add(itemKey('states', { machine, state: transition.to }));
        keys.add(itemKey('transitions', { machine, ...transition }));
      }
    }
    return [...keys].sort();
  }

  // It hears what a driver hears.

  /** Hears what `sink` hears. */
  over(sink: Effects<Observation>): this {
    this.sink = sink;
    return this;
  }

  observe(event: Observation): void {
    if (event.kind === 'begun') this.cmdlet = event.command?.cmdlet ?? null;
    if (event.kind === 'commandEnded') this.answered(event);
    this.sink.observe(event);
  }

  start(slot: number, minMs: number, maxMs: number): void {
    this.sink.start(slot, minMs, maxMs);
  }

  startPeriodic(slot: number, minFirstMs: number, maxFirstMs: number, periodMs: number): void {
    this.sink.startPeriodic(slot, minFirstMs, maxFirstMs, periodMs);
  }

  cancel(slot: number): void {
    this.sink.cancel(slot);
  }

  private answered({ outcome, rule }: Extract<Observation, { kind: 'commandEnded' }>): void {
    if (this.cmdlet !== null && rule !== null) this.add('refusals', { cmdlet: this.cmdlet, rule });
    if (outcome === 'ok') this.command('finished');
    if (outcome === 'failed') this.command('failed');
    this.cmdlet = null;
  }

  private command(phase: CommandPhase): void {
    if (this.cmdlet !== null) this.add('commands', { cmdlet: this.cmdlet, phase });
  }

  private add<K extends CoverageKind>(kind: K, item: ModelItems[K]): void {
    this.keys.add(itemKey(kind, item));
  }
}

/** Forward reachability in the table of a machine: the states and transitions that some event can lead through. */
import type { MachineTable } from './state-machine.js';

/** What can be told apart of a table: an event that leads from one state to another, or starts something there. */
export interface MachineTransition {
  readonly from: string;
  /** the type of the event, whatever its parameters say */
  readonly event: string;
  readonly to: string;
}

/** What of a machine can be reached, both in the order of the machine. */
export interface ReachableMachine {
  readonly states: readonly string[];
  readonly transitions: readonly MachineTransition[];
}

/** The transition that a cell of the table is; null = the event does nothing in that state. */
export function transitionAt(table: MachineTable, cell: number): MachineTransition | null {
  const [state, event] = [Math.floor(cell / table.eventCount), cell % table.eventCount];
  const to = table.to(state, event);
  if (to === state && table.out(state, event).length === 0) return null;
  return { from: table.states[state], event: table.eventObject(event).type, to: table.states[to] };
}

/** All that can be reached from some states by events that can happen; each transition once. */
export function reachableFrom(
  table: MachineTable,
  starts: readonly number[],
  canHappen: (event: number) => boolean = () => true,
): ReachableMachine {
  const events = Array.from({ length: table.eventCount }, (_, event) => event).filter(canHappen);
  const found = new Set(starts);
  const transitions = new Map<string, MachineTransition>();
  // A set that grows is gone through to its end.
  for (const state of found) {
    for (const event of events) {
      found.add(table.to(state, event));
      const transition = transitionAt(table, state * table.eventCount + event);
      if (transition !== null) transitions.set(Object.values(transition).join(' '), transition);
    }
  }
  const order = (state: string): number => table.id(state);
  return {
    states: table.states.filter((_, state) => found.has(state)),
    transitions: [...transitions.values()].sort((a, b) => order(a.from) - order(b.from)),
  };
}

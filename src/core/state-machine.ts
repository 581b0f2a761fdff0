/**
 * A finite state machine as a table: transitions are worked out by XState once, when they are first taken, and looked
 * up from then on. A test compares every cell with XState itself.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, type StateValue, transition } from 'xstate';

/** A signal that a transition gives out: an XState action as data, never executed by XState. */
export interface Output {
  readonly type: string;
}

/** Event type → the names of its yes/no parameters. What another component's state decides arrives here. */
export type EventAlphabet = Readonly<Record<string, readonly string[]>>;

/** How the cells of a component are found: from its table (the product) or by XState each time (the baseline). */
export type Engine = 'table' | 'xstate';

/** Hears of every event that is sent to a machine, with the number of the state that it meets. */
export interface MachineListener {
  sent(machine: MachineTable, state: number, event: number): void;
}

const NO_OUTPUTS: readonly Output[] = [];

/** Yes/no parameters of an event as the bits that `first` of its type is added to. */
export function bits(a: boolean, b = false, c = false, d = false, e = false, f = false): number {
  return (a ? 1 : 0) | (b ? 2 : 0) | (c ? 4 : 0) | (d ? 8 : 0) | (e ? 16 : 0) | (f ? 32 : 0);
}

/**
 * An XState machine as a finite table (state × event → state × outputs). Cells are filled by XState's
 * `transition()` on first use. States are the machine's leaf states in document order, so their numbers
 * are the same in every process. A machine has no context, no timers and no parallel regions; an event
 * that is not in the alphabet, or a parameter that it does not declare, throws: that is a fault of ours.
 */
export class MachineTable {
  readonly states: readonly string[];
  readonly initial: number;
  private readonly snapshots: AnyMachineSnapshot[];
  private readonly index: Map<string, number>;
  private readonly eventBase = new Map<string, number>();
  private readonly events: { type: string; parameters: readonly string[]; bits: number }[] = [];
  private readonly next: Int16Array;
  private readonly outputs: (readonly Output[])[];
  readonly eventCount: number;
  engine: Engine = 'table';

  constructor(
    readonly name: string,
    readonly machine: AnyStateMachine,
    readonly alphabet: EventAlphabet,
  ) {
    this.states = leaves(machine);
    this.index = new Map(this.states.map((s, i) => [s, i]));
    this.snapshots = this.states.map((s) => machine.resolveState({ value: stateValueOf(s), context: {} }));
    for (const [type, parameters] of Object.entries(alphabet)) {
      this.eventBase.set(type, this.events.length);
      for (let bits = 0; bits < 1 << parameters.length; bits++) this.events.push({ type, parameters, bits });
    }
    this.eventCount = this.events.length;
    this.next = new Int16Array(this.states.length * this.eventCount).fill(-1);
    this.outputs = new Array(this.states.length * this.eventCount);
    this.initial = this.id(pathOf(machine.resolveState({ value: startOf(machine), context: {} }).value));
  }

  /** The number of a leaf state, named by its path: `planned.syncing`. */
  id(state: string): number {
    const found = this.index.get(state);
    if (found === undefined) throw new Error(`${this.name} has no state ${state}`);
    return found;
  }

  /** The number of an event with its yes/no parameters in the order of the alphabet. */
  event(type: string, ...parameters: readonly (boolean | number)[]): number {
    const base = this.first(type);
    if (parameters.length !== this.alphabet[type].length) {
      throw new Error(`${this.name}: ${type} takes ${this.alphabet[type].length} parameters`);
    }
    let bits = 0;
    for (let i = 0; i < parameters.length; i++) if (parameters[i]) bits |= 1 << i;
    return base + bits;
  }

  /** Of each state, by number, whether it is one of these. */
  among(...states: readonly string[]): readonly boolean[] {
    const ids = new Set(states.map((s) => this.id(s)));
    return this.states.map((_, id) => ids.has(id));
  }

  /**
   * The number of an event with all its parameters no; for callers that ask often. The first parameter adds 1
   * where it is yes, the second 2, and so on (`bits`).
   */
  first(type: string): number {
    const base = this.eventBase.get(type);
    if (base === undefined) throw new Error(`${this.name} has no event ${type}`);
    return base;
  }

  /** The event object that XState sees for an event number. */
  eventObject(event: number): { type: string } & Record<string, boolean | string> {
    const { type, parameters, bits } = this.events[event];
    const object: { type: string } & Record<string, boolean | string> = { type };
    parameters.forEach((name, i) => {
      object[name] = (bits & (1 << i)) !== 0;
    });
    return object;
  }

  /** The state after `event` in `state`. */
  to(state: number, event: number): number {
    const cell = state * this.eventCount + event;
    if (this.engine === 'xstate' || this.next[cell] < 0) this.fill(cell, state, event);
    return this.next[cell];
  }

  /** The signals that `event` in `state` gives out; ask `to` first. */
  out(state: number, event: number): readonly Output[] {
    const cell = state * this.eventCount + event;
    if (this.next[cell] < 0) this.fill(cell, state, event);
    return this.outputs[cell];
  }

  private fill(cell: number, state: number, event: number): void {
    const [snapshot, actions] = transition(this.machine, this.snapshots[state], this.eventObject(event));
    this.next[cell] = this.id(pathOf((snapshot as AnyMachineSnapshot).value));
    this.outputs[cell] = actions.length === 0 ? NO_OUTPUTS : actions.map((a) => ({ type: a.type }));
  }
}

function pathOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length !== 1) throw new Error('a component has no parallel regions');
  const [key, inner] = entries[0];
  return `${key}.${pathOf(inner)}`;
}

function stateValueOf(path: string): StateValue {
  const dot = path.indexOf('.');
  return dot < 0 ? path : { [path.slice(0, dot)]: stateValueOf(path.slice(dot + 1)) };
}

interface StateNode {
  readonly states: Readonly<Record<string, StateNode>>;
  /** without a target where the node is a leaf */
  readonly initial: { readonly target: readonly { readonly key: string }[] };
}

function leaves(machine: AnyStateMachine): string[] {
  const found: string[] = [];
  const walk = (node: StateNode, path: string): void => {
    const children = Object.entries(node.states);
    if (children.length === 0) found.push(path);
    for (const [key, child] of children) walk(child, path === '' ? key : `${path}.${key}`);
  };
  walk(machine.root as unknown as StateNode, '');
  return found;
}

function startOf(machine: AnyStateMachine): StateValue {
  const descend = (node: StateNode): string[] => {
    const key = node.initial.target[0]?.key;
    return key === undefined ? [] : [key, ...descend(node.states[key])];
  };
  return stateValueOf(descend(machine.root as unknown as StateNode).join('.'));
}

/** Names of the signals a machine gives out, as XState wants them: actions that do nothing by themselves. */
export function signals<const N extends string>(...names: N[]): Record<N, () => void> {
  return Object.fromEntries(names.map((n) => [n, () => {}])) as Record<N, () => void>;
}

type YesNoEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Guards that read the yes/no parameters of the event, one for each name, under the same name. */
export function whether<const N extends string>(...names: N[]): Record<N, (args: { event: YesNoEvent }) => boolean> {
  return Object.fromEntries(names.map((n) => [n, ({ event }: { event: YesNoEvent }) => event[n] === true])) as Record<
    N,
    (args: { event: YesNoEvent }) => boolean
  >;
}

/**
 * The script's half of a state: how far the steps are, what has been used up, and what went otherwise than expected.
 * Packed into bit fields of the ranges that the plan allows.
 */
import type { BitFields } from '../../core/bit-fields.js';
import { HAZARDS } from '../../domain/cmdlets/cmdlet.js';
import type { Breakable } from './alphabet.js';
import type { ExplorationPlan, PlannedStep } from './plan.js';

/** How far the script is, and what is left of the faults, commands and mistakes that the search may add. */
export interface ScriptState {
  /** steps that are done; in a swap see `order` */
  step: number;
  /** 0 = in order, 1 = the next two swapped and the later one first, 2 = the later one is done */
  order: number;
  /** the drill's own faults that have come */
  faults: number;
  extraFaults: number;
  commands: number;
  mistakes: number;
  /** 0, or the first step that did not go as expected: see `objection` */
  objection: number;
  /** 0, or 1 + the first step that ended as not modelled, whatever went otherwise before it */
  unmodelled: number;
  /** bits of the HAZARDS taken so far */
  hazards: number;
  /** how often the search broke each breakable */
  broken: number[];
  /** of these, how many are not repaired */
  open: number[];
}

/** How a step can go otherwise than the drill expects. */
export const OBJECTIONS = [
  'refused',
  'failed',
  'not in time',
  'not modelled',
  'not refused',
  'refused by another rule',
] as const;

/** A step and its objection as one number from 1. */
export const objection = (step: number, what: (typeof OBJECTIONS)[number]): number =>
  1 + step * OBJECTIONS.length + OBJECTIONS.indexOf(what);

/** What `objection` made one number of. */
export const objectionOf = (n: number): { step: number; what: (typeof OBJECTIONS)[number] } => ({
  step: Math.floor((n - 1) / OBJECTIONS.length),
  what: OBJECTIONS[(n - 1) % OBJECTIONS.length],
});

/**
 * Whether it matters if what a wait is for holds. Either way the script goes on with the next step, and nothing happens
 * to the deployment; a wait that was not in time is told as the first step that went otherwise than expected. Once there
 * was one, the two ways lead to the same state.
 */
export const waitsDecide = ({ objection }: ScriptState): boolean => objection === 0;

const mayBeUnmodelled = ({ kind }: PlannedStep): boolean => kind === 'command' || kind === 'notModelled';

/** Packs a `ScriptState` into the fields that it adds. */
export class ScriptPacking {
  /** The first of its fields. */
  readonly first: number;
  private readonly numbers: [keyof ScriptState, number][] = [];
  private readonly broken: number[];
  private readonly open: number[];

  constructor(
    private readonly fields: BitFields,
    plan: ExplorationPlan,
    breakables: readonly Breakable[],
  ) {
    this.first = fields.size;
    const { steps, faults, request } = plan;
    const maximum: Partial<Record<keyof ScriptState, number>> = {
      step: steps.length,
      order: 2,
      faults: faults.length,
      extraFaults: request.faults,
      commands: request.free,
      mistakes: request.mistakes,
      objection: steps.length * OBJECTIONS.length,
      unmodelled: steps.some(mayBeUnmodelled) ? steps.length : 0,
      hazards: 2 ** HAZARDS.length - 1,
    };
    for (const [key, max] of Object.entries(maximum)) {
      if (max > 0) this.numbers.push([key as keyof ScriptState, fields.add({ min: 0, max })]);
    }
    const counts = (most: number): number[] =>
      most === 0
        ? []
        : breakables.map((b) => fields.add({ min: 0, max: request.repairs ? most : Math.min(most, b.members.length) }));
    this.broken = counts(request.faults);
    this.open = request.repairs ? counts(request.faults) : [];
  }

  /** Steps that are done, or further faults that are left, without unpacking the rest. */
  only(what: 'step' | 'extraFaults', words: Uint32Array, at: number): number {
    for (const [key, field] of this.numbers) if (key === what) return this.fields.get(words, at, field);
    return 0;
  }

  pack(s: ScriptState, words: Uint32Array, at: number): void {
    for (const [key, field] of this.numbers) this.fields.put(words, at, field, s[key] as number);
    for (let i = 0; i < this.broken.length; i++) this.fields.put(words, at, this.broken[i], s.broken[i]);
    for (let i = 0; i < this.open.length; i++) this.fields.put(words, at, this.open[i], s.open[i]);
  }

  unpack(words: Uint32Array, at: number, s: ScriptState): void {
    for (const [key, field] of this.numbers) (s[key] as number) = this.fields.get(words, at, field);
    for (let i = 0; i < this.broken.length; i++) s.broken[i] = this.fields.get(words, at, this.broken[i]);
    for (let i = 0; i < this.open.length; i++) s.open[i] = this.fields.get(words, at, this.open[i]);
  }
}

/** The start: nothing done, nothing used up. */
export const freshScript = (): ScriptState => ({
  step: 0,
  order: 0,
  faults: 0,
  extraFaults: 0,
  commands: 0,
  mistakes: 0,
  objection: 0,
  unmodelled: 0,
  hazards: 0,
  broken: [],
  open: [],
});

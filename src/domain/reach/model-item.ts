/** Coverage items: everything of the model that a run can reach or not, as plain records and as keys that sort. */
import type { Consequence } from '../consequence.js';
import type { FaultAction } from '../drill.js';
import { describeTarget } from '../stepping/faults.js';

/** What can become of a cmdlet, beside the rules that refuse it. */
export const COMMAND_PHASES = ['finished', 'started', 'faultWhileRunning', 'failed'] as const;
export type CommandPhase = (typeof COMMAND_PHASES)[number];

/** What can become of a component by a fault of its own. */
export type FaultEffect = 'lost' | 'disksDestroyed' | 'repaired';

/** The parts of an item of each kind, the last of them free text. */
const PARTS = {
  states: ['machine', 'state'],
  transitions: ['machine', 'from', 'event', 'to'],
  refusals: ['cmdlet', 'rule'],
  commands: ['cmdlet', 'phase'],
  faults: ['effect', 'kind', 'component'],
  endStates: ['end'],
} as const;

/** The kinds of items, in the order of reports. */
export const COVERAGE_KINDS = Object.keys(PARTS) as readonly CoverageKind[];
export type CoverageKind = keyof typeof PARTS;

/** One thing that a run can reach, by its kind. */
export interface ModelItems {
  readonly states: { readonly machine: string; readonly state: string };
  readonly transitions: {
    readonly machine: string;
    readonly from: string;
    readonly event: string;
    readonly to: string;
  };
  /** a rule that refuses a cmdlet, or makes it fail */
  readonly refusals: { readonly cmdlet: string; readonly rule: string };
  readonly commands: { readonly cmdlet: string; readonly phase: CommandPhase };
  readonly faults: { readonly effect: FaultEffect; readonly kind: string; readonly component: string };
  /** how a run ended */
  readonly endStates: { readonly end: Consequence };
}

/** The key of an item: equal for equal items, in every process. */
export function itemKey<K extends CoverageKind>(kind: K, item: ModelItems[K]): string {
  const parts = PARTS[kind] as readonly string[] as readonly (keyof ModelItems[K])[];
  return [kind, ...parts.map((part) => item[part])].join('|');
}

/** What a fault is of, in words that do not depend on how it is typed: a link by its ends in order, whichever way it is cut. */
export const componentOf = (target: FaultAction['target']): string =>
  describeTarget(target.kind === 'link' ? { ...target, link: sorted(target.link), oneWay: false } : target);

const sorted = ([a, b]: readonly [string, string]): readonly [string, string] => (a < b ? [a, b] : [b, a]);

/** The kind of the item that a key is of. */
export const kindOfKey = (key: string): CoverageKind => key.slice(0, key.indexOf('|')) as CoverageKind;

/** The item that a key is of. */
export function itemOfKey<K extends CoverageKind>(key: string): ModelItems[K] {
  const [kind, ...texts] = key.split('|');
  const parts = PARTS[kind as K];
  const last = parts.length - 1;
  return Object.fromEntries(
    parts.map((part, i) => [part, i < last ? texts[i] : texts.slice(last).join('|')]),
  ) as unknown as ModelItems[K];
}

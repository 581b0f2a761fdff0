/** A drill being changed, as plain data: each change gives a new one, and the one before is still there. */
import type { FactValue } from '../core/fact.js';
import type { FaultTarget, Load } from '../domain/drill.js';
import type { DrillInput, PlayedStep } from '../domain/drill-input.js';
import { breaking, mending } from '../domain/fault-targets.js';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import type { OfferedStep, PlainDrill } from './messages.js';

/** A step of the drill, or one that was added; one that is skipped stays in its place. */
export interface EditedStep {
  readonly step: PlayedStep;
  readonly place: EmbeddedDrill['places'][number];
  readonly isSkipped: boolean;
  readonly isAdded: boolean;
}

/** The drill in the state that the changes have brought it to. */
export interface EditedDrill {
  readonly faults: DrillInput['faults'];
  readonly steps: readonly EditedStep[];
  readonly deployment: DrillInput['deployment'];
  readonly assumptions: DrillInput['assumptions'];
  readonly load: Load;
}

/** The drill as it was reported. */
export const unchanged = ({ input, places }: EmbeddedDrill): EditedDrill => ({
  faults: input.faults,
  steps: input.steps.map((step, i) => ({ step, place: places[i], isSkipped: false, isAdded: false })),
  deployment: input.deployment,
  assumptions: input.assumptions,
  load: input.load,
});

/** The drill to be played: without the steps that are skipped. */
export function plainDrill(original: EmbeddedDrill, edited: EditedDrill): PlainDrill {
  const { name, seed, input, runbooks } = original;
  const { faults, deployment, assumptions, load } = edited;
  const kept = edited.steps.filter(({ isSkipped }) => !isSkipped);
  return {
    name,
    seed,
    runbooks,
    input: { ...input, faults, deployment, assumptions, load, steps: kept.map(({ step }) => step) },
    places: kept.map(({ place }) => place),
  };
}

const replaced = <T>(items: readonly T[], index: number, by: (item: T) => T): T[] =>
  items.map((item, i) => (i === index ? by(item) : item));

/** With a fault at another time. */
export const faultMoved = (drill: EditedDrill, index: number, atMs: number): EditedDrill => ({
  ...drill,
  faults: replaced(drill.faults, index, (fault) => ({ ...fault, atMs })),
});

/** Without a fault. */
export const faultRemoved = (drill: EditedDrill, index: number): EditedDrill => ({
  ...drill,
  faults: drill.faults.filter((_, i) => i !== index),
});

/** With something that breaks, or is put right, at a time; at equal times the order of the list counts. */
export function faultAdded(drill: EditedDrill, target: FaultTarget, breaks: boolean, atMs: number): EditedDrill {
  const fault = { ...(breaks ? breaking(target) : mending(target)), atMs, forMs: null };
  return { ...drill, faults: [...drill.faults, fault] };
}

/** With a step skipped, or played after all. */
export const stepSkipped = (drill: EditedDrill, index: number, isSkipped: boolean): EditedDrill => ({
  ...drill,
  steps: replaced(drill.steps, index, (step) => ({ ...step, isSkipped })),
});

/** With a step in the place of the one before it (-1) or behind it (1). */
export function stepMoved(drill: EditedDrill, index: number, by: 1 | -1): EditedDrill {
  const other = index + by;
  if (other < 0 || other >= drill.steps.length) return drill;
  const steps = [...drill.steps];
  [steps[index], steps[other]] = [steps[other], steps[index]];
  return { ...drill, steps };
}

/** A step that the drill did not have. */
export function addedStep({ work, text }: OfferedStep, isSkipped: boolean): EditedStep {
  const step: PlayedStep = { work, text, atMs: null, expectRefused: false, rule: null };
  return { step, place: { line: 0, file: null }, isSkipped, isAdded: true };
}

/** With a step added in front of that number. */
export const stepAdded = (drill: EditedDrill, index: number, offered: OfferedStep): EditedDrill => ({
  ...drill,
  steps: [...drill.steps.slice(0, index), addedStep(offered, false), ...drill.steps.slice(index)],
});

/** With a number of the model set. */
export function assumptionSet(drill: EditedDrill, name: string, value: FactValue): EditedDrill {
  const { deployment } = drill;
  return {
    ...drill,
    assumptions: { ...drill.assumptions, [name]: value },
    deployment: { ...deployment, assumptions: { ...deployment.assumptions, [name]: value } },
  };
}

/** With another rate of changes. */
export const loadSet = (drill: EditedDrill, key: keyof Load, value: number): EditedDrill => ({
  ...drill,
  load: { ...drill.load, [key]: value },
});

/** With another time between two runs of the Backup Service. */
export const syncIntervalSet = (drill: EditedDrill, syncIntervalMs: number): EditedDrill => ({
  ...drill,
  deployment: { ...drill.deployment, backupService: { ...drill.deployment.backupService, syncIntervalMs } },
});

/** Where the witness of a pool stands: `null` = it has none, else the name of a site. */
export function witnessPlaced(drill: EditedDrill, fqdn: string, site: string | null): EditedDrill {
  const { deployment } = drill;
  const pools = deployment.pools.map((pool) => {
    if (pool.fqdn !== fqdn) return pool;
    const witness = site === null ? null : (pool.backEnd.witness ?? `witness-of-${pool.fqdn}`);
    const witnessSite = site === null || site === pool.site ? null : site;
    return { ...pool, backEnd: { ...pool.backEnd, witness, witnessSite } };
  });
  return { ...drill, deployment: { ...deployment, pools } };
}

/** The changes in words, for paper and for the drill file. */
export function changesInWords(original: EditedDrill, edited: EditedDrill): string[] {
  const skipped = edited.steps.filter(({ isSkipped }) => isSkipped).length;
  const added = edited.steps.filter(({ isAdded }) => isAdded).length;
  const order = edited.steps.filter(({ isAdded }) => !isAdded).map(({ step }) => step);
  const isReordered = order.some((step, i) => step !== original.steps[i].step);
  const differs = (key: keyof EditedDrill): boolean => JSON.stringify(original[key]) !== JSON.stringify(edited[key]);
  return [
    ...(differs('faults') ? ['faults'] : []),
    ...(skipped > 0 ? [`${skipped} of the steps skipped`] : []),
    ...(added > 0 ? [`${added} added`] : []),
    ...(isReordered ? ['their order'] : []),
    ...(differs('load') ? ['load'] : []),
    ...(differs('assumptions') ? ['assumptions'] : []),
    ...(differs('deployment') && !differs('assumptions') ? ['deployment'] : []),
  ];
}

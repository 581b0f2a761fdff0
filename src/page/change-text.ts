/**
 * A changed drill as a small text for an address: a patch of the drill that the page carries. It names faults, steps, pools and
 * sites by their numbers there, what is added by what the simulator offers, and numbers of the model by name, each within its
 * limits: whoever wrote the text, what comes of it is a change that somebody could have made in the page.
 */
import type { FactValue } from '../core/fact.js';
import { fingerprint } from '../core/hash.js';
import { isBreaking } from '../domain/drill-input.js';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import {
  addedStep,
  assumptionSet,
  type EditedDrill,
  type EditedStep,
  faultAdded,
  loadSet,
  syncIntervalSet,
  unchanged,
  witnessPlaced,
} from './edited-drill.js';
import { type Catalog, lineHash, type OfferedStep, type SettableFact, type WantedOffer } from './messages.js';
import { FAULT_LATEST_MS, LOADS, MINUTE_MS, RATES, SYNC_MINUTES } from './number-limits.js';
import { CHANGE_MOST } from './page-address.js';

/** A step that was added, by the hash of its line; it is looked for in what the simulator offers. */
interface WantedStep {
  readonly wanted: string;
  readonly isSkipped: boolean;
}

/** A change as its text has it: only the steps that were added are still to be found. */
export interface ReadChange {
  readonly edited: Omit<EditedDrill, 'steps'>;
  readonly steps: readonly (EditedStep | WantedStep)[];
}

const isWanted = (step: EditedStep | WantedStep): step is WantedStep => 'wanted' in step;

/** What the numbers of a change count in: another drill, or another version of the model, has others. */
const keyOf = ({ name, seed, input, told }: EmbeddedDrill): string =>
  fingerprint(JSON.stringify([told.tool?.version, name, seed, input])).slice(0, 8);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The text; empty = nothing is changed, null = no address can have it: what `readChange` refuses, as it does one too long. */
export function changeText(embedded: EmbeddedDrill, edited: EditedDrill, catalog: Catalog): string | null {
  const { targets, facts } = catalog;
  const original = unchanged(embedded);
  const entries = [
    ...(same(original.faults, edited.faults) ? [] : faultEntries()),
    ...(same(original.steps, edited.steps) ? [] : [`s${stepTokens(original.steps, edited.steps).join('_')}`]),
    ...LOADS.flatMap(([key], i) => (original.load[key] === edited.load[key] ? [] : [`l${i}_${edited.load[key]}`])),
    ...(original.deployment.backupService.syncIntervalMs === edited.deployment.backupService.syncIntervalMs
      ? []
      : [`i${edited.deployment.backupService.syncIntervalMs}`]),
    ...edited.deployment.pools.flatMap((_, i) => witnessEntries(original, edited, i)),
    ...Object.entries(edited.assumptions).flatMap(([name, value]) =>
      same(original.assumptions[name], value) ? [] : [`a${name}_${valueText(value, facts, name)}`],
    ),
  ];
  if (entries.length === 0) return '';
  const text = [keyOf(embedded), ...entries].join('~');
  return /^[\w.~-]+$/.test(text) && readChange(text, embedded, catalog) !== null ? text : null;

  /** All faults in their order: that of the drill at a time, or one of the targets that breaks or mends. */
  function faultEntries(): string[] {
    if (edited.faults.length === 0) return ['f'];
    const left = original.faults.map((fault, i) => ({ i, key: JSON.stringify({ ...fault, atMs: 0 }) }));
    return edited.faults.map((fault) => {
      const at = left.findIndex(({ key }) => key === JSON.stringify({ ...fault, atMs: 0 }));
      if (at >= 0) return `f${left.splice(at, 1)[0].i}_${fault.atMs}`;
      const target = targets.findIndex((each) => same(each, fault.target));
      return `${isBreaking(fault) ? 'b' : 'm'}${target}_${fault.atMs}`;
    });
  }
}

/** Numbers of the drill's steps in their new order, `3-7` for several, `X` behind one that is skipped; `a` and a hash for one more. */
function stepTokens(original: readonly EditedStep[], steps: readonly EditedStep[]): string[] {
  const tokens: { from: number; to: number; text: string | null }[] = [];
  // The steps of a loop may be one object several times.
  const numbers = new Map<EditedStep['step'], number[]>();
  for (const [i, { step }] of original.entries()) numbers.set(step, [...(numbers.get(step) ?? []), i]);
  for (const { step, place, isSkipped, isAdded } of steps) {
    const last = tokens.at(-1);
    if (isAdded) tokens.push({ from: -1, to: -1, text: `a${lineHash(step)}${isSkipped ? 'X' : ''}` });
    else {
      const left = numbers.get(step)!;
      const at = left.findIndex((i) => original[i].place === place);
      const [i] = left.splice(Math.max(at, 0), 1);
      if (isSkipped) tokens.push({ from: -1, to: -1, text: `${i}X` });
      else if (last !== undefined && last.text === null && last.to === i - 1) last.to = i;
      else tokens.push({ from: i, to: i, text: null });
    }
  }
  return tokens.map(({ from, to, text }) => text ?? (from === to ? `${from}` : `${from}-${to}`));
}

/** The site of a witness by its number, `n` = it has none; two entries where it was taken away and another one set up. */
function witnessEntries(original: EditedDrill, { deployment }: EditedDrill, i: number): string[] {
  const { site, backEnd: now } = deployment.pools[i];
  const before = original.deployment.pools[i].backEnd;
  if (now.witness === before.witness && now.witnessSite === before.witnessSite) return [];
  if (now.witness === null) return [`w${i}_n`];
  const place = deployment.sites.findIndex(({ name }) => name === (now.witnessSite ?? site));
  const isAnother = before.witness !== null && before.witness !== now.witness;
  return [...(isAnother ? [`w${i}_n`] : []), `w${i}_${place}`];
}

/** A number, the two of a range, or which of the choices. */
function valueText(value: FactValue, facts: readonly SettableFact[], wanted: string): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object') return value.join('_');
  return `c${facts.find(({ name }) => name === wanted)?.choices?.indexOf(value) ?? -1}`;
}

const NUMBER = '(\\d{1,16}(?:\\.\\d{1,20})?(?:e-?\\d{1,3})?)';
const ENTRY = {
  noFault: /^f$/,
  fault: /^f(\d{1,5})_(\d{1,12})$/,
  added: /^([bm])(\d{1,5})_(\d{1,12})$/,
  steps: /^s([\w-]+)$/,
  load: new RegExp(`^l(\\d)_${NUMBER}$`),
  interval: /^i(\d{1,12})$/,
  witness: /^w(\d{1,5})_(n|\d{1,5})$/,
  choice: /^a([A-Za-z][\w.]*?)_c(\d{1,3})$/,
  number: new RegExp(`^a([A-Za-z][\\w.]*?)_${NUMBER}$`),
  range: new RegExp(`^a([A-Za-z][\\w.]*?)_${NUMBER}_${NUMBER}$`),
};

const within = (n: number, [least, most]: readonly [number, number]): boolean => n >= least && n <= most;

/** The change that a text says; null = it is not of this drill, or nobody could have made it. */
export function readChange(text: string, embedded: EmbeddedDrill, catalog: Catalog): ReadChange | null {
  const [key, ...entries] = text.split('~');
  if (text.length > CHANGE_MOST || key !== keyOf(embedded) || entries.length === 0) return null;
  const original = unchanged(embedded);
  let edited = original;
  let steps: ReadChange['steps'] = original.steps;
  let hasFaults = false;
  const left = new Set(original.faults.keys());
  const latestMs = Math.max(FAULT_LATEST_MS, ...original.faults.map(({ atMs }) => atMs));
  for (const entry of entries) {
    const next = changed(entry);
    if (next === null) return null;
    edited = next;
  }
  return { edited, steps };

  function changed(entry: string): EditedDrill | null {
    const of = (pattern: RegExp): string[] | null => pattern.exec(entry)?.slice(1) ?? null;
    const [noFault, fault, added] = [of(ENTRY.noFault), of(ENTRY.fault), of(ENTRY.added)];
    if (noFault !== null || fault !== null || added !== null) {
      const before = hasFaults ? edited : { ...edited, faults: [] };
      hasFaults = true;
      if (noFault !== null) return before;
      if (fault !== null) {
        const [i, atMs] = fault.map(Number);
        return left.delete(i) && atMs <= latestMs
          ? { ...before, faults: [...before.faults, { ...original.faults[i], atMs }] }
          : null;
      }
      const [target, atMs] = [catalog.targets[Number(added![1])], Number(added![2])];
      return target === undefined || atMs > latestMs ? null : faultAdded(before, target, added![0] === 'b', atMs);
    }
    const [tokens, load, interval, witness] = [of(ENTRY.steps), of(ENTRY.load), of(ENTRY.interval), of(ENTRY.witness)];
    if (tokens !== null) {
      const read = readSteps(tokens[0], original.steps);
      steps = read ?? steps;
      return read === null ? null : edited;
    }
    if (load !== null) {
      const [loadKey, value] = [LOADS[Number(load[0])]?.[0], Number(load[1])];
      return loadKey === undefined || !within(value, RATES) ? null : loadSet(edited, loadKey, value);
    }
    if (interval !== null) {
      const ms = Number(interval[0]);
      return within(ms / MINUTE_MS, SYNC_MINUTES) ? syncIntervalSet(edited, ms) : null;
    }
    if (witness !== null) {
      const pool = edited.deployment.pools[Number(witness[0])];
      const site = witness[1] === 'n' ? null : edited.deployment.sites[Number(witness[1])]?.name;
      const has = pool !== undefined && pool.backEnd.mirror !== null && site !== undefined;
      return has ? witnessPlaced(edited, pool.fqdn, site) : null;
    }
    return withAssumption(edited, of(ENTRY.choice), of(ENTRY.range) ?? of(ENTRY.number), catalog.facts);
  }
}

function withAssumption(
  edited: EditedDrill,
  choice: readonly string[] | null,
  numbers: readonly string[] | null,
  facts: readonly SettableFact[],
): EditedDrill | null {
  const fact = facts.find(({ name }) => name === (choice ?? numbers)?.[0]);
  if (fact === undefined) return null;
  const { name, limits, choices, value: now } = fact;
  if (choice !== null) {
    const value = choices?.[Number(choice[1])];
    return value === undefined ? null : assumptionSet(edited, name, value);
  }
  const [from, to, ...more] = numbers!.slice(1).map(Number);
  const isRange = typeof now === 'object';
  if (limits === null || more.length > 0 || isRange !== (to !== undefined) || (!isRange && typeof now !== 'number'))
    return null;
  if (!within(from, limits)) return null;
  if (!isRange) return assumptionSet(edited, name, from);
  return within(to, [from, limits[1]]) ? assumptionSet(edited, name, [from, to]) : null;
}

/** Steps added to a drill at most: each is looked for by a run. */
const ADDED_MOST = 20;

/** Each step of the drill once; null = it is not so. */
function readSteps(tokens: string, original: readonly EditedStep[]): ReadChange['steps'] | null {
  const left = new Set(original.keys());
  const steps: (EditedStep | WantedStep)[] = [];
  for (const token of tokens.split('_')) {
    const [, hash, hashX] = /^a([0-9a-z]{1,7})(X?)$/.exec(token) ?? [];
    const [, from, to, x] = /^(\d{1,6})(?:-(\d{1,6}))?(X?)$/.exec(token) ?? [];
    if (hash !== undefined) steps.push({ wanted: hash, isSkipped: hashX === 'X' });
    else if (from === undefined || (to !== undefined && Number(to) >= original.length)) return null;
    else
      for (let i = Number(from); i <= Number(to ?? from); i++) {
        if (!left.delete(i)) return null;
        steps.push({ ...original[i], isSkipped: x === 'X' });
      }
  }
  return left.size === 0 && steps.filter(isWanted).length <= ADDED_MOST ? steps : null;
}

/** The changed drill with what was looked for in the place of what was wanted, in their order. */
export function withFound({ edited, steps }: ReadChange, found: readonly OfferedStep[]): EditedDrill {
  let next = 0;
  return {
    ...edited,
    steps: steps.map((step) => (isWanted(step) ? addedStep(found[next++], step.isSkipped) : step)),
  };
}

/** Where the steps that were added stand among those that are played. */
export function wantedOffers({ steps }: ReadChange): WantedOffer[] {
  let played = 0;
  return steps.flatMap((step) => {
    const at = step.isSkipped ? played : played++;
    return isWanted(step) ? [{ at, hash: step.wanted, isSkipped: step.isSkipped }] : [];
  });
}

/** The changed drill without them. */
export const withoutAdded = ({ edited, steps }: ReadChange): EditedDrill => ({
  ...edited,
  steps: steps.filter((step): step is EditedStep => !isWanted(step)),
});

/** The numbers of a drill: load, Backup Service, witnesses, and every number of the model that has limits. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { FactValue } from '../core/fact.js';
import type { AssumptionTaken } from '../domain/assumption-taken.js';
import type { Pool } from '../domain/deployment.js';
import type { Html } from '../report/html/element.js';
import { printable } from '../report/text/printable.js';
import { assumptionSet, type EditedDrill, loadSet, syncIntervalSet, witnessPlaced } from './edited-drill.js';
import type { SettableFact } from './messages.js';
import { LOADS, MINUTE_MS, RATES, SYNC_MINUTES } from './number-limits.js';
import { SearchedSelect } from './searched-select.js';

interface NumbersEditorProps {
  readonly edited: EditedDrill;
  readonly facts: readonly SettableFact[];
  /** what the reported run rested on; what moved a number of it stands first */
  readonly moved: readonly AssumptionTaken[];
  readonly short: (name: string) => string;
  readonly change: (next: EditedDrill) => void;
}

/** Numbers of the model shown at a time. */
const FACTS_SHOWN = 5;

/** The numbers. */
export function NumbersEditor({ edited, facts, moved, short, change }: NumbersEditorProps): Html {
  const [search, setSearch] = useState('');
  const { deployment, load } = edited;
  const wanted = search.trim().toLowerCase();
  const movers = new Set(moved.filter((each) => each.moved === true).map(({ name }) => name));
  const found = facts
    .filter(({ name, why }) => (wanted === '' ? movers.has(name) : `${name} ${why}`.toLowerCase().includes(wanted)))
    .slice(0, FACTS_SHOWN);
  return h(
    'div',
    { class: 'editor' },
    h('h3', null, 'Numbers'),
    number(
      'Sync interval of the Backup Service',
      'min',
      deployment.backupService.syncIntervalMs / MINUTE_MS,
      SYNC_MINUTES,
      (n) => change(syncIntervalSet(edited, Math.round(n * MINUTE_MS))),
    ),
    // A change of Response Groups that no Backup Service carries (D31) is no load of a drill.
    ...LOADS.filter(
      ([key]) => key !== 'responseGroupChangesPerHour' || deployment.backupService.enableRgsBackupService,
    ).map(([key, words]) =>
      number(words, '', load[key], RATES, (n) => change(loadSet(edited, key, Math.round(n * 1e6) / 1e6))),
    ),
    h(WitnessPlaces, { edited, short, change }),
    facts.length === 0
      ? null
      : labelled(
          'Search the numbers of the model',
          h('input', {
            type: 'search',
            value: search,
            onInput: (event: Event) => setSearch((event.target as HTMLInputElement).value),
          }),
        ),
    ...found.map((fact) =>
      factRow(fact, edited.assumptions[fact.name] ?? fact.value, (value) =>
        change(assumptionSet(edited, fact.name, value)),
      ),
    ),
  );
}

/** Pools whose witnesses stand in rows of their own; of more, one is chosen. */
const WITNESS_ROWS = 4;

/** Where the witness of each mirrored pool stands. */
function WitnessPlaces({
  edited,
  short,
  change,
}: Pick<NumbersEditorProps, 'edited' | 'short' | 'change'>): (Html | null)[] {
  const [chosen, setChosen] = useState(0);
  const { pools, sites } = edited.deployment;
  const mirrored = pools.filter(({ backEnd }) => backEnd.mirror !== null);
  const place = ({ fqdn, site, backEnd }: Pool, words: string): Html => {
    const now = backEnd.witness === null ? -1 : sites.findIndex(({ name }) => name === (backEnd.witnessSite ?? site));
    const choices = ['none', ...sites.map(({ name }) => `in ${printable(name)}`)];
    return labelled(
      words,
      h(
        'select',
        {
          value: String(now),
          onChange: (event: Event) => {
            const index = Number((event.target as HTMLSelectElement).value);
            change(witnessPlaced(edited, fqdn, sites[index]?.name ?? null));
          },
        },
        ...choices.map((each, i) => h('option', { value: String(i - 1) }, each)),
      ),
    );
  };
  const nameOf = ({ fqdn }: Pool): string => printable(short(fqdn));
  if (mirrored.length <= WITNESS_ROWS) return mirrored.map((pool) => place(pool, `Witness of ${nameOf(pool)}`));
  const list = {
    name: 'Whose witness',
    search: 'Search pools',
    options: mirrored.map(nameOf),
    chosen,
    choose: setChosen,
  };
  return [
    h('div', { class: 'edited-number' }, h('span', null, 'Witness of'), h(SearchedSelect, list)),
    place(mirrored[chosen], `Where the witness of ${nameOf(mirrored[chosen])} stands`),
  ];
}

const labelled = (words: string, input: Html, why?: string): Html =>
  h('label', { class: 'edited-number', title: why }, h('span', null, words), input);

function number(
  words: string,
  unit: string,
  value: number,
  limits: readonly [number, number],
  set: (n: number) => void,
  why?: string,
): Html {
  return labelled(unit === '' ? words : `${words}, ${unit}`, numberInput(value, limits, set), why);
}

function numberInput(
  value: number,
  [min, max]: readonly [number, number],
  set: (n: number) => void,
  name?: string,
): Html {
  return h('input', {
    type: 'number',
    value,
    min,
    max,
    step: 'any',
    'aria-label': name,
    onChange: (event: Event) => {
      const input = event.target as HTMLInputElement;
      // What is no number, or beyond what the model takes, is not played.
      if (input.value !== '' && input.validity.valid) set(input.valueAsNumber);
      else input.value = String(value);
    },
  });
}

function factRow(
  { name, unit, why, limits, choices }: SettableFact,
  value: FactValue,
  set: (value: FactValue) => void,
): Html {
  const words = unit === '' ? name : `${name}, ${unit}`;
  if (choices !== null) {
    const select = h(
      'select',
      {
        value: String(choices.indexOf(value)),
        onChange: (event: Event) => set(choices[Number((event.target as HTMLSelectElement).value)]),
      },
      ...choices.map((each, i) => h('option', { value: String(i) }, String(each))),
    );
    return labelled(words, select, why);
  }
  const bounds = limits ?? [0, Number.MAX_SAFE_INTEGER];
  if (typeof value === 'number') return number(name, unit, value, bounds, set, why);
  if (typeof value !== 'object') return labelled(words, h('span', null, String(value)), why);
  const [from, to] = value;
  return h(
    'div',
    { class: 'edited-number', title: why, role: 'group', 'aria-label': words },
    h('span', null, words),
    h(
      'span',
      { class: 'range' },
      numberInput(from, [bounds[0], to], (n) => set([n, to]), `${name}, least`),
      ' to ',
      numberInput(to, [from, bounds[1]], (n) => set([from, n]), `${name}, most`),
    ),
  );
}

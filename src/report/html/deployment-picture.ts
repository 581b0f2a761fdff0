/** The deployment at one moment as a grid: sites are columns, a pair shares a row where it can, and arrows run between the columns. */
import { machinesOfBackEnd, witnessOf } from '../../domain/back-end.js';
import type { Pool } from '../../domain/deployment.js';
import type { RunResult } from '../../domain/result.js';
import { bdi, el, type Html, type HtmlChild } from './element.js';
import { pairsOpenedFirst, poolsAsDrawn } from './folded-pairs.js';
import { changesAtRisk } from './moment.js';
import { DeploymentThen, edgeCard, poolCard } from './pool-card.js';
import { intervalAt, poolsShown, roundedCount, shortNames } from './shown.js';

/** Pools drawn in a picture at most; the others are as the table of users has them. */
const POOLS_DRAWN = 6;

/** The pools that a picture has: all of a small deployment, of a large one the pairs that are opened at first, else what something happens to. */
export function poolsDrawn(result: RunResult): readonly string[] {
  if (result.users.length <= POOLS_DRAWN) return result.users.map(({ pool }) => pool);
  const { opened } = poolsAsDrawn(result, pairsOpenedFirst(result));
  return (opened.length > 0 ? opened : poolsShown(result)).slice(0, POOLS_DRAWN);
}

/** What an arrow says of the changes that a pool has not yet brought to its partner; null = nothing. */
export type AmountAtRisk = (pool: string) => HtmlChild;

/**
 * The picture: links that are cut, and the sites beside each other. An arrow leads from users to the pool that serves them, and
 * from a pool to the one that it exports to, with its changes at risk. `amount` stands for what changes from moment to moment:
 * all else stays as it is until the next of `changesOf`.
 */
export function deploymentAt(
  result: RunResult,
  atMs: number,
  amount: AmountAtRisk = (pool) => rounded(changesAtRisk(result, pool, atMs)),
): Html {
  const shown = poolsDrawn(result);
  const { sites, pools, edgePools } = result.input.deployment;
  const now = new DeploymentThen(result, atMs);
  const short = shortNames(result);
  const drawn = sites.flatMap(({ name }) => {
    const here = pools.filter((pool) => pool.site === name && shown.includes(pool.fqdn));
    const edges = edgePools.filter((edge) => edge.site === name);
    return here.length + edges.length === 0 ? [] : [{ name, here, edges }];
  });
  const rows = pairsInRows(drawn.map(({ here }) => here));
  const columns = drawn.map(({ name, here, edges }, c) => {
    const machines = [...here.flatMap(machinesOf), ...edges.flatMap(({ servers }) => servers)];
    const isLost = machines.length > 0 && machines.every((machine) => !now.isUp(machine));
    return el(
      'div',
      { class: `site${isLost ? ' lost' : ''}` },
      el('p', { class: 'site-name' }, bdi(name), isLost ? el('span', { class: 'mark' }, ' ✕ lost') : null),
      el('div', { class: 'edges' }, ...edges.map((edge) => edgeCard(edge, now, short))),
      ...rows.map((row, r) => {
        const pool = row[c];
        return pool === null ? wiresOf(rows[r], c, c, now, null) : poolCard(pool, now, short);
      }),
    );
  });
  const between = columns
    .slice(1)
    .map((_, c) =>
      el(
        'div',
        { class: 'between', 'aria-hidden': 'true' },
        wan(drawn[c].name, drawn[c + 1].name, now),
        el('i'),
        ...rows.map((row) => wiresOf(row, c, c + 1, now, amount)),
      ),
    );
  const cut = result.components.flatMap(({ kind, subject, part, intervals }) => {
    const state = kind === 'link' ? (intervalAt(intervals, atMs)?.state ?? 'up') : 'up';
    if (state === 'up') return [];
    return [el('p', { class: 'cut' }, `✕ WAN ${subject} – ${part} ${state === 'cut' ? 'cut' : 'cut one way'}`)];
  });
  const look = `sites rows-${rows.length + 2}${columns.length > 2 ? ' many' : ''}`;
  return el(
    'div',
    { class: 'deployment' },
    ...cut,
    el('div', { class: look }, ...columns.flatMap((column, c) => (c === 0 ? [column] : [between[c - 1], column]))),
  );
}

/** What an arrow says of a number: rounded, as there is little room; null = not known. */
export const rounded = (changes: number | null): string | null => (changes === null ? null : roundedCount(changes));

/** Those that stand in the site of the pool. */
function machinesOf({ servers, backEnd, fileStore }: Pool): string[] {
  const witness = witnessOf(backEnd);
  const elsewhere = [
    ...(backEnd.availabilityGroup?.replicas ?? []).flatMap(({ server, site }) => (site === null ? [] : server)),
    ...(witness === null || witness.site === null ? [] : [witness.server]),
  ];
  return [...servers, ...machinesOfBackEnd(backEnd).filter((name) => !elsewhere.includes(name)), fileStore];
}

/** A pool for each column; null = none. */
type Row = readonly (Pool | null)[];

/** Pools of one pair beside each other, as high as they fit; those whose partner is in the same column, or not drawn, fill what is left. */
export function pairsInRows(columns: readonly (readonly Pool[])[]): Row[] {
  const rows: (Pool | null)[][] = [];
  const columnOf = (fqdn: string | null): number =>
    columns.findIndex((column) => column.some((pool) => pool.fqdn === fqdn));
  const put = (...places: readonly (readonly [column: number, pool: Pool])[]): void => {
    let row = rows.find((each) => places.every(([column]) => each[column] === null));
    if (row === undefined) {
      row = columns.map(() => null);
      rows.push(row);
    }
    for (const [column, pool] of places) row[column] = pool;
  };
  const apart: (readonly [number, Pool])[] = [];
  columns.forEach((column, c) => {
    for (const pool of column) {
      const other = columnOf(pool.backupPool);
      const partner = columns[other]?.find(({ fqdn }) => fqdn === pool.backupPool);
      if (partner === undefined || other === c) apart.push([c, pool]);
      else if (c < other) put([c, pool], [other, partner]);
    }
  });
  for (const place of apart) put(place);
  return rows;
}

/** The link between neighbours; nothing where there is none. */
function wan(left: string, right: string, now: DeploymentThen): Html {
  const state = now.linkBetween(left, right);
  if (state === null) return el('i');
  return el('p', { class: state === 'up' ? 'wan' : 'wan gone' }, 'WAN');
}

/**
 * The arrows of a row in what lies between two columns, or in a column that they pass (`from` = `to`), where no pool of that row
 * stands. Of several pieces the outer ones have the heads, the first has the words.
 */
function wiresOf(row: Row, from: number, to: number, now: DeploymentThen, amount: AmountAtRisk | null): Html {
  const isAtLeft = (i: number): boolean => (from === to ? i < from : i <= from);
  const left = row.findLastIndex((pool, i) => pool !== null && isAtLeft(i));
  const right = row.findIndex((pool, i) => pool !== null && !isAtLeft(i) && i > left);
  const [one, other] = [row[left] ?? null, row[right] ?? null];
  if (one === null || other === null || one.backupPool !== other.fqdn) return el('i');
  const isFirst = from === left;
  const head = (forward: boolean): string =>
    forward ? (to === right && from !== to ? ' to' : '') : isFirst && from !== to ? ' from' : '';
  const wire = (look: string, forward: boolean, words: HtmlChild): Html =>
    el('p', { class: `wire${head(forward)}${look}` }, isFirst ? words : null);
  const served = (pool: Pool, forward: boolean): Html[] => {
    const state = now.users(pool.fqdn)?.state;
    if (state !== 'regularPartner' && state !== 'resiliencyPartner') return [];
    return [wire(` served ${state}`, forward, 'served by')];
  };
  const copied = (pool: Pool, forward: boolean): Html =>
    wire(now.exportOf(pool.fqdn) === 'ErrorState' ? ' stuck' : '', forward, amount?.(pool.fqdn) ?? null);
  return el(
    'div',
    { class: 'wires' },
    ...served(one, true),
    ...served(other, false),
    copied(one, true),
    copied(other, false),
  );
}

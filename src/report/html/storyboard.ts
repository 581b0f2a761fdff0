/** The deployment at a few moments: sites with their Edge pools and pools, machines, who is served where and what is broken. */

import { clock, count, counted } from '../../core/format.js';
import { machinesOfBackEnd, witnessOf } from '../../domain/back-end.js';
import type { ComponentResult } from '../../domain/component-result.js';
import type { EdgePool, Pool } from '../../domain/deployment.js';
import type { RunResult } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { bdi, el, type Html, type HtmlChild, panel } from './element.js';
import { intervalAt, poolsShown, shortNames } from './shown.js';

interface Moment {
  readonly name: string;
  readonly atMs: number;
}

/** Pools drawn in a picture at most; the others are as the table of users has them. */
const POOLS_DRAWN = 6;

/** The panel; null = nothing happened that has moments. */
export function storyboard(result: RunResult): Html | null {
  const moments = momentsOf(result);
  if (moments.length < 2) return null;
  const shown = poolsDrawn(result);
  const [pools, failovers] = [result.users.length - shown.length, result.recovery.length - FAILOVERS_DRAWN];
  const left = [
    ...(pools > 0 ? [`${counted(pools, 'pool')} more not drawn`] : []),
    ...(failovers > 0 ? [`${counted(failovers, 'later failover')} only in the night below`] : []),
  ];
  const more = left.length === 0 ? null : left.join('; ');
  return panel(
    'moments',
    `The deployment at ${moments.length} moments`,
    more,
    el('div', { class: 'moments' }, ...moments.map((moment) => picture(moment, result))),
  );
}

const poolsDrawn = (result: RunResult): readonly string[] =>
  result.users.length <= POOLS_DRAWN ? result.users.map(({ pool }) => pool) : poolsShown(result).slice(0, POOLS_DRAWN);

/** Failovers whose moments are drawn; the night has all of them. */
const FAILOVERS_DRAWN = 3;

/** Of each failover the outage, the command and regular service, and the end; without one the first and the last fault. */
function momentsOf(result: RunResult): Moment[] {
  const { recovery, faults, endedAtMs } = result;
  const drawn = recovery.toSorted((a, b) => a.outageAtMs - b.outageAtMs).slice(0, FAILOVERS_DRAWN);
  const found: Moment[] =
    drawn.length > 0
      ? drawn.flatMap((entry) => momentsOfFailover(entry, drawn.length > 1 ? shortNames(result)(entry.pool) : null))
      : faults.length > 0
        ? [
            { name: 'The first fault', atMs: faults[0].atMs },
            ...(faults.length > 1 ? [{ name: 'The last fault or repair', atMs: faults[faults.length - 1].atMs }] : []),
          ]
        : [{ name: 'The start', atMs: 0 }];
  const all = [...found, { name: 'The end', atMs: endedAtMs }].toSorted((a, b) => a.atMs - b.atMs);
  return all.filter(({ atMs }, i) => all.findIndex((other) => other.atMs === atMs) === i);
}

/** `pool` = null: the only one. */
function momentsOfFailover(
  { mode, outageAtMs, failoverStartedAtMs, servedAtMs }: RunResult['recovery'][number],
  pool: string | null,
): Moment[] {
  const of = pool === null ? '' : ` of ${pool}`;
  return [
    mode === 'planned' ? { name: 'The start', atMs: 0 } : { name: 'The outage', atMs: outageAtMs },
    { name: `The failover command${of}`, atMs: failoverStartedAtMs },
    ...(servedAtMs === null ? [] : [{ name: `Regular service${of} again`, atMs: servedAtMs }]),
  ];
}

/** What is known of every component at one moment. */
class Present {
  constructor(
    private readonly result: RunResult,
    readonly atMs: number,
  ) {}

  of(
    kind: ComponentResult['kind'],
    subject: string | null,
    part?: string,
  ): { readonly state: string; readonly on: string | null } | undefined {
    const lane = this.result.components.find(
      (each) =>
        each.kind === kind &&
        (subject === null || each.subject === subject) &&
        (part === undefined || each.part === part),
    );
    return lane === undefined ? undefined : intervalAt(lane.intervals, this.atMs);
  }

  isUp(machine: string): boolean {
    return (this.of('server', machine)?.state ?? 'running') === 'running';
  }

  users(pool: string) {
    return intervalAt(this.result.users.find((each) => each.pool === pool)?.intervals ?? [], this.atMs);
  }

  routesVia(edge: string): string[] {
    return this.result.routes
      .filter(
        ({ pool, intervals }) =>
          pool === null &&
          intervalAt(intervals, this.atMs)?.up === true &&
          intervalAt(intervals, this.atMs)?.via === edge,
      )
      .map(({ route }) => ROUTES[route]);
  }
}

const ROUTES = { federation: 'federation', xmpp: 'XMPP', remoteAccess: 'remote access', remoteMedia: 'media' } as const;

const picture = ({ name, atMs }: Moment, result: RunResult): Html =>
  el(
    'div',
    { class: 'moment' },
    el('h3', null, name, ' ', el('span', { class: 'dim' }, clock(atMs))),
    deploymentAt(result, atMs),
  );

/** The deployment as it was at a moment: links that are cut, and the sites beside each other. */
export function deploymentAt(result: RunResult, atMs: number): Html {
  const shown = poolsDrawn(result);
  const { sites, pools, edgePools } = result.input.deployment;
  const now = new Present(result, atMs);
  const short = shortNames(result);
  const columns = sites.flatMap((site) => {
    const here = pools.filter((pool) => pool.site === site.name && shown.includes(pool.fqdn));
    const edges = edgePools.filter((edge) => edge.site === site.name);
    if (here.length + edges.length === 0) return [];
    const machines = [...here.flatMap(machinesOf), ...edges.flatMap(({ servers }) => servers)];
    const isLost = machines.length > 0 && machines.every((machine) => !now.isUp(machine));
    return [
      el(
        'div',
        { class: `site${isLost ? ' lost' : ''}` },
        el('p', { class: 'site-name' }, bdi(site.name), isLost ? el('span', { class: 'mark' }, ' ✕ lost') : null),
        ...edges.map((edge) => edgeCard(edge, now, short)),
        ...here.map((pool) => poolCard(pool, now, short)),
      ),
    ];
  });
  const cut = result.components.filter(
    ({ kind, intervals }) => kind === 'link' && (intervalAt(intervals, atMs)?.state ?? 'up') !== 'up',
  );
  const links = cut.map(({ subject, part }) => el('p', { class: 'cut' }, `✕ WAN ${subject} – ${part} cut`));
  return el('div', { class: 'deployment' }, ...links, el('div', { class: 'sites' }, ...columns));
}

/** Those that stand in the site of the pool. */
function machinesOf({ servers, backEnd, fileStore }: Pool): string[] {
  const witness = witnessOf(backEnd);
  const elsewhere = [
    ...(backEnd.availabilityGroup?.replicas ?? []).flatMap(({ server, site }) => (site === null ? [] : server)),
    ...(witness === null || witness.site === null ? [] : [witness.server]),
  ];
  return [...servers, ...machinesOfBackEnd(backEnd).filter((name) => !elsewhere.includes(name)), fileStore];
}

function edgeCard({ fqdn }: EdgePool, now: Present, short: (name: string) => string): Html {
  const state = now.of('edgePool', fqdn);
  const isDown = state?.state === 'down';
  const routes = now.routesVia(fqdn);
  const carries = isDown ? 'down' : routes.length === 0 ? 'no route here' : routes.join(' · ');
  const hop = state?.on ?? null;
  return el(
    'div',
    { class: `card${isDown ? ' is-down' : ''}` },
    el('p', { class: 'card-name' }, bdi(short(fqdn)), isDown ? ' ✕' : null),
    el('p', { class: 'card-line' }, `${carries}${hop === null ? '' : ` → ${short(hop)}`}`),
  );
}

const FRONT_END: Readonly<Record<string, string>> = { booting: 'starting' };

/** The machines of a Back End, each with a letter: principal, mirror, witness, replicas of a group, or nodes and their disks. */
function sqlChips(backEnd: Pool['backEnd']): (readonly [string, string])[] {
  const { primary, mirror, availabilityGroup: group, failoverCluster: instance } = backEnd;
  const witness = witnessOf(backEnd);
  return [
    ...(group?.replicas ?? []).map(({ server }, i) => [server, i === 0 ? 'P' : 'S'] as const),
    ...(instance?.nodes ?? []).map((node) => [node, 'N'] as const),
    ...(instance === undefined ? [] : [[instance.storage, 'D'] as const]),
    ...(group === undefined && instance === undefined ? [[primary, 'P'] as const] : []),
    ...(mirror === null ? [] : [[mirror, 'M'] as const]),
    ...(witness === null ? [] : [[witness.server, 'W'] as const]),
  ];
}

function poolCard(pool: Pool, now: Present, short: (name: string) => string): Html {
  const { fqdn, servers, backEnd, fileStore, backupPool } = pool;
  const users = now.users(fqdn);
  const frontEnd = now.of('frontEnd', fqdn)?.state ?? 'running';
  const database = now.of('database', fqdn, 'User');
  const failover = now.of('failover', fqdn)?.state ?? 'normal';
  const store = now.of('centralManagement', null);
  const isMaster = store?.on === fqdn;
  const sql = sqlChips(backEnd);
  const serves = database?.on ?? null;
  const partnerServes = users?.state === 'regularPartner' || users?.state === 'resiliencyPartner';
  return el(
    'div',
    { class: `card pool${frontEnd === 'down' ? ' is-down' : ''}` },
    el(
      'p',
      { class: 'card-name' },
      bdi(short(fqdn)),
      isMaster
        ? el(
            'span',
            { class: store?.state === 'active' ? 'badge' : 'badge off' },
            store?.state === 'active' ? 'CMS master' : 'CMS ✕',
          )
        : null,
    ),
    users === undefined
      ? null
      : el(
          'p',
          { class: `users fill-${users.state}` },
          el('strong', null, `${count(users.affected)} users`),
          ` ${USERS_WORDS[users.state]}${partnerServes && backupPool !== null ? ` → ${short(backupPool)}` : ''}`,
        ),
    line(
      `Front End: ${FRONT_END[frontEnd] ?? frontEnd}${failover === 'normal' ? '' : failover === 'failedOver' ? ', failed over' : ', failover runs'}`,
    ),
    el('p', { class: 'chips' }, ...servers.slice(0, 16).map((machine) => chip('FE', now.isUp(machine), false))),
    line(
      serves === null
        ? 'SQL: not served'
        : `SQL: ${short(serves)} serves${database?.state === 'SYNCHRONIZED' ? ', mirrored' : ''}`,
    ),
    el(
      'p',
      { class: 'chips' },
      ...sql.map(([machine, role]) => chip(role, now.isUp(machine), machine === serves)),
      chip('file', (now.of('fileStore', fileStore)?.state ?? 'open') !== 'down', false),
    ),
  );
}

const line = (text: HtmlChild): Html => el('p', { class: 'card-line' }, text);

const chip = (words: string, isUp: boolean, isActive: boolean): Html =>
  isUp
    ? el('span', { class: isActive ? 'chip active' : 'chip' }, words)
    : el('span', { class: 'chip gone' }, '✕', el('span', { class: 'unseen' }, ` ${words} down`));

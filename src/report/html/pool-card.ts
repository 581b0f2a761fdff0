/** A pool or an Edge pool of a picture of the deployment as a card, and what is known of every component at its moment. */
import { count } from '../../core/format.js';
import { witnessOf } from '../../domain/back-end.js';
import type { ComponentResult } from '../../domain/component-result.js';
import type { EdgePool, Pool } from '../../domain/deployment.js';
import type { RunResult } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { bdi, el, type Html, type HtmlChild } from './element.js';
import { worstExport } from './night-model.js';
import { intervalAt } from './shown.js';

/** What is known of every component at one moment. */
export class DeploymentThen {
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

  /** The worst state of the exports of a pool to its partner; null = it has none. */
  exportOf(pool: string): string | null {
    const states = this.result.components
      .filter(({ kind, subject }) => kind === 'backupService' && subject === pool)
      .map(({ intervals }) => intervalAt(intervals, this.atMs)?.state ?? 'NotInitialized');
    return states.length === 0 ? null : worstExport(states);
  }

  /** The state of the link between two sites; null = there is none. */
  linkBetween(one: string, other: string): string | null {
    const isBetween = (ends: readonly (string | null)[]): boolean => ends.includes(one) && ends.includes(other);
    const { deployment } = this.result.input;
    if (!deployment.links.some(({ between }) => isBetween(between))) return null;
    const lane = this.result.components.find(
      ({ kind, subject, part }) => kind === 'link' && isBetween([subject, part]),
    );
    return intervalAt(lane?.intervals ?? [], this.atMs)?.state ?? 'up';
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

/** An Edge pool: what it carries, and its next hop. */
export function edgeCard({ fqdn }: EdgePool, now: DeploymentThen, short: (name: string) => string): Html {
  const state = now.of('edgePool', fqdn);
  const isDown = state?.state === 'down';
  const routes = now.routesVia(fqdn);
  const carries = isDown ? 'down' : routes.length === 0 ? 'no route here' : routes.join(' · ');
  const hop = state?.on ?? null;
  return el(
    'div',
    { class: `card${isDown ? ' is-down' : ''}` },
    el('p', { class: 'card-name' }, bdi(short(fqdn)), isDown ? ' ✕' : null),
    el('p', null, `${carries}${hop === null ? '' : ` → ${short(hop)}`}`),
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

/** A pool: its users and what they have, its machines, what serves and what does not. */
export function poolCard(pool: Pool, now: DeploymentThen, short: (name: string) => string): Html {
  const { fqdn, servers, backEnd, fileStore, backupPool } = pool;
  const users = now.users(fqdn);
  const frontEnd = now.of('frontEnd', fqdn)?.state ?? 'running';
  const database = now.of('database', fqdn, 'User');
  const failover = now.of('failover', fqdn)?.state ?? 'normal';
  const store = now.of('centralManagement', null);
  const isMaster = store?.on === fqdn;
  const sql = sqlChips(backEnd);
  const serves = database?.on ?? null;
  const exported = backupPool === null ? null : now.exportOf(fqdn);
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
    exported === null ? null : line(`Backup → ${short(backupPool ?? '')}: ${exported.replace(/State$/, '')}`),
  );
}

const line = (text: HtmlChild): Html => el('p', null, text);

const chip = (words: string, isUp: boolean, isActive: boolean): Html =>
  isUp
    ? el('span', { class: isActive ? 'chip active' : 'chip' }, words)
    : el('span', { class: 'chip gone' }, '✕', el('i', null, ` ${words} down`));

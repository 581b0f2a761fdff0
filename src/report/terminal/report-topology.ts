/** The drawing of a deployment: a tree of boxes for each site, then the pairs, the warnings and the assumptions. */

import { count, counted, displayDuration } from '../../core/format.js';
import {
  type AvailabilityGroup,
  type BackEnd,
  type Cluster,
  clusterOf,
  type FailoverCluster,
  witnessOf,
} from '../../domain/back-end.js';
import type { Deployment, EdgePool, Link, Pool, Product } from '../../domain/deployment.js';
import type { Finding } from '../../domain/result.js';
import type { TopologyFigures } from '../../domain/topology-figures.js';
import { type Page, page, pageText, type ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { cells, hang, plain, widest } from '../text/typesetting.js';
import { assumptionLines } from './assumptions-taken.js';
import { findingLines } from './objections.js';

const PRODUCT_WORDS: Readonly<Record<Product, string>> = {
  lync2013: 'Lync Server 2013',
  sfb2015: 'Skype for Business Server 2015',
  sfb2019: 'Skype for Business Server 2019',
  sfbse: 'Skype for Business Server Subscription Edition',
};

export function reportTopology(
  deployment: Deployment,
  warnings: readonly Finding[],
  figures: TopologyFigures,
  { colour, width }: ReportOptions,
): string {
  const paper = page(width, colour);
  const safe = everyStringPrintable(deployment);
  const sections = [
    [...paper.hang('', summary(safe), paper.strong)],
    ...safe.sites.map(({ name }) => siteSection(name, safe, everyStringPrintable(figures), paper)),
    pairSection(safe, paper),
    backupSection(everyStringPrintable(figures), paper),
    findingLines('Warnings', everyStringPrintable(warnings), paper),
    assumptionLines('Assumptions', safe.taken, paper),
  ];
  return pageText(sections);
}

function summary({ product, sites, pools, edgePools }: Deployment): string {
  const users = pools.reduce((sum, pool) => sum + pool.users, 0);
  const parts = [
    counted(sites.length, 'site'),
    counted(pools.length, 'Front End pool'),
    counted(edgePools.length, 'Edge pool'),
    counted(users, 'user'),
  ];
  return `${PRODUCT_WORDS[product]}: ${parts.join(', ')}`;
}

/** A box of the drawing: a title, what stands behind it, and its parts with their names. */
interface Box {
  readonly title: string;
  readonly about: string;
  readonly parts: readonly (readonly [string, string])[];
}

function siteSection(name: string, deployment: Deployment, figures: TopologyFigures, paper: Page): string[] {
  const boxes = [
    ...deployment.pools.filter(({ site }) => site === name).map((pool) => poolBox(pool, deployment, figures)),
    ...deployment.edgePools.filter(({ site }) => site === name).map(edgeBox),
  ];
  const witnesses = deployment.pools.flatMap(({ backEnd }) => {
    const witness = witnessOf(backEnd);
    return witness?.site === name ? { server: witness.server, cluster: clusterOf(backEnd) } : [];
  });
  const [ofMirrors, ofClusters] = [true, false].map((isMirror) => {
    const servers = witnesses.filter(({ cluster }) => (cluster === undefined) === isMirror).map(({ server }) => server);
    return [...new Set(servers)];
  });
  const machines = [
    ...ofMirrors.map((title): Box => ({ title, about: 'SQL Server witness', parts: [] })),
    ...ofClusters.map((title): Box => ({ title, about: 'witness of a cluster', parts: [] })),
  ];
  const all = [...boxes, ...machines];
  const lines = all.flatMap((box, index) => boxLines(box, index === all.length - 1, paper));
  return [
    `${paper.strong(`Site ${name}`)}${all.length === 0 ? paper.faint('  nothing that is modelled') : ''}`,
    ...lines,
  ];
}

function boxLines({ title, about, parts }: Box, last: boolean, paper: Page): string[] {
  const stem = last ? '   ' : '│  ';
  const branch = last ? '└─' : '├─';
  const room = widest(parts.map(([name]) => name));
  const lines = parts.flatMap(([name, text], index) => {
    const end = index === parts.length - 1;
    const [first, ...rest] = hang(paper.width - cells(stem) - room - 5, '', text);
    const label = `${stem}${end ? '└─' : '├─'} ${name.padEnd(room)}  `;
    const blank = `${stem}${end ? '  ' : '│ '} ${' '.repeat(room)}  `;
    return [`${label}${first}`, ...rest.map((line) => `${blank}${line}`)];
  });
  return [...paper.hang(`${branch} ${title}  `, about, plain, () => `${branch} ${paper.strong(title)}  `), ...lines];
}

function poolBox(
  pool: Pool,
  { pools, centralManagement, edgePools, taken }: Deployment,
  { upgradeDomains }: TopologyFigures,
): Box {
  const { fqdn, edition, platform, os, servers, users, capacity, backEnd, fileStore, backupPool, edgePool } = pool;
  const assumed = (key: string) => (taken.some(({ name }) => name === `pools.${fqdn}.${key}`) ? ' (assumed)' : '');
  const kind = edition === 'standard' ? 'Standard Edition' : 'Enterprise Edition';
  const partner = pools.find((other) => other.fqdn === backupPool);
  const host = [platform, ...(os === null ? [] : [os])].join(', ');
  const parts: [string, string][] = [
    ['users', `${count(users)}${assumed('users')}, sized for ${count(capacity)}${assumed('capacity')}`],
    ['servers', edition === 'standard' ? `${servers[0]} (${host})` : `${servers.join(', ')} (${host})`],
    ...upgradeDomains.filter((each) => each.pool === fqdn).map(domainsInWords),
    ['SQL', edition === 'standard' ? `on the server itself, instance ${backEnd.instance}` : sqlInWords(backEnd)],
    ['files', fileStore === servers[0] ? 'on the server itself' : fileStore],
    ['backup', partner === undefined ? 'none' : `${partner.fqdn} at ${partner.site}`],
    ['Edge', edgePool ?? 'none'],
  ];
  const next = edgePools.filter(({ nextHop }) => nextHop === fqdn).map((edge) => edge.fqdn);
  if (next.length > 0) parts.push(['next hop', `of ${next.join(', ')}`]);
  if (centralManagement.active === fqdn) parts.push(['CMS', 'active']);
  const active = pools.find((other) => other.fqdn === centralManagement.active);
  if (active !== undefined && active.backupPool === fqdn) parts.push(['CMS', 'standby']);
  return { title: fqdn, about: kind, parts };
}

/** D250; which servers are in one domain is told by the first part of their names. */
function domainsInWords({ domains, assumed }: TopologyFigures['upgradeDomains'][number]): [string, string] {
  const text = domains.map((servers) => servers.map((server) => server.split('.')[0]).join(' + ')).join(', ');
  return ['upgrade', `one domain at a time: ${text}${assumed ? ' (assumed)' : ''}`];
}

function groupInWords({ listener, replicas, cluster }: AvailabilityGroup, instance: string): string {
  const servers = replicas.map(({ server, site }) => (site === null ? server : `${server} at ${site}`)).join(', ');
  return `availability group ${listener}, instance ${instance}; replicas ${servers}; ${clusterInWords(cluster)}`;
}

function clusterInWords({ witness, witnessServer, witnessSite }: Cluster): string {
  const where = witnessServer === null ? '' : ` ${witnessServer}${witnessSite === null ? '' : ` at ${witnessSite}`}`;
  const voter = { none: 'no witness', fileShare: 'file share witness', disk: 'disk witness', cloud: 'cloud witness' };
  return `${voter[witness]}${where}`;
}

function instanceInWords({ name, nodes, storage, cluster }: FailoverCluster, instance: string): string {
  return `failover cluster instance ${name}, instance ${instance}; nodes ${nodes.join(', ')}; storage ${storage}; ${clusterInWords(cluster)}`;
}

function sqlInWords(backEnd: BackEnd): string {
  const { primary, mirror, witness, witnessSite, instance, availabilityGroup, failoverCluster } = backEnd;
  if (availabilityGroup !== undefined) return groupInWords(availabilityGroup, instance);
  if (failoverCluster !== undefined) return instanceInWords(failoverCluster, instance);
  const parts = [`${primary}, instance ${instance}`];
  if (mirror === null) parts.push('no mirror');
  else parts.push(`mirror ${mirror}`, witness === null ? 'no witness' : `witness ${witness}`);
  if (witness !== null && witnessSite !== null) parts[parts.length - 1] += ` at ${witnessSite}`;
  return parts.join('; ');
}

function edgeBox({ fqdn, servers, nextHop, federation, xmpp }: EdgePool): Box {
  const routes = [...(federation ? ['federation'] : []), ...(xmpp ? ['XMPP'] : [])];
  return {
    title: fqdn,
    about: 'Edge pool',
    parts: [
      ['servers', servers.join(', ')],
      ['next hop', nextHop ?? 'none'],
      ['routes', routes.length === 0 ? 'none' : routes.join(', ')],
    ],
  };
}

function pairSection({ pools, links }: Deployment, paper: Page): string[] {
  const lines = pools.flatMap((pool, index) => {
    const partner = pools.slice(index + 1).find(({ fqdn }) => fqdn === pool.backupPool);
    if (partner === undefined) return [];
    const link = links.find(({ between }) => between.includes(pool.site) && between.includes(partner.site));
    const way = pool.site === partner.site ? `both at ${pool.site}` : linkInWords(link);
    return paper.hang('  ', `${pool.fqdn} <-> ${partner.fqdn} (${way})`);
  });
  return lines.length === 0 ? [] : [paper.strong('Pairs'), ...lines];
}

/** M282, M280: what the Backup Service needs of the link, in steady running and for a first sync. */
function backupSection({ directions }: TopologyFigures, paper: Page): string[] {
  const lines = directions.flatMap((each) => {
    const { pool, partner, userDataBitsPerSecond, contentBitsPerSecond, contentPilesUp } = each;
    const piles = contentPilesUp ? ', and the rest piles up (D275)' : '';
    const content =
      each.firstContentMs === null ? '' : `, stored conference content ${displayDuration(each.firstContentMs)} (D275)`;
    return paper.hang(
      '  ',
      `${pool} -> ${partner}: ${megabits(userDataBitsPerSecond)} of user data, ${megabits(contentBitsPerSecond)} of conference content${piles}; a first sync: user data ${displayDuration(each.firstUserDataMs)}${content}`,
    );
  });
  const heading = 'Backup Service at the usual load (M282, M280)';
  return lines.length === 0 ? [] : [paper.strong(heading), ...lines];
}

const megabits = (bitsPerSecond: number): string => `${count(Math.round(bitsPerSecond / 10_000) / 100)} Mbps`;

function linkInWords(link: Link | undefined): string {
  if (link === undefined) return '';
  return `${link.between.join(' - ')}, ${link.latencyMs} ms, ${count(link.bandwidthBitsPerSecond / 1_000_000)} Mbps`;
}

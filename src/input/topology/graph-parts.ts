// What both kinds of topology document share: machines in their order, references with the words around them.
import type { Position } from '../../core/input-error.js';
import { quote } from '../../core/quote.js';
import type { Problems } from '../problems.js';
import type { MachineNode, Relation, TopologyGraph } from './graph.js';
import { childElement, type XmlElement } from './xml.js';

/** The attribute, or an error that names it. */
export function needed(element: XmlElement, attribute: string, problems: Problems): string {
  const value = element.attributes.get(attribute)?.trim() ?? '';
  if (value === '') {
    problems.add(element.position, `<${element.name}> has no ${attribute}`, 'export the topology again');
  }
  return value;
}

/** A machine with what decides its place: its ordinal where it has one, else the order of the document. */
export function machineNodes(
  machines: readonly XmlElement[],
  ordinal: string,
  cluster: { readonly fqdn: string },
): MachineNode[] {
  const place = (machine: XmlElement): number => {
    const value = Number(machine.attributes.get(ordinal) ?? Number.NaN);
    return Number.isInteger(value) ? value : Number.MAX_SAFE_INTEGER;
  };
  return [...machines]
    .sort((a, b) => place(a) - place(b))
    .map((machine) => ({
      // a cluster of one machine may leave the machine without a name
      fqdn: machine.attributes.get('Fqdn')?.trim() || cluster.fqdn,
      position: machine.position,
    }));
}

/** The name of a site; it is an element of its own in both kinds of document. */
export function siteNameOf(site: XmlElement): { name: string; position: Position } {
  const element = childElement(site, 'Name');
  return { name: element?.text.trim() ?? '', position: element?.position ?? site.position };
}

/** The node of the AlwaysOn availability group behind a SQL instance; null where there is no group. */
export function availabilityGroupOf(instance: XmlElement): string | null {
  for (const [name, value] of instance.attributes) {
    if (/^AlwaysOn/i.test(name) && value.trim() !== '') return value.trim();
  }
  return null;
}

/** Of the words around a reference the last ones are kept. */
const WORDS_MAX = 300;

export type Resolve = (element: XmlElement) => readonly { readonly words: string; readonly target: string }[];

/** Everything that `element` and what is below it refers to; `outer` are the words of what is around it. */
export function relationsOf(element: XmlElement, resolve: Resolve, outer = ''): Relation[] {
  const found: Relation[] = [];
  const usage = element.attributes.get('Usage') ?? '';
  // cut, so that a deep document cannot make long texts of short ones
  const own = `${outer} ${element.name} ${usage}`.trim().slice(-WORDS_MAX);
  for (const { words, target } of resolve(element)) {
    found.push({ words: `${own} ${words}`.trim(), target, position: element.position });
  }
  for (const child of element.children) {
    for (const relation of relationsOf(child, resolve, own)) found.push(relation);
  }
  return found;
}

/** Reports what makes the graph ambiguous: two parts with one id, a cluster at a site that does not exist. */
export function checkGraph(graph: TopologyGraph, problems: Problems): void {
  const kinds = { cluster: graph.clusters, service: graph.services, site: graph.sites } as const;
  for (const [kind, nodes] of Object.entries(kinds)) {
    const seen = new Map<string, Position>();
    for (const node of nodes as readonly { id: string; position: Position }[]) {
      const first = seen.get(node.id.toLowerCase());
      if (first === undefined) seen.set(node.id.toLowerCase(), node.position);
      else {
        problems.add(
          node.position,
          `a second ${kind} with the id ${quote(node.id)}`,
          `the first is in line ${first.line}; export the topology again`,
        );
      }
    }
  }
  const sites = new Set(graph.sites.map(({ id }) => id.toLowerCase()));
  for (const cluster of graph.clusters) {
    if (!sites.has(cluster.site.toLowerCase())) {
      problems.add(
        cluster.position,
        `the cluster ${quote(cluster.fqdn)} is at a site that the document does not have`,
        'export the whole topology again',
      );
    }
  }
  const places = new Set([...graph.clusters, ...graph.instances].map(({ id }) => id.toLowerCase()));
  for (const service of graph.services) {
    if (!places.has(service.installedOn.toLowerCase())) {
      problems.add(
        service.position,
        `the service ${quote(service.role)} is installed on something that the document does not have`,
        'export the whole topology again',
      );
    }
  }
}

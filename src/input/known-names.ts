// The symbol table of a topology: names are compared without case, and have the spelling of their definition.
import type { Position } from '../core/input-error.js';
import { suggestion } from '../core/nearest.js';
import { quote } from '../core/quote.js';
import type { Problems } from './problems.js';

/** Names of one kind. */
export class KnownNames {
  private readonly spelling = new Map<string, string>();

  constructor(
    /** plural noun for messages, e.g. `pools` */
    readonly what: string,
    names: Iterable<string | null | undefined>,
  ) {
    for (const name of names) {
      if (!name || this.spelling.has(name.toLowerCase())) continue;
      this.spelling.set(name.toLowerCase(), name);
    }
  }

  get all(): string[] {
    return [...this.spelling.values()];
  }

  /** The name in the spelling of its definition; null if there is none. */
  find(name: string): string | null {
    return this.spelling.get(name.toLowerCase()) ?? null;
  }

  /** The name in the spelling of its definition; null, and an error, if there is none. */
  need(name: string, position: Position, problems: Problems): string | null {
    const found = this.find(name);
    if (found === null) {
      const message = `${quote(name)} is not one of the ${this.what}`;
      problems.add(position, message, suggestion(name, this.all, this.what));
    }
    return found;
  }
}

/** A reference in the spelling of its definition; null = there is no such reference. */
export function spelled(names: KnownNames, name: string | null | undefined): string | null {
  return name ? names.find(name) : null;
}

/** The machines of a Back End, as a topology file or a deployment names them. */
interface BackEndNames extends Readonly<Partial<Record<'primary' | 'mirror' | 'witness', string | null>>> {
  readonly replicas?: readonly { readonly server: string }[] | null;
  readonly cluster?: { readonly witnessServer: string | null } | null;
  readonly availabilityGroup?: {
    readonly replicas: readonly { readonly server: string }[];
    readonly cluster: { readonly witnessServer: string | null };
  };
  readonly nodes?: readonly string[] | null;
  readonly storage?: string | null;
  readonly failoverCluster?: {
    readonly nodes: readonly string[];
    readonly storage: string;
    readonly cluster: { readonly witnessServer: string | null };
  };
}

function machinesNamed(backEnd: BackEndNames | null): (string | null | undefined)[] {
  const { failoverCluster: instance } = backEnd ?? {};
  const { replicas, cluster } = backEnd?.availabilityGroup ?? backEnd ?? {};
  const servers = (replicas ?? []).map(({ server }) => server);
  const { nodes, storage } = instance ?? backEnd ?? {};
  const witness = (instance?.cluster ?? cluster)?.witnessServer;
  // The primary of an instance is its network name, which is no machine.
  const primary = instance === undefined ? backEnd?.primary : null;
  return [primary, backEnd?.mirror, backEnd?.witness, ...servers, ...(nodes ?? []), storage, witness];
}

/** What defines names: a deployment, or a topology file that is not one yet. */
interface Definitions {
  readonly sites: readonly { readonly name: string }[];
  readonly pools: readonly {
    readonly fqdn: string;
    readonly servers: readonly string[];
    readonly backEnd: BackEndNames | null;
    readonly fileStore: string | null;
  }[];
  readonly edgePools: readonly { readonly fqdn: string; readonly servers: readonly string[] }[] | null;
}

/** The names that a topology defines, by kind. */
export class DefinedNames {
  readonly sites: KnownNames;
  readonly pools: KnownNames;
  readonly edgePools: KnownNames;
  /** Edge servers, each with its pool */
  readonly edgeServers: ReadonlyMap<string, string>;
  /** every machine, in the order of the topology */
  readonly machines: KnownNames;
  readonly fileStores: KnownNames;

  constructor({ sites, pools, edgePools }: Definitions) {
    const edges = edgePools ?? [];
    const hosts = pools.flatMap(({ servers, backEnd, fileStore }) => [
      ...servers,
      ...machinesNamed(backEnd),
      fileStore,
    ]);
    const named = (what: string, parts: readonly { readonly fqdn: string }[]) =>
      new KnownNames(
        what,
        parts.map(({ fqdn }) => fqdn),
      );
    this.sites = new KnownNames(
      'sites',
      sites.map(({ name }) => name),
    );
    this.pools = named('Front End pools', pools);
    this.edgePools = named('Edge pools', edges);
    this.edgeServers = new Map(edges.flatMap(({ fqdn, servers }) => servers.map((server) => [server, fqdn] as const)));
    this.machines = new KnownNames('machines', [...hosts, ...edges.flatMap(({ servers }) => servers)]);
    this.fileStores = new KnownNames(
      'file stores',
      pools.map(({ fileStore }) => fileStore),
    );
  }
}

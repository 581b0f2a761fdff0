/** Changes of a deployment that are no cmdlet: what Topology Builder publishes, and what is set up on servers (D270). */

/** A change published with Topology Builder, or made on every server of a pool by its setup (D270). */
export type TopologyChange =
  | { readonly kind: 'edgeNextHop'; readonly edgePool: string; readonly pool: string }
  /** the federation route of `edgePool` switched on or off */
  | { readonly kind: 'federation'; readonly edgePool: string; readonly on: boolean }
  | { readonly kind: 'edgePool'; readonly pool: string; readonly edgePool: string }
  | { readonly kind: 'pair'; readonly pools: readonly [string, string] }
  /** a Front End server is added to a pool or removed from it; its servers in the model stay those of the topology (D259) */
  | { readonly kind: 'frontEndServers'; readonly pool: string }
  | PoolSetup;

/**
 * Bootstrapper.exe on every FE server of a pool; the installed cumulative update applied to them again (D270); a new update
 * installed on one server (D250, M265).
 */
export type PoolSetup =
  | { readonly kind: 'bootstrap'; readonly pool: string }
  | { readonly kind: 'update'; readonly pool: string }
  | { readonly kind: 'updateServer'; readonly server: string };

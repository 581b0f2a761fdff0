import type { PackedModel } from '../core/packed-model.js';

/** How each thread makes the model anew: `(await import(module))[export](data)`. */
export interface ModelSource {
  /** URL of a module, as a string: `import.meta.resolve('./model.js')`. Code of the product, never of its input. */
  readonly module: string;
  readonly export: string;
  /** What JSON can say. */
  readonly data: unknown;
}

/** The model of a source. */
export async function modelFrom<V, E>(source: ModelSource): Promise<PackedModel<V, E>> {
  const module: Record<string, (data: unknown) => PackedModel<V, E>> = await import(source.module);
  return module[source.export](source.data);
}

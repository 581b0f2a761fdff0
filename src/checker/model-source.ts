/** How each thread makes a model anew: models hold functions, which no thread can send to another. */
import type { PackedModel } from '../core/packed-model.js';

/** The model that `(await import(module))[export](data)` returns. */
export interface ModelSource {
  /** URL of a module, as a string: `import.meta.resolve('./model.js')`. Code of the product, never of its input. */
  readonly module: string;
  readonly export: string;
  /** Plain data, as threads send it to each other. */
  readonly data: unknown;
}

/** Makes the model of a source. */
export async function modelFrom<V, E>(source: ModelSource): Promise<PackedModel<V, E>> {
  const module: Record<string, (data: unknown) => PackedModel<V, E>> = await import(source.module);
  return module[source.export](source.data);
}

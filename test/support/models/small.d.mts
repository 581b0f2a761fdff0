import type { PackedModel } from '../../../src/core/packed-model.js';

export function counter(data: { to: number; broken?: number }): PackedModel<string, string>;
export function philosophers(data: { count: number }): PackedModel<string, string>;
export interface Graph {
  readonly words: number;
  readonly edges: readonly (readonly number[])[];
  readonly broken?: readonly number[];
  readonly brokenEdges?: Readonly<Record<string, number>>;
  readonly goals?: readonly number[];
}
export function graph(data: Graph): PackedModel<string, string>;
export function faulty(data: { at: number }): PackedModel<string, string>;

import type { PackedModel } from '../../../src/core/packed-model.js';

export function counter(data: { to: number; broken?: number }): PackedModel;
export function philosophers(data: { count: number }): PackedModel;
export interface Graph {
  readonly words: number;
  readonly edges: readonly (readonly number[])[];
  readonly ways?: readonly number[];
  readonly edgeWays?: Readonly<Record<string, number>>;
  readonly recovered?: readonly number[];
}
export function graph(data: Graph): PackedModel;
export function faulty(data: { at: number }): PackedModel;

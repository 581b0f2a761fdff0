export interface SampledMutant {
  readonly file: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

export function isDrawn(mutant: SampledMutant, sample: { readonly seed: number; readonly share: number }): boolean;

/** How many mutants came to what; `tried` = those that count in a score. */
export type MutantCount = Readonly<
  Record<
    | 'killed'
    | 'endless'
    | 'late'
    | 'survived'
    | 'uncovered'
    | 'explained'
    | 'errors'
    | 'ignored'
    | 'notDrawn'
    | 'tried',
    number
  >
>;

export interface Explanation {
  readonly file: string;
  readonly line: string;
  readonly mutator: string;
  readonly replacement: string;
  readonly why: string;
}

export function survivorsOf(
  files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly object[] }>>,
  explanations: readonly Explanation[],
): { count: MutantCount; unexplained: string[]; unused: string[] };
export function addUp(counts: readonly MutantCount[]): MutantCount;
export function scoreLine(name: string, count: MutantCount): string;

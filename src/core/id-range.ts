/** Run-length naming of ids that are a letter and a number: three and more that follow each other are a range. */

/** The ids in their order, as `I1, I3, I5-I9`. */
export function idRange(ids: readonly string[]): string {
  const runs: string[][] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last !== undefined && numberIn(id) === numberIn(last.at(-1)!) + 1) last.push(id);
    else runs.push([id]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(', '))).join(', ');
}

const numberIn = (id: string): number => Number(id.slice(1));

/** Optimal string alignment (Damerau-Levenshtein): the known name that a mistyped one was probably meant to be. */
import { escapeControls, quote } from './quote.js';

/** Edits between two names, without case; two letters swapped count as one (`usres`). */
export function editDistance(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(row[j - 1] + 1, rows[i - 1][j] + 1, replaced);
      // Before the first letter there is none, which is like no letter.
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}

/** The known name that `name` was probably meant to be; null where none is near. `most` = edits at most. */
export function nearest(name: string, known: readonly string[], most = 255): string | null {
  if (name.length > 255) return null;
  // of a host name only the first label counts: the domain makes all of them look alike
  const allowed = Math.min(most, Math.max(1, Math.floor(firstLabel(name).length / 3)));
  let best: { name: string; distance: number } | null = null;
  for (const candidate of known) {
    // Names whose lengths differ by more cannot be so near.
    if (Math.abs(candidate.length - name.length) > allowed) continue;
    const distance = editDistance(name, candidate);
    if (distance <= allowed && (best === null || distance < best.distance)) best = { name: candidate, distance };
  }
  return best?.name ?? known.find((candidate) => firstLabel(candidate) === firstLabel(name)) ?? null;
}

function firstLabel(name: string): string {
  return name.toLowerCase().split('.', 1)[0];
}

/** `did you mean "x"?`, else the list of what there is. */
export function suggestion(name: string, known: readonly string[], what: string): string {
  const near = nearest(name, known);
  if (near !== null) return `did you mean ${quote(near)}?`;
  if (known.length === 0) return `there is no ${what}`;
  const shown = known.slice(0, 12).map(escapeControls).join(', ');
  return `known ${what}: ${shown}${known.length > 12 ? ', ...' : ''}`;
}

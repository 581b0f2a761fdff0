/** The history of a changed drill: the original, what it was changed to since, and what was taken back. */
/// <reference lib="dom" />
import type { EditedDrill } from './edited-drill.js';
import { isForThePage } from './page-keys.js';

/** `past` begins with the original and ends with what is shown; `future` begins with what was taken back last. */
export interface EditHistory {
  readonly past: readonly EditedDrill[];
  readonly future: readonly EditedDrill[];
}

/** Changes that can be taken back. */
const UNDO_MOST = 50;

/** The history of a drill that nobody has changed. */
export const freshHistory = (original: EditedDrill): EditHistory => ({ past: [original], future: [] });

/** With one change more: what was taken back is gone. */
export const changedTo = ({ past }: EditHistory, next: EditedDrill): EditHistory => ({
  past: [past[0], ...[...past.slice(1), next].slice(-UNDO_MOST)],
  future: [],
});

/** Without the last change; unchanged where there is none. */
export const undone = ({ past, future }: EditHistory): EditHistory =>
  past.length === 1 ? { past, future } : { past: past.slice(0, -1), future: [past[past.length - 1], ...future] };

/** With the change again that was taken back last. */
export const redone = ({ past, future }: EditHistory): EditHistory =>
  future.length === 0 ? { past, future } : { past: [...past, future[0]], future: future.slice(1) };

/** The original; all changes can be had again, one by one. */
export const allUndone = (history: EditHistory): EditHistory => {
  const { past, future } = history;
  return past.length === 1 ? history : { past: [past[0]], future: [...past.slice(1), ...future] };
};

/** What a key asks of the history; null = nothing, as where it is the undo of a field. */
export function historyKey(event: KeyboardEvent): ((history: EditHistory) => EditHistory) | null {
  const field = event.target instanceof HTMLElement ? event.target : null;
  if (field?.matches('textarea, input:not([type=range], [type=checkbox])') === true) return null;
  if (event.key === 'r' && isForThePage(event)) return allUndone;
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? redone : undone;
  return key === 'y' && !event.shiftKey ? redone : null;
}

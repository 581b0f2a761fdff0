/** The moment of the cursor as a value that is looked at: while it moves, only what looks at it is drawn anew. */
import { useEffect, useState } from 'preact/hooks';

/** Where the cursor is, ms from the start of the drill. */
export interface CursorStore {
  now(): number;
  /** Moves it; who looks at it hears of another moment only. */
  set(atMs: number): void;
  /** Hears of every move until the function that comes back is called. */
  subscribe(hear: (atMs: number) => void): () => void;
}

/** A cursor at the start. */
export function cursorStore(): CursorStore {
  let atMs = 0;
  const hearing = new Set<(atMs: number) => void>();
  return {
    now: () => atMs,
    set(next) {
      if (next === atMs) return;
      atMs = next;
      for (const hear of hearing) hear(next);
    },
    subscribe(hear) {
      hearing.add(hear);
      return () => hearing.delete(hear);
    },
  };
}

/** The moment of the cursor in a part of the page, which is drawn anew with it. */
export function useCursor(cursor: CursorStore): number {
  const [atMs, setAtMs] = useState(cursor.now());
  useEffect(() => {
    setAtMs(cursor.now());
    return cursor.subscribe(setAtMs);
  }, [cursor]);
  return atMs;
}

/** The night played: the cursor goes through what is drawn in twenty seconds, by the frames of the browser, and stops at its end. */
/// <reference lib="dom" />
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Stretch } from '../report/html/night-panel.js';

/** All that is drawn takes so long, ms of the reader. */
const PLAY_MS = 20_000;

/** Where the cursor is a frame later; `passedMs` = since the frame before. */
export const playedOn = (atMs: number, { fromMs, toMs }: Stretch, passedMs: number): number =>
  Math.min(Math.round(atMs + ((toMs - fromMs) * passedMs) / PLAY_MS), toMs);

/** Nobody who has asked for less motion is shown any. */
const isStill = (): boolean => matchMedia('(prefers-reduced-motion:reduce)').matches;

interface NightPlay {
  readonly isPlaying: boolean;
  /** Begins, at the start of what is drawn where the cursor is at its end; or stops. Null = there is no playing. */
  readonly toggle: (() => void) | null;
}

/** Playing a part of a night; `place` says where the cursor is. */
export function useNightPlay(stretch: Stretch, place: () => number, move: (atMs: number) => void): NightPlay {
  const [isPlaying, setPlaying] = useState(false);
  const drawn = useRef(stretch);
  drawn.current = stretch;
  useEffect(() => {
    if (!isPlaying) return;
    let before: number | null = null;
    // A cursor that somebody else has moved is theirs.
    let mine = place();
    let frame = requestAnimationFrame(function next(ms) {
      const to = before === null ? mine : playedOn(mine, drawn.current, ms - before);
      before = ms;
      if (place() !== mine) return setPlaying(false);
      if (to !== mine) move(to);
      mine = to;
      if (to >= drawn.current.toMs) setPlaying(false);
      else frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);
  const toggle = (): void => {
    if (!isPlaying && place() >= stretch.toMs) move(stretch.fromMs);
    setPlaying(!isPlaying);
  };
  return { isPlaying, toggle: isStill() ? null : toggle };
}

/** The part of the page that somebody has just chosen: it is scrolled to, and the keyboard goes on there. */
/// <reference lib="dom" />
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The place to be shown when `chosen` becomes another one. */
export function useBroughtIntoView(chosen: number): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current!.focus({ preventScroll: true });
    place.current!.scrollIntoView();
  }, [chosen]);
  return place;
}

/** Whether the screen is one for the narrow pictures: only what is seen stands in a page that is drawn anew at every change. */
/// <reference lib="dom" />
import { useEffect, useState } from 'preact/hooks';

/** As the style has it. */
const NARROW = '(max-width:620px)';

/** True while the page is narrow; paper counts by its own width. */
export function useNarrowScreen(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const follow = (): void => setNarrow(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  return isNarrow;
}

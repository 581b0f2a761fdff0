/** How many colours a stream is given: flags, then FORCE_COLOR, NO_COLOR and the terminal itself. */
import { supportsColor } from 'chalk';
import type { ColourLevel } from './text/page.js';

export interface ColourWishes {
  /** `--no-color` was given */
  readonly refused: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/** How much colour to use: `--no-color`, then FORCE_COLOR, then NO_COLOR, then what the terminal can show. */
export function colourLevel({ refused, env, isTerminal }: ColourWishes): ColourLevel {
  if (refused) return 0;
  if (env.FORCE_COLOR !== undefined) return forced(env.FORCE_COLOR);
  // https://no-color.org: present and not empty, whatever it says
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 0;
  return isTerminal && supportsColor ? supportsColor.level : 0;
}

/** FORCE_COLOR as chalk reads it: a level, or a word. */
function forced(wish: string): ColourLevel {
  if (wish === 'false') return 0;
  return /^\d+$/.test(wish) ? (Math.min(Number(wish), 3) as ColourLevel) : 1;
}

import type { RunResult } from '../domain/result.js';

/** Colours a terminal can show, as chalk counts them: 0 = none, 3 = 16 million. */
export type ColourLevel = 0 | 1 | 2 | 3;

export interface ReportOptions {
  readonly colour: ColourLevel;
  /** columns that a line may fill */
  readonly width: number;
  /** only the verdict, its reason and what did not go as the drill expects */
  readonly quiet: boolean;
  /** the command line that runs the drill again, as a user would type it */
  readonly again?: string;
}

/** Puts a result into text, with one newline at the end. Computes no facts: what it shows is in the result. */
export type Reporter = (result: RunResult, options: ReportOptions) => string;

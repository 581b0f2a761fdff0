/** A result on its way from the worker to the page: as JSON, which costs half of what a copy of its objects does. */
import type { RunResult } from '../domain/result.js';
import { everyStringPrintable } from '../report/text/printable.js';

/** The text of a result. */
export const resultText = (result: RunResult): string => JSON.stringify(result);

/** A result that came: as it was recorded, and with every text in it printable, which is what a page shows. */
export interface ReceivedResult {
  readonly recorded: RunResult;
  readonly shown: RunResult;
}

/** The result of a text. */
export function receivedResult(text: string): ReceivedResult {
  const recorded: RunResult = JSON.parse(text);
  return { recorded, shown: everyStringPrintable(recorded) };
}

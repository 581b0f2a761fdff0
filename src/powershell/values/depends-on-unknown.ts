// An exception for what cannot be computed, as it hangs on a value that is not known: whoever runs it tells so.
import type { Unknown } from './values.js';

/** What is done hangs on something that is not known. No error of the script. */
export class DependsOnUnknown extends Error {
  constructor(
    /** what hangs on it, as the subject of a sentence */
    what: string,
    readonly unknown: Unknown,
  ) {
    super(`${what} depends on ${unknown.why}`);
  }
}

/** What a step came to, in the words of a result, and what a Get- cmdlet printed. */

/** What a step came to; `notModelled`: nobody knows. */
export type StepOutcome = 'ok' | 'refused' | 'failed' | 'notModelled';

/** One object that a Get- cmdlet printed, under the property names of the management shell. */
export type CmdletObject = Readonly<Record<string, string | number | boolean | null>>;

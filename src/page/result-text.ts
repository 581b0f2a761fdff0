/** A result on its way from the worker to the page: as JSON, which costs half of what a copy of its objects does. */
import type { RunResult } from '../domain/result.js';
import { everyStringPrintable } from '../report/text/printable.js';

/** The text of a result. */
export const resultText = (result: RunResult): string => JSON.stringify(result);

/** The result again, every text in it printable. */
export const printableResult = (text: string): RunResult => everyStringPrintable(JSON.parse(text) as RunResult);

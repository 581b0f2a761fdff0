/** Flags and arguments that several commands have: their declarations, and how their values are read. */
import { extname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../core/duration.js';

/** Declarations of flags, as commander takes them. */
export const FLAGS = {
  topology: ['--topology <FILE>', 'use this topology instead of the one that the drill names'],
  overlay: ['--overlay <FILE>', 'add what the topology document cannot say'],
  json: ['--json', 'print the result as one JSON document'],
  ascii: ['--ascii', 'say all in ASCII: what is drawn looks alike, other letters are escaped'],
  noColor: ['--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded too)'],
} as const;

/** Reads a whole number from `min` to `max`; says so of anything else. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (!/^\d{1,12}$/.test(text) || n < min || n > max) {
      throw new InvalidArgumentError(`A whole number from ${min} to ${max}.`);
    }
    return n;
  };
}

/** Reads a duration above zero, in ms. */
export function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === null || ms === 0) throw new InvalidArgumentError('A duration such as 90s, 15m or 1h30m.');
  return ms;
}

/** Reads the value of `--seed`. */
export function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d{1,16}$/.test(text) || seed > Number.MAX_SAFE_INTEGER) {
    throw new InvalidArgumentError(`A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
  }
  return seed;
}

/** Reads a flag that may be given several times. */
export const collected = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** Reads a list with commas between its items. */
export const commaSeparated = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Whether an argument names a runbook. */
export const isRunbook = (path: string): boolean => extname(path).toLowerCase() === '.ps1';

/** Ends the command with an error of usage where `path` names no drill file. */
export function checkDrillName(path: string, command: Command): void {
  if (!/^\.ya?ml$/i.test(extname(path))) {
    command.error(`error: "${path}" is not a drill; a drill is a .yaml or .yml file, a runbook a .ps1 file`);
  }
}

/** Ends the command with an error of usage where `--out` is empty. */
export function checkOut(out: string | undefined, command: Command): void {
  if (out === '') command.error('error: --out needs the name of a directory');
}

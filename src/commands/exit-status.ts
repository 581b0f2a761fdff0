/** The exit statuses of the process: what they mean, how the help lists them, and how the bad ones are explained. */
import type { InputError } from '../core/input-error.js';
import type { Verdict } from '../domain/result.js';
import { formatInputErrors } from '../input/format-error.js';
import { printableLines } from '../report/text/printable.js';
import type { Io } from './cli-command.js';

/** The statuses by what a command came to. */
export const EXIT = { passed: 0, failed: 1, unusable: 2, inconclusive: 3, fault: 4 } satisfies Record<
  Verdict | 'unusable' | 'fault',
  number
>;

/** The part of a help text that says what the statuses mean. */
export function exitHelp(meanings: Readonly<Partial<Record<keyof typeof EXIT, string>>>): string {
  const all = { unusable: 'unusable input or usage', fault: 'a fault of drydrill itself', ...meanings };
  const lines = Object.entries(EXIT).flatMap(([name, status]) => {
    const meaning = all[name as keyof typeof EXIT];
    return meaning === undefined ? [] : [`  ${status}  ${meaning}`];
  });
  return `\nExit status:\n${lines.join('\n')}`;
}

/** The statuses of the commands that judge a drill. */
export const VERDICT_EXIT_HELP = exitHelp({
  passed: 'the drill passed',
  failed: 'the drill failed',
  inconclusive: 'inconclusive: something in the input is not modelled, or a bound was hit',
});

/** Writes to stderr; what is quoted in the text may hold anything, and no terminal may obey it. */
export function complain(text: string, { stderr }: Pick<Io, 'stderr'>): void {
  stderr.write(printableLines(text));
}

/** Says what is wrong with the input. */
export function unusableInput(errors: readonly InputError[], io: Io): number {
  complain(formatInputErrors(errors), io);
  return EXIT.unusable;
}

/** Says what keeps the command from doing what it was asked for, such as the file system. */
export function unusable(problem: string, io: Io): number {
  complain(`error: ${problem}\n`, io);
  return EXIT.unusable;
}

/** A fault of our own: said in one line and where, without the stack unless DRYDRILL_DEBUG asks for it. */
export function internalFault(error: unknown, io: Pick<Io, 'stderr' | 'env'>): number {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  // Only our own part of the path: where drydrill is installed is nobody's business in a bug report.
  const place = /^\s+at .*?((?:src|dist)[\\/][^\s()]+:\d+:\d+)/m.exec(stack)?.[1];
  const text = [`drydrill: internal fault: ${message}`, `  at ${place ?? 'an unknown place'}`];
  text.push('  This is not a fault of the drill: please report it, with the drill if you can.');
  if (io.env.DRYDRILL_DEBUG) text.push(stack);
  complain(`${text.join('\n')}\n`, io);
  return EXIT.fault;
}

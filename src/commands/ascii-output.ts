/** `--ascii`: all that a command says, in ASCII alone; a document stays one with the same values. */
import type { Command } from 'commander';
import { drawnInAscii, jsonInAscii, xmlInAscii } from '../report/text/ascii.js';
import type { Io } from './cli-command.js';
import { FLAGS } from './flags.js';

/** The streams of a command line, in ASCII where it asks for that; errors of usage included. */
export function ioInAscii(argv: readonly string[], io: Io): Io {
  if (!argv.includes('--ascii')) return io;
  const { stdout, stderr } = io;
  let inAscii: ((text: string) => string) | null = null;
  return {
    ...io,
    stdout: {
      write(text) {
        // What is printed first says what all of it is.
        inAscii ??= formOf(text);
        return stdout.write(inAscii(text));
      },
    },
    stderr: { write: (text) => stderr.write(drawnInAscii(text)) },
  };
}

function formOf(text: string): (text: string) => string {
  if (/^\s*[{[]/.test(text)) return jsonInAscii;
  return text.startsWith('<?xml') ? xmlInAscii : drawnInAscii;
}

/** Declares `--ascii` for a command. */
export const declareAscii = (command: Command): Command => command.option(...FLAGS.ascii);

/** Ends the command with an error of usage where what would be printed is a page, which says itself how it is encoded. */
export function checkAscii(command: Command): void {
  const { ascii, reporter } = command.opts<{ ascii?: true; reporter?: string }>();
  if (ascii && /(?:^|,)\s*html\s*(?:,|$)/.test(reporter ?? '')) {
    command.error(
      'error: --ascii is for what is printed; the page of --reporter html is UTF-8: write it with --out DIR alone',
    );
  }
}

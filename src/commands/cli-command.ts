/** What the command line knows of a command: how its flags are declared, and what it does with them. */
import type { Command } from 'commander';

/** The process as a command sees it, so that a test can stand in for it. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** stdout is a terminal */
  readonly isTTY: boolean;
  /** columns of that terminal */
  readonly columns?: number;
  /** stderr is a terminal */
  readonly stderrIsTTY?: boolean;
}

/** A command of the command line, one file each. */
export interface CliCommand {
  /** Declares arguments, flags and help. */
  readonly describe: (command: Command) => Command;
  /** Does what the parsed command says, and returns the exit status. */
  readonly act: (command: Command, io: Io) => Promise<number>;
}

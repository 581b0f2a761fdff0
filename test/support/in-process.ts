import { main } from '../../src/cli.js';
import { type Ended, type Options, ROOT } from './built.js';

/** What of the output is a terminal; nothing where it is not said. */
interface Terminals {
  readonly stdout?: boolean;
  readonly stderr?: boolean;
}

/**
 * What the command says and how it ends, run within the test: for what does not need a process of its own. One
 * at a time, as the working directory is the process's.
 */
export async function inProcess(
  argv: readonly string[],
  {
    cwd = ROOT,
    terminals = {},
    env = {},
  }: Pick<Options, 'cwd'> & { readonly terminals?: Terminals; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Omit<Ended, 'signal'>> {
  let stdout = '';
  let stderr = '';
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const status = await main(argv, {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      env,
      isTTY: terminals.stdout === true,
      stderrIsTTY: terminals.stderr === true,
    });
    return { status, stdout, stderr };
  } finally {
    process.chdir(before);
  }
}

import { main } from '../../src/cli.js';
import { type Ended, type Options, ROOT } from './built.js';

/**
 * What the command says and how it ends, run within the test: for what does not need a process of its own. One
 * at a time, as the working directory is the process's.
 */
export async function inProcess(
  argv: readonly string[],
  { cwd = ROOT }: Pick<Options, 'cwd'> = {},
): Promise<Omit<Ended, 'signal'>> {
  let stdout = '';
  let stderr = '';
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const status = await main(argv, {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      env: {},
      isTTY: false,
    });
    return { status, stdout, stderr };
  } finally {
    process.chdir(before);
  }
}

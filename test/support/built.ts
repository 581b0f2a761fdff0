import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The checkout, with a slash at the end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = `${ROOT}dist/bin.js`;

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly cwd?: string;
  /** JavaScript that runs in the process before drydrill */
  readonly before?: string;
  /** another build than that of the checkout */
  readonly command?: string;
}

/** Starts the built command. What a person's terminal may say about colours is left out. */
export function start(argv: readonly string[], { cwd = ROOT, before, command = CLI }: Options = {}): ChildProcess {
  const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...env } = process.env;
  const preload = before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(before)}`];
  const options: SpawnOptions = { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] };
  return spawn(process.execPath, [...preload, command, ...argv], options);
}

/** Runs the built command to its end. */
export function drydrill(argv: readonly string[], options: Options = {}): Promise<Ended> {
  return ended(start(argv, options));
}

/** What a started command says from now on, and how it ends. */
export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

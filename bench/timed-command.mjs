// A command in a process of its own, and what it took: wall time and processor time of all its threads, in ms.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Starts `drydrill` with these arguments and waits for its end; a status of 2 or more is an error. */
export async function timed(argv) {
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-timed-'));
  const usage = join(folder, 'usage');
  const preload = `
import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(${JSON.stringify(usage)}, String((userCPUTime + systemCPUTime) / 1000));
});`;
  const began = performance.now();
  const args = ['--import', `data:text/javascript,${encodeURIComponent(preload)}`, join(ROOT, 'dist/bin.js'), ...argv];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = await once(child, 'close');
  const wallMs = performance.now() - began;
  if (status === null || status === 2 || status === 4) throw new Error(`${argv.join(' ')} ended with status ${status}`);
  const cpuMs = Number(readFileSync(usage, 'utf8'));
  rmSync(folder, { recursive: true });
  return { wallMs, cpuMs };
}

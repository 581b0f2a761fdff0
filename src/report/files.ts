import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Writes the files into `directory`, which is created if absent. Each appears under its name only when it
 * is whole: it is written under a temporary name beside it and renamed. Whatever goes wrong, an
 * interruption included, leaves no temporary file behind. Throws what the file system says.
 */
export async function writeReports(directory: string, files: readonly ReportFile[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  const temporary = new Set<string>();
  const interrupted = (signal: NodeJS.Signals) => {
    for (const path of temporary) rmSync(path, { force: true });
    stopListening();
    // Ends the process the way the signal would have ended it without us.
    process.kill(process.pid, signal);
  };
  const stopListening = () => {
    for (const signal of SIGNALS) process.removeListener(signal, interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, interrupted);
  try {
    for (const { name, text } of files) {
      const path = join(directory, `.${name}.${randomUUID()}.tmp`);
      temporary.add(path);
      await writeFile(path, text, { flag: 'wx' });
      await rename(path, join(directory, name));
      temporary.delete(path);
    }
  } finally {
    await Promise.all([...temporary].map((path) => rm(path, { force: true })));
    stopListening();
  }
}

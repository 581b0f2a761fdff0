import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds dist once before all tests where it is absent or older than a source. Types are the type check's. */
export default function build(): void {
  const dist = join(ROOT, 'dist', 'bin.js');
  const sources = ['src', 'build'].flatMap((directory) => files(join(ROOT, directory)));
  const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs));
  if (existsSync(dist) && statSync(dist).mtimeMs > newest) return;
  execFileSync(process.execPath, [join(ROOT, 'build/build.mjs')], { stdio: 'inherit' });
}

function files(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

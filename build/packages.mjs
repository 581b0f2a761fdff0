// The packages that modules of a build are from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages that are in no build: who has a queue installs them beside drydrill. */
export const LEFT_TO_THE_USER = /^(?:bullmq|ioredis)(?:\/|$)/;

/** By their names the packages that the modules with these paths are from: where each lies, and its package.json. */
export function packagesOf(modules) {
  const folders = new Set(modules.map((path) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path)?.[0]));
  folders.delete(undefined);
  return [...folders]
    .map((directory) => ({ directory, manifest: JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) }))
    .sort((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1));
}

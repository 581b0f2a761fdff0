// Programs that only a campaign needs, each in a folder of its own below .tools/: never among the packages of the project.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOOLS = fileURLToPath(new URL('../../.tools/', import.meta.url));

/**
 * Installs packages (`name@range`) by npm into .tools/NAME, where they are not there yet; no script of theirs is run.
 * `force` takes peers for granted that the project itself has. Answers with the folder. Throws what npm says.
 */
export function toolFolder(name, packages, { force = false } = {}) {
  const folder = join(TOOLS, name);
  const done = join(folder, 'installed');
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', ...(force ? ['--legacy-peer-deps'] : [])];
  const { status, stderr } = spawnSync('npm', ['install', ...flags, ...packages], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm install ${packages.join(' ')}: ${stderr}`);
  writeFileSync(done, '');
  return folder;
}

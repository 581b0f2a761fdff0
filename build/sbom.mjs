// The software bill of materials of the package, as CycloneDX 1.5 has it: what is bundled into dist/, from the bundler's own
// list of modules, with the hashes of the lock file. No time stands in it: the same sources give the same bytes.
import { createHash } from 'node:crypto';

/**
 * The bill as a text. `own` = package.json, `lock` = package-lock.json, `packages` = packagesOf the modules of all builds.
 * Throws where a package is not locked, or has no licence that is one identifier.
 */
export function sbom(own, lock, packages) {
  const components = packages.map(({ manifest }) => component(manifest, lock));
  const names = new Set(packages.map(({ manifest }) => manifest.name));
  const refOf = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const byName = new Map(packages.map(({ manifest }) => [manifest.name, refOf(manifest)]));
  const dependencies = packages.map(({ manifest }) => ({
    ref: refOf(manifest),
    dependsOn: Object.keys(manifest.dependencies ?? {})
      .filter((name) => names.has(name))
      .map((name) => byName.get(name))
      .sort(),
  }));
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: '',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': refOf(own),
        name: own.name,
        version: own.version,
        description: own.description,
        licenses: [{ license: { id: own.license } }],
        purl: refOf(own),
      },
    },
    components,
    dependencies: [{ ref: refOf(own), dependsOn: [...byName.values()].sort() }, ...dependencies],
  };
  bill.serialNumber = `urn:uuid:${uuidOf(JSON.stringify(bill))}`;
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function component({ name, version, license, description }, lock) {
  const locked = lock.packages[`node_modules/${name}`];
  if (locked?.version !== version) throw new Error(`${name} ${version} is not what package-lock.json has`);
  if (typeof license !== 'string' || /\s/.test(license)) throw new Error(`${name}: its licence is no identifier`);
  const [algorithm, base64] = locked.integrity.split('-');
  if (algorithm !== 'sha512') throw new Error(`${name} is locked by ${algorithm}`);
  const [, group, short = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name: short,
    version,
    ...(description === undefined ? {} : { description }),
    scope: 'required',
    hashes: [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }],
    licenses: [{ license: { id: license } }],
    purl,
  };
}

/** A UUID that a text gives (version 8: of an application's own making). */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { ROOT } from './support/built.js';
import { IMPORTS } from './support/sources.js';

/** What is shipped: whose code it is, under which licences, and that its bill says so. */

interface Bill {
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly { readonly license: { readonly id: string } }[];
    readonly hashes: readonly { readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const json = (file: string) => JSON.parse(readFileSync(`${ROOT}${file}`, 'utf8'));
const BILL: Bill = json('dist/sbom.cdx.json');
const NAMES = BILL.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`));
const manifestOf = (name: string) => json(`node_modules/${name}/package.json`);

/** Packages that the sources import, and those that these bring with them; not those that stay outside of the package. */
function importedPackages(): string[] {
  const { peerDependencies } = json('package.json');
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name) || name in peerDependencies) return;
    found.add(name);
    for (const needed of Object.keys(manifestOf(name).dependencies ?? {})) add(needed);
  };
  for (const { from, typesOnly } of IMPORTS) {
    if (typesOnly || from.startsWith('node:') || from.startsWith('src/') || /^[./]/.test(from)) continue;
    add(/^(?:@[^/]+\/)?[^/]+/.exec(from)![0]);
  }
  return [...found].sort();
}

describe('the bill of materials', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(json(`vendor/cyclonedx/${name}.schema.json`));
  const validate = ajv.compile(json('vendor/cyclonedx/bom-1.5.schema.json'));

  test('is as CycloneDX has it', () => {
    validate(BILL);
    expect(validate.errors ?? []).toEqual([]);
    // The schema is worth what it refuses.
    expect(validate({ ...BILL, specVersion: 15 })).toBe(false);
    expect(validate({ ...BILL, components: [{ type: 'library' }] })).toBe(false);
  });

  test('names every package that the sources import, with all that it needs, and no other', () => {
    expect(importedPackages().length).toBeGreaterThan(6);
    expect(NAMES.toSorted()).toEqual(importedPackages());
    expect(BILL.metadata.component).toMatchObject({ name: 'drydrill', version: json('package.json').version });
  });

  test('has the version and the hash that are locked, and every reference leads somewhere', () => {
    const { packages } = json('package-lock.json');
    for (const [i, { version, hashes }] of BILL.components.entries()) {
      const locked = packages[`node_modules/${NAMES[i]}`];
      expect(version).toBe(locked.version);
      const hash = Buffer.from(hashes[0].content, 'hex').toString('base64');
      expect(`sha512-${hash}`).toBe(locked.integrity);
    }
    const refs = new Set(BILL.dependencies.map(({ ref }) => ref));
    expect(refs.size).toBe(NAMES.length + 1);
    expect(BILL.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual([]);
  });
});

describe('what is shipped', () => {
  test('has a licence that lets it be, whole, for each package', () => {
    const texts = textOf('dist/THIRD-PARTY-LICENSES.txt').split(`${'-'.repeat(80)}\n`);
    const heads = texts.map((text) => /^(\S+) ([\d.]+) \(([\w.-]+)\)\n/m.exec(text));
    expect(heads.map((head) => head?.[1]).toSorted()).toEqual(NAMES.toSorted());
    for (const [i, head] of heads.entries()) {
      const place = NAMES.indexOf(head![1]);
      const { version, licenses } = BILL.components[place];
      expect([head![2], head![3]]).toEqual([version, licenses[0].license.id]);
      expect(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']).toContain(head![3]);
      expect(texts[i]).toMatch(/copyright/i);
      expect(texts[i]).toMatch(/without warranty|as is/i);
    }
  });

  test('runs nothing when it is installed', () => {
    const atInstall = ['preinstall', 'install', 'postinstall'];
    for (const name of NAMES) {
      expect(
        Object.keys(manifestOf(name).scripts ?? {}).filter((script) => atInstall.includes(script)),
        name,
      ).toEqual([]);
    }
    expect(Object.keys(json('package.json').scripts).filter((script) => atInstall.includes(script))).toEqual([]);
    const { packages } = json('package-lock.json');
    expect(NAMES.filter((name) => packages[`node_modules/${name}`].hasInstallScript === true)).toEqual([]);
  });
});

function textOf(file: string): string {
  return readFileSync(`${ROOT}${file}`, 'utf8');
}

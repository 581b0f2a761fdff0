import { fileURLToPath } from 'node:url';

/** Topology documents in the format of the product, made up for the tests. */
export const FIXTURES = [
  'enterprise-pair.xml',
  'enterprise-pair.tbxml',
  'standard-pair.xml',
  'availability-group.xml',
  'three-sites.tbxml',
] as const;

export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

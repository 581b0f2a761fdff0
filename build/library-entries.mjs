// What a program can import of the package, as package.json says: names of sources in src/kit/.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** `index`, `browser`, ... */
export const LIBRARY = Object.values(exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [basename(entry.default, '.js')],
);

/** The digest of this build: two of the same version may differ, and what one came to is not what the other would. */
import { readFileSync } from 'node:fs';

let known: string | null = null;

/** SHA-256 over the code of the command, as the build has written it beside it. */
export function buildDigest(): string {
  known ??= (
    JSON.parse(readFileSync(new URL('../../dist/build-digest.json', import.meta.url), 'utf8')) as { sha256: string }
  ).sha256;
  return known;
}

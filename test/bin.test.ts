import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drydrill, ROOT } from './support/built.js';

/** What keeps the start of the command short: a run loads what it needs. */

describe('a run loads', () => {
  const hook = `
    import { writeSync } from 'node:fs';
    export async function load(url, context, next) {
      writeSync(2, url + '\\n');
      return next(url, context);
    }`;
  const before = `
    import { register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));`;

  /** The files that a run of the drill loads, without their folders. */
  async function loadedBy(drill: string): Promise<string[]> {
    const { status, stderr } = await drydrill(['run', drill], { before });
    expect(status).toBe(0);
    return stderr.split('\n').map((url) => url.slice(url.lastIndexOf('/') + 1));
  }

  test('neither a package nor what is for other commands', async () => {
    const loaded = await loadedBy('sims/03-site-loss.yaml');
    expect(loaded).toContain('bin.js');
    expect(loaded.filter((name) => /explore|state-space|init|drills|runbook/.test(name))).toEqual([]);
  });
});

test('the licences of what is bundled are in the package', () => {
  const licences = readFileSync(join(ROOT, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['commander', 'saxes', 'xmlchars', 'xstate', 'yaml', 'zod']) {
    expect(licences).toMatch(new RegExp(`^${name} [\\d.]+ \\((?:MIT|ISC)\\)$`, 'm'));
  }
});

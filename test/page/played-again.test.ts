import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isInputError } from '../../src/core/input-error.js';
import { readDrill } from '../../src/input/from-disk.js';
import { replayOf } from '../../src/page/played-again.js';
import { embeddedDrill, inScriptElement } from '../../src/report/html/embedded-drill.js';
import { runAsJson } from '../../src/report/json.js';
import { runSeeds } from '../../src/run/seeds.js';
import { ROOT } from '../support/built.js';

const SIMS = readdirSync(`${ROOT}sims`).filter((file) => /^\d.*\.yaml$/.test(file));

async function resultOf(file: string, count = 2) {
  const drill = await readDrill(`${ROOT}sims/${file}`);
  if (Array.isArray(drill)) throw new Error(drill[0].message);
  const result = runSeeds(drill, { count, commandFor: String });
  if (isInputError(result)) throw new Error(result.message);
  return result;
}

/** As it comes out of the page: what is in it survives being text. */
const inPage = (result: Parameters<typeof embeddedDrill>[0]) => JSON.parse(inScriptElement(embeddedDrill(result)));

describe('a report plays its drill again', () => {
  test('there are sims', () => expect(SIMS.length).toBeGreaterThan(20));

  test.each(SIMS)('%s: the same comes out', async (file) => {
    const result = await resultOf(file);
    const { result: again, differs } = replayOf(inPage(result));
    expect(differs).toEqual([]);
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(result)));
    // What the page saves is what the command prints.
    expect(runAsJson(again)).toBe(runAsJson(result));
  });

  test('nothing of a YAML drill is left out of the comparison but where it comes from', async () => {
    const result = await resultOf('03-site-loss.yaml');
    const { fingerprints } = embeddedDrill(result);
    const left = Object.keys(result).filter((key) => !(key in fingerprints));
    expect(left.sort()).toEqual(['input', 'reason', 'runbooks']);
  });

  test('of a script the steps are played that it took, and what comes of them is compared', async () => {
    const result = await resultOf('17-site-loss-night.yaml');
    const { fingerprints, seeds } = embeddedDrill(result);
    expect(seeds).toBe(null);
    expect(Object.keys(fingerprints)).toEqual(
      expect.arrayContaining(['steps', 'loss', 'recovery', 'users', 'findings', 'routes', 'components']),
    );
  });

  test('a report that says something else is found out', async () => {
    const result = await resultOf('03-site-loss.yaml');
    const embedded = embeddedDrill({ ...result, loss: { ...result.loss, lost: result.loss.lost - 1 } });
    expect(replayOf(embedded).differs).toEqual(['loss']);
    const earlier = result.input.faults.map((fault) => ({ ...fault, atMs: fault.atMs - 60_000 }));
    const other = { ...embeddedDrill(result), input: { ...result.input, faults: earlier } };
    expect(replayOf(other).differs).toEqual(expect.arrayContaining(['recovery', 'users', 'timeline', 'faults']));
  });

  test('what lies in a script element cannot end it', () => {
    const text = inScriptElement({ name: '</script><!-- &amp; \u202e\u2028' });
    expect(text).toMatch(/^[\x20-\x7e]*$/);
    expect(text).not.toMatch(/[<>&]/);
    expect(JSON.parse(text).name).toBe('</script><!-- &amp; \u202e\u2028');
  });
});

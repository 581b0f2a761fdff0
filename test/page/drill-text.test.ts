import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isInputError } from '../../src/core/input-error.js';
import type { Drill } from '../../src/domain/drill.js';
import type { RunResult } from '../../src/domain/result.js';
import { readDrill } from '../../src/input/from-disk.js';
import { drillAgain } from '../../src/page/drill-again.js';
import { savedDrillText } from '../../src/page/drill-text.js';
import { faultMoved, loadSet, plainDrill, stepSkipped, unchanged } from '../../src/page/edited-drill.js';
import { LOADS } from '../../src/page/number-limits.js';
import { embeddedDrill } from '../../src/report/html/embedded-drill.js';
import { runSeeds } from '../../src/run/seeds.js';
import { ROOT } from '../support/built.js';
import { drillOf } from '../support/drills.js';

// A runbook is a script, which the page does not save.
const SIMS = readdirSync(`${ROOT}sims`).filter((file) => /^\d.*\.yaml$/.test(file) && !file.startsWith('17'));

function played(drill: Drill): RunResult {
  const result = runSeeds(drill, { count: 1, commandFor: String });
  if (isInputError(result)) throw new Error(result.message);
  return result;
}

/** What a reader of the file must come to; lines of another file are other lines. */
const numbersOf = ({ verdict, loss, recovery, users, endedAtMs, steps, faults, expectations }: RunResult) => ({
  ...{ verdict, loss, recovery, users, endedAtMs, faults, expectations },
  steps: steps.map(({ startedAtMs, endedAtMs: endMs, outcome, rule, asExpected }) => [
    startedAtMs,
    endMs,
    outcome,
    rule,
    asExpected,
  ]),
});

describe('a drill of the page as a file', () => {
  test('there are sims', () => expect(SIMS.length).toBeGreaterThan(20));

  test.each(SIMS)('%s, and changed: reads back as the same drill', async (file) => {
    const drill = await readDrill(`${ROOT}sims/${file}`);
    if (Array.isArray(drill)) throw new Error(drill[0].message);
    const embedded = embeddedDrill(played(drill));
    let edited = unchanged(embedded);
    const middle = Math.floor(edited.steps.length / 2);
    const changed = stepSkipped(edited.faults.length === 0 ? edited : faultMoved(edited, 0, 12_340_000), middle, true);
    for (edited of [edited, changed]) {
      const again = drillAgain(plainDrill(embedded, edited));
      const read = await drillOf(savedDrillText(again, 'saved'));
      expect(read.name).toBe('saved');
      expect(numbersOf(played(read))).toEqual(numbersOf(played({ ...again, name: 'saved' })));
    }
  });

  test('every load that can be changed there is in the file, that of Response Groups where a Backup Service carries it', async () => {
    const drill = await readDrill(`${ROOT}sims/13-response-groups-2019.yaml`);
    if (Array.isArray(drill)) throw new Error(drill[0].message);
    const embedded = embeddedDrill(played(drill));
    const edited = LOADS.reduce((now, [key], i) => loadSet(now, key, i + 1), unchanged(embedded));
    const again = drillAgain(plainDrill(embedded, edited));
    expect(Object.keys(again.load).sort()).toEqual(LOADS.map(([key]) => key).sort());
    expect((await drillOf(savedDrillText(again, 'saved'))).load).toEqual(again.load);
  });

  test('a name can neither end its line nor begin another entry', async () => {
    const drill = await readDrill(`${ROOT}sims/03-site-loss.yaml`);
    if (Array.isArray(drill)) throw new Error(drill[0].message);
    const name = 'x"\nseed: 9\n\u2028# \u202e';
    expect((await drillOf(savedDrillText(drill, name))).name).toBe(name);
    expect((await drillOf(savedDrillText(drill, name))).seed).toBe(drill.seed);
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Drill } from '../../src/domain/drill.js';
import { readDrill } from '../../src/input/from-disk.js';
import { runDrill } from '../../src/run/run-drill.js';
import { CheckedModel } from '../support/checked-model.js';

const FOLDER = import.meta.dirname;

/** Drills that once showed a fault of the model: only what they declare breaks, with and without jumps. */
describe.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))('%s', (name) => {
  test('breaks only what it declares', async () => {
    const drill = (await readDrill(join(FOLDER, name))) as Drill;
    expect(Array.isArray(drill) ? drill : []).toEqual([]);
    const model = () => new CheckedModel(drill.deployment, drill.load);
    const { result } = runDrill(drill, { model: model() });
    expect(result.violations.filter((v) => !v.declared)).toEqual([]);
    for (const id of drill.expect.violates) expect(result.violations.map((v) => v.invariant)).toContain(id);
    const slow = runDrill(drill, { model: model(), jump: false });
    expect(JSON.stringify(slow.result)).toBe(JSON.stringify(result));
  });
});

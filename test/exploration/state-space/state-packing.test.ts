import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitFields } from '../../../src/core/bit-fields.js';
import { type Action, DeploymentModel } from '../../../src/domain/deployment-model.js';
import type { Drill } from '../../../src/domain/drill.js';
import { breaking, mending } from '../../../src/domain/fault-targets.js';
import { breakables, freeCommands } from '../../../src/exploration/state-space/alphabet.js';
import { abstractLog } from '../../../src/exploration/state-space/log-abstraction.js';
import { TICK_MS, USERS_PER_POOL } from '../../../src/exploration/state-space/log-packing.js';
import { PlanFiles } from '../../../src/exploration/state-space/plan-files.js';
import { StatePacking } from '../../../src/exploration/state-space/state-packing.js';
import { readDrill } from '../../../src/input/from-disk.js';

const LOAD = {
  changesPerUserPerHour: 3600,
  conferenceUploadsPerUserPerHour: 3600,
  configChangesPerHour: 3600,
  responseGroupChangesPerHour: 3600,
};

async function deploymentOf(name: string): Promise<Drill['deployment']> {
  const read = await readDrill(`sims/${name}.yaml`);
  if (Array.isArray(read)) throw new Error('unreadable');
  const d = read.deployment;
  return {
    ...d,
    pools: d.pools.map((p) => ({ ...p, users: USERS_PER_POOL, capacity: 2 * USERS_PER_POOL })),
    assumptions: { ...d.assumptions, backupBatchChanges: 1e12 },
  };
}

/** Takes random actions a minute apart on a state that lives on, and each also on a copy that was packed before. */
function follow(deployment: Drill['deployment'], numbers: readonly number[], seen: Set<string>): void {
  const options = { quiet: true, lookAlways: true };
  const lasting = new DeploymentModel(deployment, LOAD, undefined, options);
  const packed = new DeploymentModel(deployment, LOAD, undefined, options);
  const work = [new Uint8Array(lasting.slots), new Uint8Array(lasting.slots)];
  const sink = (i: number) => ({
    start: (slot: number) => {
      work[i][slot] = 1;
    },
    startPeriodic: (slot: number) => {
      work[i][slot] = 1;
    },
    cancel: (slot: number) => {
      work[i][slot] = 0;
    },
    observe: () => {},
  });
  const a = lasting.initial(sink(0));
  const b = packed.initial(sink(1));
  const fields = new BitFields();
  const packing = new StatePacking(packed.world, fields, b.logs, {
    destroys: true,
    files: new PlanFiles({ steps: [] }, packed.world),
  });
  const changes = new Uint32Array(fields.words);
  const words = (state: typeof a, i: number): Uint32Array => {
    const w = new Uint32Array(fields.words);
    packing.pack(state, work[i], w, 0);
    return w;
  };
  const things = breakables(lasting.world, { only: [], without: [] }, []);
  const commands = freeCommands(lasting.world);
  for (const n of numbers) {
    const before = words(a, 0);
    packing.unpack(before, 0, b, work[1]);
    packed.open(b, sink(1));
    expect(words(b, 1), 'packing what was unpacked').toEqual(before);
    const running = [...work[0].keys()].filter((slot) => work[0][slot] === 1);
    const actions: Action[] = [
      ...running.map((slot): Action => ({ type: 'finish', slot })),
      ...(lasting.busy(a) ? [] : commands.map(({ command }): Action => ({ type: 'command', command }))),
    ];
    const target = things[n % things.length].members[0];
    const fault = n % 3 === 0 ? breaking(target) : mending(target);
    const pick = Math.floor(n / 16) % 3;
    const action: Action = pick === 0 ? { type: 'fault', fault } : actions[Math.floor(n / 48) % actions.length];
    if (action.type === 'finish' && action.slot !== lasting.world.work.cycle.at()) {
      work[0][action.slot] = 0;
      work[1][action.slot] = 0;
    }
    seen.add(action.type === 'command' ? action.command.cmdlet : action.type);
    lasting.advance(a, a.nowMs + TICK_MS);
    lasting.apply(a, action, sink(0));
    packed.advance(b, b.nowMs + TICK_MS);
    packed.apply(b, action, sink(1));
    const after = words(a, 0);
    expect(words(b, 1), JSON.stringify(action)).toEqual(after);
    packing.packChanges(b, work[1], changes);
    expect(changes, 'packing what has changed').toEqual(after);
    packing.unpackAgain(b, work[1]);
    expect(words(b, 1), 'unpacking it again').toEqual(before);
  }
  for (const log of a.logs) for (const p of abstractLog(log, a.nowMs).placements) seen.add(`placement ${p}`);
}

describe('a state without its times and counts goes on as the state itself does', () => {
  test.each(['03-site-loss', '12-standard-pair', '05b-sql-no-witness', '13-response-groups-2019'])(
    'in the deployment of %s',
    async (name) => {
      const deployment = await deploymentOf(name);
      const seen = new Set<string>();
      fc.assert(
        fc.property(fc.array(fc.nat({ max: 1e6 }), { minLength: 20, maxLength: 80 }), (numbers) => {
          follow(deployment, numbers, seen);
        }),
        { seed: 20, numRuns: 25 },
      );
      // The walks went somewhere.
      expect([...seen].filter((s) => s.startsWith('placement')).length).toBeGreaterThan(5);
      expect(seen).toContain('Invoke-CsPoolFailOver');
    },
    30_000,
  );
});

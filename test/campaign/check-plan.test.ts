import { expect, test } from 'vitest';
import { type PlanRequest, planOf } from '../../src/campaign/check-plan.js';
import type { TaskPlayer } from '../../src/campaign/task-player.js';

/** How many tasks one of so many drills is. */
async function tasksOfEach(drills: number, seeds: number | null): Promise<number> {
  const paths = Array.from({ length: drills }, () => 'package.json');
  const request: PlanRequest = {
    scope: { paths: ['.'], filter: null, found: [], baseline: '' },
    inputs: { examples: [], drills: paths, topologies: [], runbooks: [], partsOfScripts: [], passedOver: [] },
    ...{ version: '', topology: null, seeds, strict: false, runs: 0, seed: 1, coverage: null },
    baseline: { path: '', drills: null },
    isTouched: () => true,
  };
  const player = { drill: async () => ({ steps: [], expect: { violates: [] } }) } as unknown as TaskPlayer;
  const plan = await planOf(request, player);
  if (Array.isArray(plan)) throw new Error(JSON.stringify(plan));
  return plan.tasks.length / drills;
}

test.each([
  [1, 50, 5],
  [20, null, 5],
  // 50 seeds in ceil(100 / 40) = 3 shares of 17, 17 and 16
  [40, null, 3],
  [99, 50, 2],
  [100, 50, 1],
  [200, 1000, 1],
  [1, 10, 1],
  [2, 1000, 20],
])(
  'each of %i drills of %s seeds is %i tasks: threads have enough to share, and no drill is read for nothing',
  async (drills, seeds, tasks) => {
    expect(await tasksOfEach(drills, seeds)).toBe(tasks);
  },
);

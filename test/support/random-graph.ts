import fc from 'fast-check';
import type { Graph } from './models/small.mjs';

/** Small graphs with everything: loops, ends, double edges, violations by states and by edges. */
export const anyGraph: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 40 }).chain((nodes) => {
  const node = fc.nat({ max: nodes - 1 });
  return fc
    .record({
      words: fc.integer({ min: 1, max: 4 }),
      edges: fc.array(fc.array(node, { maxLength: 4 }), { minLength: nodes, maxLength: nodes }),
      broken: fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: nodes, maxLength: nodes }),
      wrong: fc.array(fc.tuple(node, node, fc.constantFrom(1, 3)), { maxLength: 5 }),
      goals: fc.array(node, { maxLength: 3 }),
    })
    .map(({ wrong, ...graph }) => ({
      ...graph,
      brokenEdges: Object.fromEntries(wrong.map(([from, to, number]) => [`${from}>${to}`, number])),
    }));
});

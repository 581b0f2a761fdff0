// Random valid drills, written as files and run as a user runs them: their JSON is held against its schema and against itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { contradictionsIn } from './contradictions.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXIT = { passed: 0, failed: 1, inconclusive: 3 };

/** `draw(seed, index)`: a drill file; `play(text)` throws where its result contradicts itself or its schema. */
export async function drillsOf(modules) {
  const load = (path) => import(pathToFileURL(join(modules, path)).href);
  const { drawnTopologies, loads } = await load('kit/topology-arbitrary.js');
  const { sequenceDraws } = await load('kit/sequence-arbitrary.js');
  const { randomDrill } = await load('run/random-drill.js');
  const { drillYaml } = await load('input/drill/write.js');
  const { drillIn } = await load('input/drill/read-drill.js');
  const { memoryFiles } = await load('input/memory-files.js');
  const { runSeeds } = await load('run/seeds.js');
  const { runAsJson } = await load('report/json.js');
  const { EXIT: statuses } = await load('commands/exit-status.js');
  const schema = JSON.parse(readFileSync(join(ROOT, 'docs/result.schema.json'), 'utf8'));
  const ajv = new Ajv2020({ strict: false, allowUnionTypes: true }).addSchema(schema, 'result');
  const validate = ajv.getSchema('result#/$defs/run');
  // It is worth what it refuses.
  if (validate({ drydrill: 1 })) throw new Error('docs/result.schema.json refuses nothing');
  const cases = fc.record({
    topology: drawnTopologies,
    load: loads(),
    draw: sequenceDraws(24),
    served: fc.boolean(),
    options: fc.record({
      hazards: fc.boolean(),
      recover: fc.boolean(),
      midCommand: fc.boolean(),
      faults: fc.constant(true),
    }),
  });
  return {
    ending: 'yaml',
    draw(seed, index) {
      const [{ topology, load: changes, draw, served, options }] = fc.sample(cases, { seed: seed + index, numRuns: 1 });
      const { drill } = randomDrill({
        deployment: topology.deployment,
        load: changes,
        ...draw,
        ...options,
        numbersOnly: true,
      });
      const text = drillYaml(drill, topology.data);
      // Some drills expect what a drill expects that says nothing, so that verdicts differ.
      return served || /^expect:/m.test(text) ? text : `${text}expect: { served: false }\n`;
    },
    async play(text) {
      const drill = await drillIn(memoryFiles({ 'x.yaml': text }), 'x.yaml');
      if (Array.isArray(drill)) throw new Error(`a drill that was written is not read: ${drill[0].message}`);
      const result = runSeeds(drill, { count: 3, commandFor: String });
      if ('message' in result) throw new Error(`it cannot be run: ${result.message}`);
      const printed = JSON.parse(runAsJson(result, { colour: 0, width: 80 }));
      if (!validate(printed)) throw new Error(`not as its schema has it: ${JSON.stringify(validate.errors[0])}`);
      const [first, ...more] = contradictionsIn(printed, statuses[printed.verdict]);
      if (first !== undefined) throw new Error(`${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}`);
      if (statuses[printed.verdict] !== EXIT[printed.verdict]) throw new Error('an exit status of another meaning');
    },
  };
}

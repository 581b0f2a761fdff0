import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './support/built.js';
import { FILES } from './support/sources.js';

/** What docs/architecture.md says is done: one of each thing, by changing the files that it lists and no others. */

const PAGE = readFileSync(`${ROOT}docs/architecture.md`, 'utf8');

/** The files listed under a heading: those with a number, and those with a bullet. */
function listed(heading: string): { readonly needed: string[]; readonly asNeeded: string[] } {
  const section = PAGE.split(`\n### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
  const items = (marker: RegExp) => [...section.matchAll(marker)].map(([, file]) => file);
  return { needed: items(/^\d+\. `(src\/[^`]+)`/gm), asNeeded: items(/^- `(src\/[^`]+)`/gm) };
}

/** A change of a file: after the only place where `anchor` stands there comes more. */
interface Insertion {
  readonly after: string;
  readonly text: string;
}

/** What is added: files whole, or what changes in those that there are. */
type Addition = Readonly<Record<string, string | readonly Insertion[]>>;

const ADDITIONS: Readonly<Record<string, { readonly name: string; readonly files: Addition }>> = {
  'A component': {
    name: 'siren',
    files: {
      'src/domain/components/siren/state.ts': `/** A siren at each pool. */
import { declareVariable, FLAG } from '../../state/control-state.js';

export const SIREN_TABLE = {
  machines: {},
  facts: {},
  ids: () => ({}),
  state: { wails: declareVariable(['pool'], FLAG) },
  work: {},
};
`,
      'src/domain/components/siren/index.ts': `/** A siren at each pool: it wails while the pool cannot serve. */
import { defineComponent } from '../component.js';
import { SIREN_TABLE } from './state.js';

export const SIRENS = defineComponent({
  table: SIREN_TABLE,
  work: {},
  reconcile: [{ pool: (world, p) => world.variables.wails.set(p, world.canServe(p) ? 0 : 1) }],
});
`,
      'src/domain/components/tables.ts': [
        {
          after: "import { POOL_FAILOVER_TABLE } from './pool-failover/state.js';\n",
          text: "import { SIREN_TABLE } from './siren/state.js';\n",
        },
        { after: '  edge: EDGE_TABLE,\n', text: '  siren: SIREN_TABLE,\n' },
      ],
      'src/domain/components/registry.ts': [
        {
          after: "import { POOL_FAILOVERS } from './pool-failover/index.js';\n",
          text: "import { SIRENS } from './siren/index.js';\n",
        },
        { after: '  edge: EDGE_ROUTES,\n', text: '  siren: SIRENS,\n' },
      ],
    },
  },
  'An invariant': {
    name: 'siren',
    files: {
      'src/domain/drill.ts': [{ after: 'INVARIANT_IDS = [', text: "'I99', " }],
      'src/domain/components/siren/invariants.ts': `/** I99. */
import type { StateInvariant } from '../../invariants/state-invariant.js';

/** I99. */
export const silence: StateInvariant = {
  id: 'I99',
  claim: 'no siren wails',
  rules: ['D43'],
  check: (world, p) => (world.variables.wails.get(p) === 1 ? \`the siren of \${world.name(p)} wails\` : null),
};
`,
      'src/domain/components/siren/index.ts': [
        {
          after: "import { defineComponent } from '../component.js';\n",
          text: "import { silence } from './invariants.js';\n",
        },
        { after: '  table: SIREN_TABLE,\n', text: '  invariants: [silence],\n' },
      ],
    },
  },
  'A cmdlet': {
    name: 'siren',
    files: {
      'src/domain/cmdlets/siren.ts': `/** Get-CsSiren: whether the siren of a pool wails. */
import { defineCmdlet, done } from './cmdlet.js';
import { poolFqdn } from './parameter-types.js';

export const getSiren = defineCmdlet({
  name: 'Get-CsSiren',
  parameters: [poolFqdn],
  does: 'Shows the siren of a pool.',
  refusedBy: {},
  begin: (world, { PoolFqdn }) =>
    done(null, [{ Wails: world.variables.wails.get(world.layout.pool(PoolFqdn)) === 1 }]),
});
`,
      'src/domain/cmdlets/catalog.ts': [
        {
          after: "import { poolFailover } from './pool-failover.js';\n",
          text: "import { getSiren } from './siren.js';\n",
        },
        { after: 'export const CMDLETS: readonly Cmdlet[] = [\n', text: '  getSiren,\n' },
      ],
    },
  },
  'A reporter': {
    name: 'laconic',
    files: {
      'src/report/laconic.ts': `/** A run in one line: its verdict, what broke, and what its last step showed. */
import type { RunResult } from '../domain/result.js';

export const reportLaconic = ({ verdict, violations, steps }: RunResult): string =>
  \`\${verdict}, \${violations.map((v) => v.invariant)} broken, \${JSON.stringify(steps.at(-1)?.output)}\\n\`;
`,
      'src/report/reporters.ts': [
        {
          after:
            "import { checkAsJson, comparisonAsJson, explorationAsJson, replayAsJson, runAsJson, topologyAsJson } from './json.js';\n",
          text: "import { reportLaconic } from './laconic.js';\n",
        },
        {
          after: 'export const REPORTERS = {\n',
          text: "  laconic: { extension: 'txt', run: reportLaconic, exploration: null, replay: null, topology: null, check: null, comparison: null },\n",
        },
      ],
    },
  },
};

let copy: string;
const inCopy = (file: string) => join(copy, file);

/** Adds to the copy; answers the files that were changed or made. */
function add(files: Addition): string[] {
  for (const [file, change] of Object.entries(files)) {
    mkdirSync(dirname(inCopy(file)), { recursive: true });
    if (typeof change === 'string') {
      expect(existsSync(inCopy(file)), file).toBe(false);
      writeFileSync(inCopy(file), change);
      continue;
    }
    let text = readFileSync(inCopy(file), 'utf8');
    for (const { after, text: added } of change) {
      expect(text.split(after).length, `${file}: ${after}`).toBe(2);
      text = text.replace(after, () => after + added);
    }
    writeFileSync(inCopy(file), text);
  }
  return Object.keys(files);
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'drydrill-architecture-'));
  cpSync(`${ROOT}src`, inCopy('src'), { recursive: true });
  for (const name of ['package.json', 'tsconfig.json']) cpSync(ROOT + name, inCopy(name));
  for (const name of ['node_modules', 'vendor']) symlinkSync(ROOT + name, inCopy(name), 'junction');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('what docs/architecture.md says', () => {
  test('names files that exist', () => {
    const named = [...PAGE.matchAll(/\b(?:src|test|docs)\/[\w./-]*\w/g)].map(([file]) => file);
    expect(named.length).toBeGreaterThan(20);
    const missing = named.filter(
      (file) => !/\/NAME\b/.test(file) && !existsSync(ROOT + file) && !existsSync(`${ROOT}${file}.ts`),
    );
    expect(missing).toEqual([]);
  });

  test('tells of files that things have', () => {
    for (const heading of Object.keys(ADDITIONS)) {
      const { needed, asNeeded } = listed(heading);
      for (const file of [...needed, ...asNeeded]) {
        const pattern = new RegExp(`^${file.replace('.', '\\.').replace('NAME', '[\\w-]+')}$`);
        expect(
          FILES.filter((f) => pattern.test(f)),
          `${heading}: ${file}`,
        ).not.toEqual([]);
      }
    }
    expect([...PAGE.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)).toEqual(Object.keys(ADDITIONS));
  });

  test('is enough to add one of each: they compile, and a drill has them all', async () => {
    for (const [heading, { name, files }] of Object.entries(ADDITIONS)) {
      const needed = listed(heading).needed.map((file) => file.replace('NAME', name));
      expect(add(files).sort(), heading).toEqual(needed.sort());
    }
    // The other worker has work for the other core: checkers that share it out would each look at the types of all.
    const tsc = [join(ROOT, 'node_modules/typescript-native/bin/tsc'), '-p', copy, '--singleThreaded'];
    expect(spawnSync(process.execPath, tsc, { encoding: 'utf8' }).stdout).toBe('');

    const drill = {
      drill: 'The siren wails',
      topology: `${ROOT}sims/contoso.yaml`,
      steps: [{ crash: { pool: 'pool1.contoso.com' } }, { run: 'Get-CsSiren -PoolFqdn pool1.contoso.com' }],
      expect: { violates: ['I99'], served: false },
    };
    writeFileSync(inCopy('siren.yaml'), JSON.stringify(drill));
    const bundle = await rolldown({ input: inCopy('src/cli.ts'), platform: 'node', external: /^[^./]/ });
    await bundle.write({ dir: inCopy('dist'), format: 'esm' });
    await bundle.close();
    const { main } = await import(/* @vite-ignore */ pathToFileURL(inCopy('dist/cli.js')).href);
    let stdout = '';
    const io = { stdout: { write: (text: string) => (stdout += text) }, stderr: process.stderr, env: {} };
    const status = await main(['run', inCopy('siren.yaml'), '--reporter', 'laconic', '--seeds', '1'], io);
    expect(stdout).toBe('passed, I99 broken, [{"Wails":true}]\n');
    expect(status).toBe(0);
  }, 300_000);
});

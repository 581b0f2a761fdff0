import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rolldown } from 'rolldown';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/built.js';

/** What a program can import, as `exports` of package.json has it: `index`, `browser`, ... */
const EXPORTS: Record<string, string | { default: string }> = JSON.parse(
  readFileSync(`${ROOT}package.json`, 'utf8'),
).exports;
const LIBRARY = Object.values(EXPORTS).flatMap((entry) =>
  typeof entry === 'string' ? [] : [basename(entry.default, '.js')],
);

const NODE = process.execPath;
const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

let folder = '';
let tarball = '';
let files: readonly string[] = [];
beforeAll(() => {
  run(NODE, ['build/types.mjs'], ROOT);
  folder = mkdtempSync(join(tmpdir(), 'drydrill-package-'));
  // The build is there already: npm's own would run the scripts of the package.
  const [packed] = JSON.parse(run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], ROOT));
  tarball = join(folder, packed.filename);
  files = packed.files.map(({ path }: { path: string }) => path);
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }');
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--offline', tarball], folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const installed = (...path: string[]): string => join(folder, 'node_modules/drydrill', ...path);
const sim = (name: string): string => readFileSync(`${ROOT}sims/${name}`, 'utf8');

/** What a program of these lines prints, in a folder that has the package and nothing else. */
function program(lines: string, name = 'program.mjs'): string {
  writeFileSync(join(folder, name), lines);
  return run(NODE, [name], folder);
}

/** What may be in the package; of each something is. What is none of these was packed by mistake. */
const PACKED = [
  /^(?:LICENSE|NOTICE|README\.md|SECURITY\.md|CHANGELOG\.md|package\.json)$/,
  /^dist\/(?:bin|campaign-worker|check-thread-worker|parallel-worker|queue-thread|drill-state-space|[a-z-]+-[\w-]{8})\.js$/,
  /^dist\/(?:build-digest|page-scripts|rule-places|sbom\.cdx)\.json$/,
  /^dist\/THIRD-PARTY-LICENSES\.txt$/,
  /^dist\/library\/(?:browser\/)?[\w-]+\.js$/,
  /^dist\/types\/[\w-]+\.d\.ts$/,
  /^docs\/(?:[\w-]+\.(?:md|mjs)|generators\/[\w-]+\.mjs|pictures\/[\w-]+\.png|result\.schema\.json)$/,
  /^examples\/contoso-dr\/(?:[\w-]+\/|\.github\/workflows\/)?[\w.-]+$/,
  /^examples\/kubernetes\/(?:Dockerfile|README\.md|[a-z]+\.yaml)$/,
  /^sims\/(?:[\w-]+\.(?:yaml|ps1)|reports\/[\w-]+\.txt)$/,
  /^node_modules\/xstate\//,
];

test('the package holds what is meant to be shipped, and nothing else', () => {
  expect(files.filter((file) => !PACKED.some((pattern) => pattern.test(file)))).toEqual([]);
  expect(PACKED.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
  const needed = [
    'LICENSE',
    'NOTICE',
    'SECURITY.md',
    'dist/bin.js',
    'dist/build-digest.json',
    'dist/sbom.cdx.json',
    'dist/THIRD-PARTY-LICENSES.txt',
  ];
  expect(needed.filter((file) => !files.includes(file))).toEqual([]);
});

describe('the packed package in an empty folder', () => {
  test('installs without a network, has no peer, imports, and simulates', () => {
    expect(existsSync(join(folder, 'node_modules/vitest'))).toBe(false);
    expect(existsSync(join(folder, 'node_modules/fast-check'))).toBe(false);
    const said = program(`
      import { loadDrill, simulate } from 'drydrill';
      const drill = await loadDrill('node_modules/drydrill/sims/03-site-loss.yaml');
      const result = simulate(drill.value, { seeds: 1 });
      console.log(result.value.verdict, result.value.loss.lost);
    `);
    expect(said).toBe('passed 2167\n');
  });

  test('does nothing when it is imported', () => {
    const said = program(`
      const before = new Set(Object.getOwnPropertyNames(globalThis));
      const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
      const heard = JSON.stringify(listeners());
      await import('drydrill');
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
      // The schema library keeps its registry there.
      console.log(added.filter((name) => !name.startsWith('__zod_')).join());
      console.log(JSON.stringify(listeners()) === heard);
    `);
    expect(said).toBe('\ntrue\n');
  });

  test('searches in its threads', () => {
    const said = program(`
      import { explore, loadDrill } from 'drydrill';
      let started = 0;
      process.on('worker', () => started++);
      const drill = await loadDrill('node_modules/drydrill/sims/12-standard-pair.yaml');
      const { value } = await explore(drill.value, { faults: 1, threads: 2 });
      console.log(value.report.states > 4000, started > 0);
    `);
    expect(said).toBe('true true\n');
  }, 120_000);

  test('its command runs', () => {
    const said = run(
      NODE,
      [installed('dist/bin.js'), 'run', installed('sims/01-planned-failover.yaml'), '--quiet', '--seeds', '3'],
      folder,
    );
    expect(said).toMatch(/^PASSED/);
  });

  test('is what the Dockerfile of examples/kubernetes makes a command of, with nothing from a network', () => {
    const dockerfile = readFileSync(`${ROOT}examples/kubernetes/Dockerfile`, 'utf8');
    const [, install] = /^RUN (npm install --global .*?) && /m.exec(dockerfile)!;
    const prefix = join(folder, 'image');
    const line = install.replace('/tmp/package', folder).replace('--global', '--global --offline');
    execFileSync('sh', ['-c', line], { env: { ...process.env, npm_config_prefix: prefix }, stdio: 'pipe' });
    expect(run(join(prefix, 'bin/drydrill'), ['--version'], folder)).toBe(
      run(NODE, [installed('dist/bin.js'), '--version'], folder),
    );
  });

  test('publint finds nothing to say', async () => {
    const { buffer, byteOffset, byteLength } = readFileSync(tarball);
    const packed = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    const { messages, pkg } = await publint({ pack: { tarball: packed }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg!))).toEqual([]);
  });

  test('its types are right for every resolver of modules', async () => {
    const checked = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    if (checked.types === false) throw new Error('there are no types');
    // The package is one of modules: who requires it gets a module, on Node 22 and later.
    const found = checked.problems.filter((problem) => {
      if (problem.kind === 'CJSResolvesToESM') return false;
      return !('resolutionKind' in problem && problem.resolutionKind === 'node10');
    });
    expect(found).toEqual([]);
    expect(Object.keys(checked.entrypoints).length).toBe(LIBRARY.length + 1);
  });

  test('its matchers are typed', () => {
    const text = readFileSync(installed('dist/types/vitest.d.ts'), 'utf8');
    expect(text).toMatch(
      /declare module ['"]vitest['"] \{\s*interface Matchers<T = any> extends DrillMatchers<T> \{\}/,
    );
  });

  test('a strict program with all libraries checked compiles against the types', () => {
    const file = join(folder, 'strict.ts');
    writeFileSync(
      file,
      `import { parseTopology, simulate, type Result, type RunResult, type Drill } from 'drydrill';
       import { explore } from 'drydrill/browser';
       export const topology = parseTopology('');
       export const run = (drill: Drill): Result<RunResult> => simulate(drill, { seeds: 3 });
       export const search = (drill: Drill) => explore(drill, { faults: 1 });
       if (topology.ok) topology.value.pools.map((pool) => pool.fqdn);
       // @ts-expect-error: an outcome may be errors
       topology.value;
      `,
    );
    const tsc = `${ROOT}node_modules/typescript-native/bin/tsc`;
    const options = ['--strict', '--noEmit', '--exactOptionalPropertyTypes', '--target', 'es2022'];
    for (const [module, moduleResolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ]) {
      const resolved = ['--module', module, '--moduleResolution', moduleResolution, '--lib', 'es2022,dom'];
      const { stdout, status } = spawnSync(NODE, [tsc, ...options, ...resolved, '--types', '', file], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(stdout).toBe('');
      expect(status).toBe(0);
    }
  }, 120_000);
});

test('the programs of docs/library.md run', () => {
  const blocks = [...readFileSync(`${ROOT}docs/library.md`, 'utf8').matchAll(/^```js\n(.*?)^```$/gms)].map(
    ([, code]) => code,
  );
  expect(blocks.length).toBe(3);
  // Beside the installed package, in the folder of the sims, with the peer that the page names; one after the other.
  const files = blocks.map((_, i) => `${ROOT}dist/library-page-${i}.mjs`);
  const whole = `${ROOT}dist/library-pages.mjs`;
  const END = 'end of a program';
  blocks.forEach((code, i) => {
    writeFileSync(files[i], code);
  });
  writeFileSync(whole, files.map((file) => `await import('./${basename(file)}');\nconsole.log('${END}');\n`).join(''));
  const said: string[] = [];
  try {
    said.push(...run(NODE, [whole], ROOT).split(`${END}\n`));
  } finally {
    for (const file of [...files, whole]) rmSync(file);
  }
  expect(said.length).toBe(4);
  expect(said[0]).toMatch(/^passed reservations \d+ 2167\nPASSED/);
  expect(said[1]).toMatch(/^(?:passed|failed) \d+\ntrue\n$/);
}, 120_000);

/** The bytes of a program, and the packages that stay outside of it. */
interface Bundled {
  readonly bytes: number;
  readonly outside: readonly string[];
}

let made: Promise<Bundled> | null = null;
/** All of the library for browsers, bundled once. */
const theWhole = (): Promise<Bundled> => {
  made ??= bundled(`export * from 'drydrill/browser';`);
  return made;
};

/** A program that imports these names and nothing else. */
async function bundled(lines: string): Promise<Bundled> {
  writeFileSync(join(folder, 'entry.mjs'), lines);
  const bundle = await rolldown({
    input: join(folder, 'entry.mjs'),
    platform: 'browser',
    external: [],
    checks: { bundlerTimings: false },
    onLog(_, log) {
      throw new Error(log.message);
    },
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  const chunks = output.filter((part) => part.type === 'chunk');
  const names = chunks.map((chunk) => chunk.fileName);
  return {
    bytes: chunks.reduce((sum, { code }) => sum + code.length, 0),
    outside: chunks.flatMap(({ imports }) => imports).filter((name) => !names.includes(name)),
  };
}

const using = (names: string, from = 'drydrill/browser'): string => `export { ${names} } from '${from}';`;

describe('drydrill/browser', () => {
  test('has no module of Node in it, and no name of one', async () => {
    const whole = await theWhole();
    expect(whole.outside).toEqual([]);
    for (const name of readdirSync(installed('dist/library/browser'))) {
      const code = readFileSync(installed('dist/library/browser', name), 'utf8');
      expect(code.match(/from\s*["']node:|import\(["']node:|require\(|\bprocess\.\w|\bBuffer\./g), name).toBeNull();
    }
    // The search is worth what it finds where there is something.
    await expect(bundled(`export { loadDrill } from 'drydrill';`)).rejects.toThrow(/node:/);
  });

  test('runs where Node has nothing to offer, with the results of Node', () => {
    const lines = (from: string): string => `
      import { parseDrill, parseRunbook, parseTopology, simulate, explore, renderRun } from '${from}';
      const [contoso, loss, script, wait, small] = ${JSON.stringify([
        sim('contoso.yaml'),
        sim('03-site-loss.yaml'),
        sim('16-planned-failover.ps1'),
        sim('wait-steady.ps1'),
        readFileSync(`${ROOT}test/exploration/small.yaml`, 'utf8'),
      ])};
      const topology = parseTopology(contoso).value;
      const results = [await parseDrill(loss, { topology }), await parseRunbook(script, { topology, files: { 'wait-steady.ps1': wait } })];
      const told = results.map(({ value }) => renderRun(simulate(value, { seeds: 2 }).value, 'terminal'));
      const read = await parseDrill(small, { files: { 'small-pair.yaml': '' } });
      const found = read.ok ? (await explore(read.value, { faults: 0, threads: 1 })).value.report.verdict : '';
      export default JSON.stringify([told, found]);
    `;
    mkdirSync(join(folder, 'bare'), { recursive: true });
    writeFileSync(join(folder, 'bare/page.mjs'), lines('drydrill/browser'));
    const bare = program(
      `const { log } = console;
       for (const name of ['process', 'Buffer', 'setImmediate', 'clearImmediate', 'global', 'SharedArrayBuffer', 'Atomics']) {
         if (name !== 'Atomics') delete globalThis[name];
       }
       log((await import('./bare/page.mjs')).default);`,
      'bare.mjs',
    );
    writeFileSync(join(folder, 'bare/node.mjs'), lines('drydrill'));
    const node = program(`console.log((await import('./bare/node.mjs')).default);`);
    expect(bare).toBe(node);
    expect(node).toContain('PASSED');
  });

  test('one function weighs less than the whole', async () => {
    const whole = await theWhole();
    const share = async (names: string): Promise<number> => (await bundled(using(names))).bytes / whole.bytes;
    expect(await share('formatInputError')).toBeLessThan(0.002);
    expect(await share('compare')).toBeLessThan(0.02);
    expect(await share('simulate')).toBeLessThan(0.42);
    expect(await share('parseTopology')).toBeLessThan(0.4);
    // All reporters of a run come with it, the page with its renderer among them.
    expect(await share('renderRun')).toBeLessThan(0.17);
  });
});

test('what the package exports is what it exported before', () => {
  const program = ts.createProgram(
    LIBRARY.map((name) => `${ROOT}dist/types/${name}.d.ts`),
    { module: ts.ModuleKind.NodeNext, types: [], noEmit: true },
  );
  const checker = program.getTypeChecker();
  const surface = LIBRARY.flatMap((name) => {
    const file = program.getSourceFile(`${ROOT}dist/types/${name}.d.ts`)!;
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(file)!);
    return exported.map((symbol) => `${name}: ${signatureOf(symbol, checker)}`).sort();
  });
  expect(surface.join('\n')).toMatchSnapshot();
});

/** A function with its parameters; of a type its name and its own keys. */
function signatureOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  if (target.flags & ts.SymbolFlags.Value) {
    const type = checker.getTypeOfSymbol(target);
    return `${symbol.name}: ${checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)}`;
  }
  const keys = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(target)).map(({ name }) => name);
  return `type ${symbol.name}${target.flags & ts.SymbolFlags.Interface ? ` { ${keys.sort().join(', ')} }` : ''}`;
}

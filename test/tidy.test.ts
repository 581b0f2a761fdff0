import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FACTS, MACHINES } from '../src/domain/components/tables.js';
import { ROOT } from './support/built.js';
import { circlesOf, FILES, IMPORTS, read, roomOf, SOURCES } from './support/sources.js';

/** Rooms that a room may import from; `types` = only types, of a room or of one file. Its own room is always open. */
const DOORS: Readonly<Record<string, { readonly open: readonly string[]; readonly types: readonly string[] }>> = {
  core: { open: [], types: [] },
  simulation: { open: ['core'], types: [] },
  checker: { open: ['core'], types: [] },
  domain: { open: ['core'], types: [] },
  powershell: { open: ['core'], types: ['domain/command.ts'] },
  input: { open: ['core', 'domain', 'powershell'], types: [] },
  run: { open: ['core', 'domain', 'simulation'], types: [] },
  exploration: { open: ['core', 'domain', 'checker', 'run'], types: [] },
  campaign: { open: ['core', 'domain', 'input', 'run', 'exploration'], types: ['report'] },
  // what is plain data is asked as its own file says
  report: {
    open: ['core', 'domain/back-end.ts', 'domain/consequence.ts', 'domain/drill-input.ts'],
    types: ['domain', 'exploration', 'run', 'campaign'],
  },
  // what runs in the HTML report: its script and the simulator in its worker
  page: { open: ['core', 'domain', 'input', 'run', 'report'], types: [] },
  init: { open: ['core', 'domain', 'input', 'report'], types: [] },
  kit: {
    open: ['core', 'domain', 'checker', 'simulation', 'exploration', 'run', 'input', 'campaign', 'report', 'init'],
    types: [],
  },
  commands: {
    open: [
      'core',
      'domain',
      'checker',
      'simulation',
      'exploration',
      'run',
      'input',
      'campaign',
      'report',
      'init',
      'kit',
    ],
    types: [],
  },
  top: { open: ['commands'], types: [] },
};

describe('rooms', () => {
  test('there are sources, and their imports are found', () => {
    expect(SOURCES.length).toBeGreaterThan(60);
    expect(IMPORTS.length).toBeGreaterThan(200);
  });

  test('imports run one way', () => {
    const wrong = IMPORTS.filter(({ file, from, typesOnly }) => {
      if (!from.startsWith('src/')) return false;
      const room = roomOf(file);
      if (room === roomOf(from)) return false;
      const doors = DOORS[room];
      const leadsTo = (door: string) => from === `src/${door}` || from.startsWith(`src/${door}/`);
      return doors === undefined || !(doors.open.some(leadsTo) || (typesOnly && doors.types.some(leadsTo)));
    });
    expect(wrong).toEqual([]);
  });

  test('what is imported exists', () => {
    expect(IMPORTS.filter((i) => i.from.startsWith('src/') && !existsSync(join(ROOT, i.from)))).toEqual([]);
  });

  test('scripts and documentation use built modules that have a source', () => {
    const used = FILES.filter((file) => /^(?:bench|docs|test)\/.*\.(?:mjs|ts)$/.test(file)).flatMap((file) =>
      [...read(file).matchAll(/\bdist\/modules\/([\w/-]+)\.js/g)].map(([, module]) => `src/${module}.ts`),
    );
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('imports run in no circle, not even those of types, but in the recursive descent', () => {
    const graph = new Map(SOURCES.map(({ file }) => [file, IMPORTS.filter((i) => i.file === file).map((i) => i.from)]));
    const descent = /^src\/powershell\/parser\/read-[^/]+\.ts$/;
    expect(circlesOf(graph).filter((circle) => !circle.every((file) => descent.test(file)))).toEqual([]);
    // The rule is worth what its search for circles is.
    expect(circlesOf(new Map(Object.entries({ a: ['b'], b: ['c'], c: ['b', 'd'], d: [] })))).toEqual([['b', 'c']]);
  });

  test('only the command and its beginning lie outside a room', () => {
    const top = SOURCES.map(({ file }) => file).filter((file) => roomOf(file) === 'top');
    expect(top).toEqual(['src/bin.ts', 'src/cli.ts']);
  });

  test('only components and machines know XState', () => {
    const users = IMPORTS.filter((i) => i.from === 'xstate').map((i) => i.file);
    const allowed = /^src\/(core\/state-machine|domain\/components\/[^/]+\/machine)\.ts$/;
    expect(users.filter((file) => !allowed.test(file))).toEqual([]);
    expect(users.length).toBe(Object.keys(MACHINES).length + 1);
  });
});

describe('what a drill does depends on its file and its seed alone', () => {
  const filesWith = (pattern: RegExp, rooms: readonly string[]) =>
    SOURCES.filter(({ file, text }) => rooms.includes(roomOf(file)) && pattern.test(text)).map((s) => s.file);
  const all = Object.keys(DOORS);
  const pure = ['core', 'domain', 'simulation'];

  test('one file reads the clock of the wall', () => {
    expect(filesWith(/\bperformance\b|\bDate\.now|\bnew Date\b/, all)).toEqual(['src/checker/budget.ts']);
  });

  test('nothing is random, and no timer decides', () => {
    const decided = filesWith(/Math\.random|\bset(?:Timeout|Interval|Immediate)\b|createActor/, [
      ...[...pure, 'checker', 'powershell', 'run', 'exploration'],
    ]);
    // A search rests for other work of its process, and looks at its threads now and then.
    const allowed = ['src/checker/budget.ts', 'src/checker/check-parallel.ts'];
    expect(decided.filter((file) => !allowed.includes(file))).toEqual([]);
  });

  test('the pure rooms have no I/O', () => {
    expect(filesWith(/\bprocess\.\w|'node:|\bconsole\b/, pure)).toEqual([]);
    const others = filesWith(/\bprocess\.\w|'node:|\bconsole\b/, ['checker', 'powershell', 'run', 'exploration']);
    // Threads and the number of processors.
    const allowed = /^src\/(checker\/.*(?:parallel|thread).*|exploration\/worker-threads)\.ts$/;
    expect(others.filter((file) => !allowed.test(file))).toEqual([]);
  });
});

/** Lines in a file at most, and those that are longer with the reason why they are one file. */
const LINES_MAX = 260;
const LONGER: Readonly<Record<string, readonly [max: number, why: string]>> = {
  'src/domain/state/control-state.ts': [280, 'declaration, layout and accessors of the control variables'],
  'src/domain/components/backup-service/behaviour.ts': [270, 'one direction of one pair, phase by phase'],
  'src/domain/ledger/change-log.ts': [360, 'tails, branches and batches of one log change together'],
  'src/domain/deployment-model.ts': [520, 'the one place where components, invariants and the driver meet'],
  'src/domain/state/world.ts': [410, 'the questions that every component asks'],
  'src/powershell/interpreter/runtime.ts': [300, 'the state of one run of a script, and all of its bounds'],
  'src/simulation/simulator.ts': [300, 'one run with its jumps'],
  'src/run/recorder.ts': [270, 'what is observed of a run is folded in one place'],
  'src/powershell/parser/syntax.ts': [290, 'the nodes of one tree refer to one another'],
  'src/input/runbook/script-player.ts': [280, 'what a script asks is answered, or becomes a step, in one place'],
  'src/input/topology/topology-of-graph.ts': [300, 'one walk over a published topology'],
};

/** Names that more than one source has. */
function sharedBy(namesOf: (source: (typeof SOURCES)[number]) => readonly string[]) {
  const files = new Map<string, Set<string>>();
  for (const source of SOURCES)
    for (const name of namesOf(source)) files.set(name, (files.get(name) ?? new Set()).add(source.file));
  return [...files].filter(([, set]) => set.size > 1).map(([name, set]) => ({ name, files: [...set] }));
}

describe('style', () => {
  test('files are short, or have a reason', () => {
    const long = SOURCES.flatMap(({ file, text }) => {
      const lines = text.split('\n').length - 1;
      return lines > (LONGER[file]?.[0] ?? LINES_MAX) ? [`${file}: ${lines}`] : [];
    });
    expect(long).toEqual([]);
    expect(Object.keys(LONGER).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('names are those of the field', () => {
    const vague = /Manager|Helper|Util(?!i[sz])/;
    const declared = /\b(?:class|function|const|interface|type|let)\s+\*?\s*(\w+)/g;
    const wrong = SOURCES.flatMap(({ file, text }) =>
      [file, ...[...text.matchAll(declared)].map((m) => m[1])].filter((name) => vague.test(name)),
    );
    expect(wrong).toEqual([]);
    expect(FILES.filter((f) => /(?:manager|helper|utils?)\.[a-z]+$/i.test(f))).toEqual([]);
  });

  test('no exported name has two meanings', () => {
    const declared = /^export (?:abstract |async )*(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm;
    const twice = sharedBy(({ text }) => [...text.matchAll(declared)].map((m) => m[1]));
    expect(twice).toEqual([]);
  });

  test('no two files have one name, but those that are the same part of something', () => {
    const parts = ['behaviour', 'facts', 'index', 'invariants', 'machine', 'state', 'words', 'work'];
    const twice = sharedBy(({ file }) => [basename(file, '.ts')]);
    expect(twice.filter(({ name }) => !parts.includes(name))).toEqual([]);
  });

  test('a file begins with what it is', () => {
    const silent = SOURCES.filter(({ text }) => !/^(?:#!.*\n)?(?:\/\/ |\/\*\*)/.test(text));
    expect(silent.map(({ file }) => file)).toEqual([]);
  });

  test('a docstring stands alone', () => {
    const empty = /\/\*\*\s*(?:Even|The same|See [`{\w.}]+)\.?\s*\*\//;
    expect(SOURCES.filter(({ text }) => empty.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test('every exported function, class and constant says what it is', () => {
    const silent = SOURCES.flatMap(({ file, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, i) => {
        const name = /^export (?:async |abstract )?(?:function\*?|class|const) (\w+)/.exec(line)?.[1];
        const before = i === 0 ? '' : lines[i - 1].trimEnd();
        // Or the line before is exported too: one docstring for a group. Or the file says it, and exports nothing else.
        if (/^\/\*\*/.test(text) && text.match(/^export /gm)?.length === 1) return [];
        return name === undefined || before.endsWith('*/') || before.startsWith('export ') ? [] : [`${file}: ${name}`];
      });
    });
    expect(silent).toEqual([]);
  });
});

/** The ids of the rules, invariants and assumptions of the domain. */
const range = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${letter}${from + i}`);
const RULES = new Set([
  ...range('S', 1, 9),
  ...range('D', 1, 5),
  ...range('D', 10, 16),
  ...range('D', 20, 29),
  ...range('D', 30, 37),
  ...range('D', 40, 46),
  ...range('D', 50, 55),
  ...range('D', 60, 65),
  'D70',
  ...range('D', 100, 122),
  ...range('D', 130, 138),
  'D140',
  'D141',
  ...['M100', 'M113', ...range('M', 122, 125), 'M132', ...range('M', 137, 140)],
  ...range('D', 250, 263),
  ...range('D', 270, 279),
  ...['M11', 'M15', 'M38', 'M39', 'M47', 'M250', 'M254', 'M262', 'M265', 'M280', 'M281', 'M282'],
  ...range('I', 1, 11),
  'I16',
  'I17',
]);
/** Rules that are statements only, with what stands for them. */
const STATEMENTS: Readonly<Record<string, string>> = {
  S5: 'the frame of all procedures: what becomes of it is D37, D40 and the warnings of a topology (S2)',
};

/** Titles of tests and of their groups, also behind the rows of a table. */
function titlesOf(text: string): string[] {
  const title = /\b(?:test|it|describe)(?:\.\w+)*(?:<[^>]*>)?\(\s*(['"`])((?:(?!\1)[\s\S])*)\1/g;
  const ofTable = /\]\s*(?:as const)?\)\(\s*(['"`])((?:(?!\1)[\s\S])*)\1/g;
  return [...text.matchAll(title), ...text.matchAll(ofTable)].map((m) => m[2]);
}

describe('rules', () => {
  test('every rule that a source names exists', () => {
    const unknown = SOURCES.flatMap(({ file, text }) =>
      [...text.matchAll(/(?<![\w#&%.-])[SDMI]\d{1,2}\b(?![-.]\w)/g)]
        .map((m) => m[0])
        .filter((id) => !RULES.has(id))
        .map((id) => `${file}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  test('every rule that the model has is named where it is kept', () => {
    const all = SOURCES.map((s) => s.text).join('\n');
    const missing = [...RULES].filter((id) => !new RegExp(`\\b${id}\\b`).test(all));
    expect(missing).toEqual(Object.keys(STATEMENTS));
  });

  test('every rule that the model has is in the title of a test, but what is a statement only', () => {
    expect(titlesOf(`test('D11: a group', f);\ntest.each([[1]])('D13: %s', f); // D12`)).toEqual([
      'D11: a group',
      'D13: %s',
    ]);
    const titles = FILES.filter((file) => file.startsWith('test/') && file.endsWith('.test.ts'))
      .flatMap((file) => titlesOf(read(file)))
      .join('\n');
    const missing = [...RULES].filter((id) => !new RegExp(`(?<![\\w-])${id}(?!\\w)`).test(titles));
    expect(missing).toEqual(Object.keys(STATEMENTS));
  });

  test.each([
    ['sqlVotesInEveryPool2013', 'D12', false],
    ['replicaRebuildMinutes', 'M11', 5],
    ['lazyWriteSeconds', 'D15', 5],
    ['frontEndTailOnDisk', 'M15', true],
    ['backEndGraceMinutes', 'D27', 30],
    ['failoverStopsServices', 'D43', false],
    ['finalSyncTimeoutMinutes', 'D44', 60],
    ['waitTimeAssumesSynced', 'D44', false],
    ['failedFailoverRevertsItself', 'D44', true],
    ['failbackNeedsCms', 'D50', false],
    ['failbackDisasterKeepsImported', 'D53', false],
    ['maxDataConfPackageSizeKB', 'D32', 102_400],
    ['staleMasterMinutes', 'D64', [5, 30]],
    ['standardPairCmsSplit', 'D64', false],
    ['routeDownFindingMinutes', 'S9', 30],
    ['recoveryGraceMinutes', 'I10', 30],
  ] as const)('%s of %s is %j where nobody sets it', (name, rule, value) => {
    expect(FACTS[name]).toMatchObject({ value, source: expect.stringContaining(rule) });
  });
});

/** Tests in the folder of a room that are about all of it, by what they try. */
const OF_WHOLE_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  checker: ['bounds', 'memory', 'naive', 'pair-model', 'symmetry'],
  'domain/invariants': [...range('I', 1, 11), 'I17'],
  'domain/procedure': ['findings', 'findings-of-runbooks', 'way-home'],
  exploration: ['reductions'],
  'input/drill': ['damaged', 'fault-step'],
  'input/runbook': ['reference', 'runbook'],
  'input/topology': ['damaged', 'warnings'],
  kit: ['library', 'package'],
  powershell: ['damaged', 'five-one', 'guards', 'language', 'objects', 'refused'],
  'report/html': ['in-browser', 'others-in-browser'],
};

test('a test stands where its source does; what is about many rooms stands in test/ itself', () => {
  const rooms = new Set(SOURCES.map(({ file }) => roomOf(file)));
  const suites = ['domain/rules', 'properties', 'regressions'];
  const lost = FILES.filter((f) => f.startsWith('test/') && f.endsWith('.test.ts')).filter((file) => {
    const [folder, name] = [dirname(file).slice('test/'.length), basename(file, '.test.ts')];
    if (folder === '' || suites.includes(folder)) return false;
    const source = join(ROOT, 'src', folder, name);
    const isThere = existsSync(`${source}.ts`) || existsSync(source);
    return !rooms.has(folder.split('/')[0]) || !(isThere || OF_WHOLE_FOLDERS[folder]?.includes(name));
  });
  expect(lost).toEqual([]);
});

test('the files speak of the product only', () => {
  // Put together here, so that this file does not hold what it looks for.
  const words = [
    ['ag', 'ent'],
    ['sub', 'ag', 'ent'],
    ['cla', 'ude'],
    ['anthr', 'opic'],
    ['bash', '_jobs'],
  ].map((w) => w.join(''));
  const foreign = new RegExp(`\\b(?:${words.join('|')})s?\\b|/wo${'rk'}/`, 'i');
  const texts = FILES.filter((f) => !/\.(?:wasm|png|gif|ico)$|^package-lock\.json$|^vendor\//.test(f));
  expect(texts.filter((f) => foreign.test(read(f)))).toEqual([]);
});

test('each package that is installed is locked with the hash of what it holds', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { link?: boolean; integrity?: string }>;
  };
  const installed = Object.entries(packages).filter(([path, { link }]) => path !== '' && link !== true);
  expect(installed.length).toBeGreaterThan(100);
  expect(
    installed.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity)).map(([path]) => path),
  ).toEqual([]);
});

test('what the generated pages take from the code is there', () => {
  const pages = FILES.filter((file) => /^docs\/[\w-]+\.md$/.test(file));
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((file) => /\bundefined\b|\[object Object\]/.test(read(file)))).toEqual([]);
});

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MACHINES } from '../src/domain/components/machines.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const git = (...args: string[]): string[] =>
  execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((line) => line !== '' && existsSync(join(ROOT, line)));

/** Files of the repository. */
const FILES = git('ls-files');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const SOURCES = FILES.filter((f) => f.startsWith('src/') && f.endsWith('.ts')).map((file) => ({
  file,
  text: read(file),
}));

const roomOf = (file: string): string => /^src\/([^/]+)\//.exec(file)?.[1] ?? 'top';

interface Import {
  readonly file: string;
  /** a package, or the path of a source file */
  readonly from: string;
  readonly typesOnly: boolean;
}

function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const statements = text.matchAll(
    /^(?:import|export)\s([^'";]*?)\s?from\s'([^']+)'|^import\s'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  for (const [, what = '', from, bare, dynamic] of statements) {
    const target = from ?? bare ?? dynamic;
    const path = target.startsWith('.') ? join(dirname(file), target).replace(/\.js$/, '.ts') : target;
    const names =
      /\{([\s\S]*)\}/
        .exec(what)?.[1]
        .split(',')
        .map((n) => n.trim())
        .filter((n) => n !== '') ?? [];
    const typesOnly = /^type\s/.test(what) || (names.length > 0 && names.every((n) => n.startsWith('type ')));
    found.push({ file, from: path, typesOnly });
  }
  return found;
}

const IMPORTS = SOURCES.flatMap(({ file, text }) => importsOf(file, text));

/** Rooms that a room may import from; `types` = only their types. Its own room is always open. */
const DOORS: Readonly<
  Record<string, { readonly open: readonly string[]; readonly types: readonly string[] }>
> = {
  core: { open: [], types: [] },
  simulation: { open: ['core'], types: [] },
  checker: { open: ['core'], types: [] },
  domain: { open: ['core'], types: [] },
  powershell: { open: ['core'], types: ['domain'] },
  input: { open: ['core', 'domain', 'powershell'], types: [] },
  run: { open: ['core', 'domain', 'simulation'], types: [] },
  exploration: { open: ['core', 'domain', 'checker', 'run'], types: [] },
  report: { open: ['core'], types: ['domain', 'exploration', 'run'] },
  init: { open: ['core', 'domain', 'input', 'report', 'run'], types: [] },
  commands: {
    open: ['core', 'domain', 'checker', 'simulation', 'exploration', 'run', 'input', 'report', 'init', 'top'],
    types: [],
  },
  top: {
    open: [
      'commands',
      'core',
      'domain',
      'checker',
      'exploration',
      'run',
      'simulation',
      'input',
      'report',
      'init',
    ],
    types: [],
  },
};

describe('rooms', () => {
  test('there are sources, and their imports are found', () => {
    expect(SOURCES.length).toBeGreaterThan(60);
    expect(IMPORTS.length).toBeGreaterThan(200);
  });

  test('imports run one way', () => {
    const wrong = IMPORTS.filter(({ file, from, typesOnly }) => {
      if (!from.startsWith('src/')) return false;
      const [room, to] = [roomOf(file), roomOf(from)];
      if (room === to) return false;
      const doors = DOORS[room];
      return doors === undefined || !(doors.open.includes(to) || (typesOnly && doors.types.includes(to)));
    });
    expect(wrong).toEqual([]);
  });

  test('what is imported exists', () => {
    expect(IMPORTS.filter((i) => i.from.startsWith('src/') && !existsSync(join(ROOT, i.from)))).toEqual([]);
  });

  test('only components and machines know XState', () => {
    const users = IMPORTS.filter((i) => i.from === 'xstate').map((i) => i.file);
    const allowed = /^src\/(core\/state-machine|domain\/components\/[^/]+\/machine)\.ts$/;
    expect(users.filter((file) => !allowed.test(file))).toEqual([]);
    expect(users.length).toBe(Object.keys(MACHINES).length + 1);
  });

  test('the pure rooms have no clock, no randomness, no I/O', () => {
    const pure = SOURCES.filter(({ file }) => ['core', 'domain', 'simulation'].includes(roomOf(file)));
    const impure =
      /\bDate\b|Math\.random|\bperformance\b|set(?:Timeout|Interval|Immediate)|createActor|\bprocess\.\w|'node:|\bconsole\b/;
    expect(pure.filter(({ text }) => impure.test(text)).map(({ file }) => file)).toEqual([]);
  });
});

/** Lines in a file at most, and those that are longer with the reason why they are one file. */
const LINES_MAX = 260;
const LONGER: Readonly<Record<string, readonly [max: number, why: string]>> = {
  'src/domain/components/backup-service/behaviour.ts': [270, 'one direction of one pair, phase by phase'],
  'src/cli.ts': [460, 'all commands and flags in one place'],
  'src/run/choices.ts': [420, 'one list: all that can be done in a state'],
  'src/domain/cmdlets/bind.ts': [380, 'binding a command line is one walk over its words'],
  'src/domain/cmdlets/catalog.ts': [520, 'a table: cmdlets and their parameters'],
  'src/exploration/state-space/deployment-part.ts': [
    280,
    'all that is asked of a deployment, one question a method',
  ],
  'src/exploration/state-space/drill-state-space.ts': [
    270,
    'what a search asks of a deployment and its script together',
  ],
  'src/domain/components/front-end-pool/behaviour.ts': [
    290,
    'services, their quorum and their routing groups change together',
  ],
  'src/domain/ledger/change-log.ts': [440, 'the operations of one log share its private state'],
  'src/domain/deployment-model.ts': [520, 'the one place where components, invariants and the driver meet'],
  'src/run/recorder.ts': [300, 'one listener, one case an observation'],
  'src/domain/state/world.ts': [400, 'the questions that every component asks'],
  'src/simulation/simulator.ts': [300, 'one run with its jumps'],
  'src/powershell/parser/normalize-script.ts': [340, 'one pass over a script, token by token'],
  'src/input/topology/topology-of-graph.ts': [300, 'one walk over a published topology'],
};

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

  test('every exported function, class and constant says what it is', () => {
    const silent = SOURCES.flatMap(({ file, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, i) => {
        const name = /^export (?:async |abstract )?(?:function\*?|class|const) (\w+)/.exec(line)?.[1];
        const before = i === 0 ? '' : lines[i - 1].trimEnd();
        // Or the line before is exported too: one docstring for a group.
        return name === undefined || before.endsWith('*/') || before.startsWith('export ')
          ? []
          : [`${file}: ${name}`];
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
  ...['M11', 'M15', 'M38', 'M39', 'M47'],
  ...range('I', 1, 10),
]);

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
    // Said of the whole, not of a part: what the service is, what no simulator can break, what is left for later.
    const nowhere = ['S3', 'S5', 'D26', 'D55'];
    const missing = [...RULES].filter((id) => !new RegExp(`\\b${id}\\b`).test(all));
    expect(missing.filter((id) => !nowhere.includes(id))).toEqual([]);
  });
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

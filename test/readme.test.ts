import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { isInputError } from '../src/core/input-error.js';
import { DRILL_SCHEMA, TARGET_SCHEMA, WAIT_SCHEMA } from '../src/input/drill/drill-schema.js';
import { TOPOLOGY_SCHEMA } from '../src/input/topology/topology-schema.js';
import { readScript } from '../src/powershell/parser/read-script.js';
import { AT_LENGTH } from './support/at-length.js';
import { ROOT } from './support/built.js';
import { inProcess } from './support/in-process.js';

/** What the documentation says is tried out: its examples are written to files, its commands are run. */

const PAGES = [
  'README.md',
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (page: string) => readFileSync(ROOT + page, 'utf8');

interface Block {
  readonly page: string;
  readonly text: string;
}

function blocks(language: string): Block[] {
  return PAGES.flatMap((page) =>
    [...textOf(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => ({
      page,
      text,
    })),
  );
}

/** The name in the first line of a YAML example. */
const nameOf = ({ text }: Block) => /^# (\S+\.yaml)$/m.exec(text.split('\n')[0])?.[1] ?? '';

const EXAMPLES = blocks('yaml');
const DRILLS = EXAMPLES.filter(({ text }) => /^drill:/m.test(text));
const COMMANDS = blocks('sh').flatMap(({ page, text }) =>
  text
    .split('\n')
    .flatMap((line) => line.split('&&'))
    .map((command) => command.trim())
    .filter((command) => /^(npx )?drydrill /.test(command))
    .map((command) => ({ page, command })),
);

/**
 * How many seeds of a run are played. Three are enough of one that is to fail, as it fails by the worst of them, and of a
 * sim as it stands, as sims.test.ts plays it with all of its seeds; of the others `npm run campaign` plays all.
 */
function fewer(argv: readonly string[], expected: number): readonly string[] {
  const [command, file] = argv;
  if (command !== 'run') return [];
  const played = argv.join(' ').replace(/ --(?:quiet|json|(?:out|reporter|write-drill) \S+)/g, '');
  const asItStands =
    /^run sims\/\S+\.yaml$/.test(played) ||
    (/^run sims\/\S+\.ps1 /.test(played) && textOf(file).includes(`# drydrill ${played}\n`));
  if (asItStands || expected === 1) return ['--seeds', '3'];
  return AT_LENGTH ? [] : ['--seeds', '5'];
}

let directory: string;
/** Examples stand where their page stands, beside the sims; a check is made of a repository with a drill in it. */
const placeOf = (page: string) => join(directory, page === 'docs/check.md' ? 'repository' : dirname(page));

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydrill-readme-'));
  mkdirSync(join(directory, 'docs'));
  symlinkSync(`${ROOT}sims`, join(directory, 'sims'));
  symlinkSync(`${ROOT}sims`, join(directory, 'docs', 'sims'));
  mkdirSync(join(directory, 'repository', 'drills'), { recursive: true });
  for (const file of ['01-planned-failover.yaml', 'contoso-cms2.yaml'])
    copyFileSync(`${ROOT}sims/${file}`, join(directory, 'repository', 'drills', file));
  for (const example of EXAMPLES) writeFileSync(join(placeOf(example.page), nameOf(example)), example.text);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('examples', () => {
  test('each has a file name of its own', () => {
    const names = EXAMPLES.map((example) => join(dirname(example.page), nameOf(example)));
    expect(names.filter((name) => !name.endsWith('.yaml'))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(DRILLS.map((each) => [each.page, nameOf(each)]))('%s: %s passes', async (page, name) => {
    const { status, stdout, stderr } = await inProcess(['run', name, ...fewer(['run', name], 0)], {
      cwd: placeOf(page),
    });
    expect(status, stdout + stderr).toBe(0);
  });

  test.each(COMMANDS.map(({ page, command }) => [page, command]))(
    '%s: %s',
    async (page, command) => {
      const [words, comment = ''] = command.split('#');
      const argv = words.trim().replace(/^npx /, '').split(/ +/).slice(1);
      const expected = Number(/exit (\d)/.exec(comment)?.[1] ?? 0);
      const { status, stdout, stderr } = await inProcess([...argv, ...fewer(argv, expected)], {
        cwd: placeOf(page),
      });
      expect(status, stdout + stderr).toBe(expected);
    },
    300_000,
  );

  test.each([
    ['topology.yaml', ['--topology', 'topology.yaml']],
    ['numbers.yaml', ['--topology', 'sims/contoso.yaml', '--overlay', 'numbers.yaml']],
  ])('docs: %s is a topology, or fits one', async (_, flags) => {
    writeFileSync(join(directory, 'docs', 'nothing.yaml'), 'drill: Nothing happens\n');
    const argv = ['run', 'nothing.yaml', ...flags];
    const { status, stderr } = await inProcess(argv, { cwd: join(directory, 'docs') });
    // Nothing is rehearsed, and that is all that there is to say.
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
  });
});

describe('pages', () => {
  test('are what npm run docs writes', async () => {
    const { documents } = await import(/* @vite-ignore */ pathToFileURL(`${ROOT}docs/generate.mjs`).href);
    for (const [page, text] of (await documents()) as Map<string, string>) {
      expect(textOf(page) === text, `${page} is out of date: npm run docs`).toBe(true);
    }
  });

  test.each(PAGES)('%s links to what exists', (page) => {
    const targets = [...textOf(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target);
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });

  test('show PowerShell that Windows PowerShell 5.1 parses', () => {
    const shown = PAGES.flatMap((page) =>
      // Indented ones stand in lists.
      [...textOf(page).matchAll(/^( *)```powershell\n(.*?)^ *```$/gms)].map(([, , text]) => readScript(text, page)),
    );
    expect(shown.length).toBeGreaterThan(8);
    expect(shown.filter(isInputError)).toEqual([]);
  });

  test.each([...PAGES, 'CHANGELOG.md'])('%s names files that exist', (page) => {
    const named = [...textOf(page).matchAll(/`((?:bench|build|dist|docs|sims|src|test)\/[\w./-]*)`/g)];
    const files = named
      .map(([, file]) => file)
      .filter((file) => !/\/NAME\b/.test(file) && file !== 'dist/worker.js' && file !== 'src/a/');
    expect(files.filter((file) => !existsSync(ROOT + file))).toEqual([]);
  });

  test('name every key of a drill and of a topology', () => {
    const keysIn = (page: string, keys: Iterable<string>) =>
      [...keys].filter((key) => !textOf(page).includes(`\`${key}\``) && !textOf(page).includes(`{ ${key}: `));
    expect(keysIn('docs/drill-file.md', keysOf(DRILL_SCHEMA, TARGET_SCHEMA, WAIT_SCHEMA))).toEqual([]);
    expect(keysIn('docs/topology-file.md', keysOf(TOPOLOGY_SCHEMA))).toEqual([]);
  });
});

describe('the README', () => {
  const readme = textOf('README.md');

  test('is honest about what is not there yet', async () => {
    const missing = /^Not there yet: (.*?)\n\n/ms.exec(readme)?.[1] ?? '';
    const namesAfter = (what: string) => {
      const part = missing.split(';').find((each) => each.includes(what)) ?? '';
      return [...part.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    };
    for (const name of namesAfter('command')) {
      expect((await inProcess([name, 'x'])).stderr, name).toContain('unknown command');
    }
    const [reporter, ...commands] = namesAfter('reporter');
    for (const command of commands) {
      const { stderr } = await inProcess([command, 'a.yaml', '--reporter', reporter]);
      expect(stderr, command).toContain('not available yet');
    }
  });

  test('has the command that continuous integration runs', () => {
    expect(readme).toContain('\nnpm ci && npm test\n');
    const script = textOf('.ci/run')
      .split('\n')
      .filter((line) => line.startsWith('npm '));
    expect(script).toEqual(['npm ci', 'npm test']);
  });

  test('names scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name]) => name);
    const ofNpm = ['ci', 'install', 'pack'];
    expect(named.filter((name) => !ofNpm.includes(name) && !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('is installed with everything that it links to', () => {
    const { files } = JSON.parse(textOf('package.json')) as { files: string[] };
    const linked = [...readme.matchAll(/\]\((?!https?:)([^)#/]+)/g)].map(([, target]) => target);
    expect(linked.filter((target) => !files.includes(target))).toEqual([]);
  });
});

/** Every key that a shape knows, at any depth. */
function keysOf(...shapes: z.ZodType[]): Set<string> {
  const found = new Set<string>();
  const visit = (schema: z.ZodType): void => {
    if (schema instanceof z.ZodObject) {
      for (const [key, part] of Object.entries(schema.shape)) {
        found.add(key);
        visit(part as z.ZodType);
      }
    } else if (schema instanceof z.ZodArray) visit(schema.element as z.ZodType);
    else if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) visit(schema.unwrap() as z.ZodType);
    else if (schema instanceof z.ZodPipe) visit(schema.in as z.ZodType);
  };
  for (const shape of shapes) visit(shape);
  return found;
}

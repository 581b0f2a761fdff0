import { mkdirSync, truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isInputError } from '../../src/core/input-error.js';
import { readText, readYaml } from '../../src/input/from-disk.js';
import { keyPositionAt, positionAt, toData } from '../../src/input/positioned-tree.js';
import { parseYaml } from '../../src/input/yaml-tree.js';
import { scratchFolder } from './topology/files.js';

const folder = scratchFolder();
const refusal = (text: string) => folder.shown(parseYaml(text, 'x.yaml'));

function tree(text: string) {
  const parsed = parseYaml(text, 'x.yaml');
  if (isInputError(parsed)) throw new Error(parsed.message);
  return parsed;
}

describe('readText', () => {
  test('UTF-8 with and without byte order mark, UTF-16 in both orders', () => {
    const utf16 = Buffer.from('\ufeffa: ä', 'utf16le');
    expect(readText(folder.write('plain', 'a: ä'))).toBe('a: ä');
    expect(readText(folder.write('mark', '\ufeffa: ä'))).toBe('a: ä');
    expect(readText(folder.write('little', utf16))).toBe('a: ä');
    expect(readText(folder.write('big', Buffer.from(utf16).swap16()))).toBe('a: ä');
  });

  test('what cannot be read', () => {
    mkdirSync(folder.path('folder'));
    folder.write('huge.yaml', '');
    truncateSync(folder.path('huge.yaml'), 100 * 1024 * 1024);
    folder.write('empty.yaml', '');
    folder.write('blank.yaml', ' \n\n');
    folder.write('binary.yaml', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]));
    folder.write('latin1.yaml', Buffer.concat([Buffer.from('ä: 1\r\n# g'), Buffer.from('äb', 'latin1')]));
    const names = ['missing', 'folder', 'huge', 'empty', 'blank', 'binary', 'latin1'];
    const shown = names.map((name) => folder.shown(readText(folder.path(name === 'folder' ? name : `${name}.yaml`))));
    expect(shown.join('\n')).toMatchInlineSnapshot(`
      "missing.yaml: no such file
      folder: this is a directory
        name a file in it
      huge.yaml: the file is too large (100 MiB)
        at most 10 MiB are read
      empty.yaml: the file is empty
      blank.yaml: the file is empty
      binary.yaml: the file is not text
        it holds binary data; expected is UTF-8 (or UTF-16 with a byte order mark)
      latin1.yaml:2:4: the byte E4 (hexadecimal) is not UTF-8
        save the file as UTF-8; it may be in the code page of Windows (ANSI)"
    `);
    expect(folder.shown(readText('/dev/null'))).toMatchInlineSnapshot(`
      "/dev/null: this is not a regular file
        devices and pipes are not read"
    `);
    expect(folder.shown(readText('plain.yaml/x\0'))).toMatchInlineSnapshot(
      `"plain.yaml/x\\u{0}: this is not a file name"`,
    );
  });

  test('a huge file is refused before it is read', () => {
    const started = performance.now();
    readText(folder.path('huge.yaml'));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('parseYaml', () => {
  test('YAML 1.2: no, 1:30 and dates are text', () => {
    const data = toData(tree('a: no\nb: 1:30\nc: 2026-01-01\nd: 1\ne: true\nf:\n1: x\n'));
    expect(data).toEqual({ a: 'no', b: '1:30', c: '2026-01-01', d: 1, e: true, f: null, 1: 'x' });
  });

  test('a few aliases are followed', () => {
    expect(toData(tree('a: &x { y: 1 }\nb: *x\n'))).toEqual({ a: { y: 1 }, b: { y: 1 } });
  });

  test('positions of keys and values', () => {
    const root = tree('a: 1\nb:\n  - c: x\n    d: y\n');
    expect(positionAt(root, ['b', 0, 'd'])).toEqual({ file: 'x.yaml', line: 4, column: 8 });
    expect(keyPositionAt(root, ['b', 0, 'd'])).toEqual({ file: 'x.yaml', line: 4, column: 5 });
    expect(positionAt(root, ['b', 0, 'nothing'])).toEqual({ file: 'x.yaml', line: 3, column: 5 });
  });

  test('not YAML', () => {
    const texts = [
      'a: [1, 2\nb: 3',
      'a: "x',
      'a: b: c',
      'a:\n\t- b',
      '{',
      'a: *gone',
      'a: !!binary aGk=',
      'a: 1\n---\nb: 2',
      '? [a]\n: b',
    ];
    expect(texts.map(refusal).join('\n')).toMatchInlineSnapshot(`
      "x.yaml:2:1: not valid YAML: a list in [ ] is not closed
      x.yaml:1:6: not valid YAML: a quoted text is not closed
      x.yaml:1:4: not valid YAML: a second key in the same line
        put text that contains ": " in quotes
      x.yaml:2:1: not valid YAML: a tab cannot indent
        indent with spaces
      x.yaml:1:2: not valid YAML: a map in { } is not closed
      x.yaml:1:4: no anchor "&gone" stands before this alias
      x.yaml:1:4: YAML tags (!...) are not understood
        write the value without a tag
      x.yaml:2:1: a second YAML document starts here
        write one document a file
      x.yaml:1:3: a key must be plain text"
    `);
  });

  test('unsafe and duplicate keys', () => {
    const texts = ['a:\n  __proto__: { x: 1 }', 'constructor: 1', '"prototype": 1', 'a: 1\nb: 2\na: 3', '1: x\n"1": y'];
    expect(texts.map(refusal).join('\n')).toMatchInlineSnapshot(`
      "x.yaml:2:3: "__proto__" is not allowed as a key
      x.yaml:1:1: "constructor" is not allowed as a key
      x.yaml:1:1: "prototype" is not allowed as a key
      x.yaml:3:1: the key "a" appears twice
        the first is in line 1
      x.yaml:2:1: the key "1" appears twice
        the first is in line 1"
    `);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('alias bombs', () => {
    const laughs = ['a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
    for (const [above, name] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
      laughs.push(`${name}: &${name} [${Array(9).fill(`*${above}`).join(', ')}]`);
    }
    expect(refusal(laughs.join('\n'))).toMatchInlineSnapshot(`
      "x.yaml:3:8: too many aliases
        at most 100 are followed, those inside aliases counted each time"
    `);
    expect(refusal('a: &a [*a, *a]')).toMatchInlineSnapshot(`
      "x.yaml:1:7: nested too deeply
        at most 64 levels are read"
    `);
    const wide = `a: &a [${'1,'.repeat(10_000)}]\nb: [${'*a,'.repeat(90)}]`;
    expect(refusal(wide)).toMatchInlineSnapshot(`
      "x.yaml:1:19886: there is too much in this file
        at most 300000 values are read, aliases followed"
    `);
  });

  test('deep nesting, in every style', () => {
    const block = Array.from({ length: 70 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    const texts = ['['.repeat(100_000), '{a: '.repeat(65), '- '.repeat(100_000), '? '.repeat(100_000), block];
    expect(texts.map(refusal).join('\n')).toMatchInlineSnapshot(`
      "x.yaml:1:65: nested too deeply
        at most 64 levels are read
      x.yaml:1:257: nested too deeply
        at most 64 levels are read
      x.yaml:1:129: nested too deeply
        at most 64 levels are read
      x.yaml:1:129: nested too deeply
        at most 64 levels are read
      x.yaml:66:66: nested too deeply
        at most 64 levels are read"
    `);
    expect(refusal(`${'['.repeat(60)}${']'.repeat(60)}`)).toBe('ok');
  });

  test('a file of too many parts is refused before it is parsed', () => {
    expect(refusal(`a: [${'1,'.repeat(1_000_000)}]`)).toMatchInlineSnapshot(`
      "x.yaml:1:333334: there is too much in this file
        at most 500000 pieces of YAML are read"
    `);
  });

  test('many keys are compared in linear time', () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(refusal(keys)).toBe('ok');
  });

  test('readYaml names the file as the user did', () => {
    expect(folder.shown(readYaml(folder.path('nowhere.yaml')))).toMatchInlineSnapshot(`"nowhere.yaml: no such file"`);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CMDLETS } from '../../../src/domain/cmdlets/catalog.js';
import { parseByGrammar } from '../../../src/powershell/parser/command-line.js';
import { plainCommand } from '../../../src/powershell/parser/plain-line.js';

const SIMS = new URL('../../../sims/', import.meta.url);

/** What PowerShell could take for something else than a word. */
const OPERATORS = 'and or not eq ne gt lt like match is isnot in contains as f join split replace band shl xor';
const KEYWORDS =
  'if else for foreach in while do until switch break return function filter param begin process end class try ' +
  'trap throw data enum using true false null NaN Infinity e3 x1F d L kb 1kb';

const keyword = fc.constantFrom(...KEYWORDS.split(' '));
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...CMDLETS.map((each) => each.name)) },
  { weight: 1, arbitrary: keyword.map((word) => `${word}-Cs${word}`) },
  { weight: 1, arbitrary: keyword.map((word) => `Get-Cs${word}`) },
);
const symbols = fc.string({ maxLength: 6, unit: fc.constantFrom(...'aZe0.9:-_') });
const word = fc.oneof(keyword, { weight: 3, arbitrary: symbols.map((text) => `x${text}`) }, symbols);
const quoted = fc
  .tuple(fc.constantFrom('"', "'"), fc.string({ maxLength: 6, unit: fc.constantFrom(...'aZ0 .:_/\\-') }))
  .map(([quote, text]) => `${quote}${text}${quote}`);
const operator = fc.constantFrom(...OPERATORS.split(' '));
const parameter = fc.oneof(operator, keyword, word).map((text) => `-${text}`);
const line = fc
  .tuple(name, fc.array(fc.oneof(word, quoted, parameter), { maxLength: 6 }))
  .map(([head, tail]) => [head, ...tail].join(' '));
const noise = fc.constantFrom(' ', '  ', '', ',', '$', '"a"', '(', '#', ';', '\t', '\u2013', '@');
const disturbed = fc
  .tuple(line, noise, fc.nat())
  .map(([text, what, at]) => `${text.slice(0, at % text.length)}${what}${text.slice(at % text.length)}`);

describe('a plain line', () => {
  it('is most of what the drills hold', () => {
    const typed = readdirSync(SIMS)
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) => [...readFileSync(new URL(file, SIMS), 'utf8').matchAll(/^ *- run: (.+)$/gm)])
      .map((match) => match[1]);
    expect(typed.length).toBeGreaterThan(50);
    expect(typed.filter((each) => plainCommand(each) === null).length).toBeLessThan(typed.length / 10);
  });

  it('is read as the grammar reads it', async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(line, disturbed), async (text) => {
        const parsed = plainCommand(text);
        if (parsed === null) return;
        plain++;
        expect(parsed, text).toEqual(await parseByGrammar(text));
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect(plain).toBeGreaterThan(300);
  });

  it.each([
    ["Get-CsPool 'it''s'"],
    ['Get-CsPool "$a"'],
    ['Get-CsPool "a`"b"'],
    ['Get-CsPool "a"b'],
    ['Get-CsPool \u201ca\u201d'],
    ['Get-CsPool a,b'],
    ['Get-CsPool -Identity:a'],
    ['Get-CsPool  a'],
    ['Get-CsPool 10'],
    ['Get-CsPool a # b'],
    ['Get-CsPool | fl'],
    ['Get-ChildItem a'],
    [`Get-CsPool${' a'.repeat(1000)}`],
  ])('is not %s', (text) => {
    expect(plainCommand(text)).toBeNull();
  });
});

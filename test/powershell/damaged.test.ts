import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInputError } from '../../src/core/input-error.js';
import { BOUNDS } from '../../src/powershell/interpreter/bounds.js';
import { interpret } from '../../src/powershell/interpreter/interpret.js';
import type { Answer } from '../../src/powershell/interpreter/protocol.js';
import { readScript } from '../../src/powershell/parser/read-script.js';
import type { ParsedScript } from '../../src/powershell/parser/syntax.js';
import { ROOT } from '../support/built.js';

/** Damaged runbooks: never a crash, never a hang, and no command that disappears in silence. */

const RUNS = Number(process.env.DRYDRILL_FUZZ_RUNS ?? 300);
const SEED = Number(process.env.DRYDRILL_FUZZ_SEED ?? 20130901);
/** User CPU time of reading and playing one script: above what any takes, and no hang. */
const LONGEST_MS = 1000;

const SIMS = `${ROOT}sims/`;
const TEXTS = [
  ...readdirSync(SIMS)
    .filter((name) => name.endsWith('.ps1'))
    .map((name) => readFileSync(SIMS + name, 'utf8')),
  readFileSync(new URL('fixtures/everything.ps1', import.meta.url), 'utf8'),
];

const PIECES =
  `{ } ( ) [ ] @( @{ $( " ' @" "@ @' '@ \` # <# #> | ; , . .. = -eq -not $ @ % & && ? : \\ / 0 1e9 1KB $x $_ $null
  @args if else switch default foreach while do until try catch finally function param return break throw exit
  Get-CsPool -PoolFqdn “ ” ’ – \u0000 \ufeff \u00a0 \r \ud800`
    .split(/ +|\n +/)
    .concat(['\n', ' ', '\t', '']);

type Damage = (text: string) => string;

const letters = fc
  .record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(15),
    put: fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }),
  })
  .map(
    ({ at, cut, put }): Damage =>
      (text) => {
        const from = Math.floor(at * text.length);
        return text.slice(0, from) + put.join('') + text.slice(from + cut);
      },
  );

/** Lines that are dropped, moved, or doubled. */
const lines = fc.tuple(fc.nat(), fc.nat(12), fc.nat()).map(
  ([from, count, to]): Damage =>
    (text) => {
      const all = text.split('\n');
      const moved = all.splice(from % all.length, count);
      if (to % 3 > 0) all.splice(to % (all.length + 1), 0, ...moved, ...(to % 3 > 1 ? moved : []));
      return all.join('\n');
    },
);

/** Words of the script that change places: what is left is often PowerShell, of another meaning. */
const words = fc.tuple(fc.nat(), fc.nat()).map(
  ([one, other]): Damage =>
    (text) => {
      const all = text.split(/(\s+)/);
      const [a, b] = [one % all.length, other % all.length];
      [all[a], all[b]] = [all[b], all[a]];
      return all.join('');
    },
);

const damaged = fc
  .tuple(fc.constantFrom(...TEXTS), fc.array(fc.oneof(letters, lines, words), { minLength: 1, maxLength: 4 }))
  .map(([text, damages]) => damages.reduce((damagedText, damage) => damage(damagedText), text));

test('a damaged runbook is read or refused with a place, and plays to an end', () => {
  const outcomes = { read: 0, refused: 0 };
  fc.assert(
    fc.property(damaged, (text) => {
      const before = process.cpuUsage();
      const script = readScript(text, 'x.ps1');
      if (isInputError(script)) {
        outcomes.refused++;
        const { line, column } = script.position;
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split('\n').length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(script.message).not.toBe('');
      } else {
        outcomes.read++;
        expect(missing(commandsByEye(text), commandsIn(script))).toEqual([]);
        playedToItsEnd(script);
      }
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(LONGEST_MS);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  // neither all refused nor all read, or the test says nothing
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(RUNS / 50);
}, 3_600_000);

/** Plays a script in a world where everything is answered, half of it by what is not known. */
function playedToItsEnd(script: ParsedScript): void {
  let nowMs = 0;
  let count = 0;
  const bounds = { ...BOUNDS, turns: 50, requests: 300, evaluations: 20_000 };
  const requests = interpret(script, new Map([['Pool', 'pool1.contoso.com']]), bounds);
  let turn = requests.next();
  while (turn.done !== true) {
    if (turn.value.kind === 'sleep') nowMs += turn.value.ms;
    const outcome = count++ % 3 === 0 ? 'notModelled' : count % 5 === 0 ? 'refused' : 'ok';
    const answer: Answer = { nowMs, outcome, message: 'no', output: ['a'] };
    turn = requests.next(answer);
  }
}

/** The cmdlets of the deployment that the reader found, in the order of the script. */
function commandsIn(script: ParsedScript): string[] {
  const found: { at: number; name: string }[] = [];
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) return part.forEach(visit);
    if (typeof part !== 'object' || part === null) return;
    const { kind, text, at } = part as {
      kind?: string;
      text?: string;
      at?: { line: number; column: number };
    };
    const place = at === undefined ? 0 : at.line * 1e6 + at.column;
    // what is not read is kept as text, and told when the run comes to it
    if (kind === 'unsupported') for (const name of commandsByEye(text ?? '')) found.push({ at: place, name });
    // as a command's name, or as a word of another command where the damage has made it one
    const { value: word } = part as { value?: unknown };
    if (kind === 'literal' && typeof word === 'string') {
      for (const [name] of word.matchAll(/\w+-Cs\w+/g)) found.push({ at: place, name });
    }
    for (const [key, value] of Object.entries(part)) if (key !== 'at') visit(value);
  };
  visit(script.body);
  return found.map(({ name }) => name).sort();
}

/** What is in the first list and not in the second, as often as it is missing. */
function missing(expected: readonly string[], found: readonly string[]): string[] {
  const left = [...found];
  return expected.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The same by a plain look at the text: words like Get-CsPool where a command can stand. */
function commandsByEye(text: string): string[] {
  const plain = withoutStringsAndComments(text);
  return [...plain.matchAll(/(?<=^|[\n\r;{(|=&]|\bin\b)[ \t]*(\w+-Cs\w+)(?=[\s;|)}]|$)/g)]
    .map(([, name]) => name)
    .sort();
}

/** Blanks out strings and comments, but not the `$( … )` in a string. */
function withoutStringsAndComments(text: string): string {
  const plain = text.split('');
  /** what is open: the quote of a string, or a bracket in a `$( … )` of one */
  const open: string[] = [];
  for (let i = 0; i < text.length; ) {
    const inString = open.at(-1) === '"';
    const rest = text.slice(i);
    const skip = inString
      ? /^(?:`[\s\S]|["\u201c-\u201e]{2})/.exec(rest)
      : /^(?:`[\s\S]|<#[\s\S]*?#>|@(['\u2018-\u201b])[ \t]*\r?\n[\s\S]*?\n['\u2018-\u201b]@|['\u2018-\u201b](?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*['\u2018-\u201b])/.exec(
          rest,
        );
    // a comment begins where a word would, or behind a variable
    const mayComment = /(?:^|[^\w`]|\$[\w:]+)$/.test(text.slice(Math.max(0, i - 60), i));
    const comment = !inString && mayComment ? /^#[^\n]*/.exec(rest) : null;
    const gone = skip ?? comment;
    if (gone !== null) {
      for (let k = 0; k < gone[0].length; k++) if (plain[i + k] !== '\n') plain[i + k] = ' ';
      i += gone[0].length;
    } else if (inString && rest.startsWith('$(')) {
      open.push('(');
      i += 2;
    } else {
      if (/["\u201c-\u201e]/.test(text[i])) {
        if (inString) open.pop();
        else open.push('"');
        plain[i] = ' ';
      } else if (inString) {
        if (text[i] !== '\n') plain[i] = ' ';
      } else if (open.length > 0 && text[i] === '(') open.push('(');
      else if (open.length > 0 && text[i] === ')') open.pop();
      i++;
    }
  }
  return plain.join('');
}

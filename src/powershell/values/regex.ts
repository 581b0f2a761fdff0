// Regular expressions of a script: those that .NET and JavaScript read alike, and that cannot backtrack for long.
import { bounded } from './convert.js';
import { searched } from './search-work.js';
import { ValueError } from './value-error.js';
import { Unknown } from './values.js';

/** Steps that the search for one match may cost at most; more could take seconds. */
const COST_MAX = 20_000_000;
const PATTERN_MAX = 300;
/** Steps of a search that making its pattern ready is worth. */
const STEPS_TO_COMPILE = 2000;
const STEPS_A_MATCH = 100;

const factorial = (number: number): number => (number < 2 ? 1 : number * factorial(number - 1));

/** A text as a pattern that matches just it, as `[regex]::Escape` gives it. */
export function escapedPattern(text: string): string {
  return text.replace(/[\\*+?|{[()^$.# ]/g, '\\$&');
}

/** A pattern of the script, ready to be looked for. */
export interface Pattern {
  readonly regex: RegExp;
  /** .NET's numbers of groups, by those of JavaScript: those without a name come first */
  readonly numbers: readonly number[];
  /** whether a group has a name, by JavaScript's numbers */
  readonly named: readonly boolean[];
}

/** An escape, or a set: `]` is itself where a set begins with it. */
const SET = /\\.|\[\^?\]?(?:\\.|[^\]\\])*\]/gs;

/**
 * A regular expression of the script for a subject, or Unknown where it is not read: what
 * JavaScript and .NET read differently, and what could take long (quantifiers inside one another).
 */
export function regexFor(written: string, subject: string, exactCase: boolean): Pattern | Unknown {
  const pattern = written.replace(SET, (set) => set.replace(/^(\[\^?)\]/, '$1\\]'));
  const refuse = (why: string): Unknown => new Unknown(`the pattern "${pattern.slice(0, 40)}" (${why})`);
  if (pattern.length > PATTERN_MAX) return refuse('it is too long');
  if (/\(\?(?!:|<[A-Za-z])/.test(pattern)) return refuse('options and lookarounds are not read');
  if (/\\[1-9kpPGAzZea]/.test(pattern)) return refuse('this escape is not read');
  const wrong = /(?<!\\)(?:\\\\)*\\([A-Z_a-z])/g;
  for (const [, letter] of pattern.matchAll(wrong)) {
    if (!/[bBdDwWsSnrtfvxuceakpPGAzZ]/.test(letter)) {
      throw new ValueError(`parsing "${pattern.slice(0, 60)}" - Unrecognized escape sequence \\${letter}.`);
    }
  }
  if (/\[[^\]]*(?:-\[|\[:)/.test(pattern)) return refuse('a set within a set is not read');
  const other = readOtherwise(pattern, subject, exactCase);
  if (other !== null) return refuse(other);
  const plain = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/\)(?:[*+]|\{)/.test(plain)) return refuse('a repeated group is not read');
  // an optional part is tried both ways, as often as there are such parts
  const quantifiers = (plain.match(/[*+]|\{\d/g) ?? []).length - definite(pattern);
  // one that is tied to the beginning is not looked for anywhere else
  const starts = pattern[0] === '^' && !plain.includes('|') ? 0 : 1;
  const optional = (plain.match(/[^(*+?}]\?/g) ?? []).length;
  const alternatives = plain.split(/[()]/).reduce((product, part) => product * part.split('|').length, 1);
  const length = Math.max(subject.length, 1);
  const cost = length ** (quantifiers + starts) * 2 ** optional * alternatives * Math.max(pattern.length, 1);
  if (!(cost <= COST_MAX)) return refuse('it could take too long on this text');
  // each quantifier ends behind the one before: of so many places in order there are fewer than of all
  searched((2 * cost) / Math.max(pattern.length, 1) / factorial(quantifiers + starts) + STEPS_TO_COMPILE + length);
  const named = [false, ...[...plain.matchAll(/\((?!\?:)(\?<)?/g)].map(([, name]) => name !== undefined)];
  let next = 0;
  let nextNamed = named.filter((each) => !each).length;
  const numbers = named.map((each) => (each ? nextNamed++ : next++));
  try {
    return { regex: new RegExp(asInDotNet(pattern), exactCase ? 'g' : 'gi'), numbers, named };
  } catch {
    return refuse('it is not a regular expression');
  }
}

/** What .NET takes for a letter, a digit, a blank or the same letter in another case, and JavaScript does not; null = nothing. */
function readOtherwise(pattern: string, subject: string, exactCase: boolean): string | null {
  if (!/[^\0-\x7f]/.test(subject + pattern)) return null;
  if (/\\[wWbBdD]/.test(pattern)) return 'letters beyond ASCII are not read with \\w, \\b and \\d';
  if (/\\s/i.test(pattern) && /[\x85\u180e\ufeff]/.test(subject)) return 'which blanks these are is not read';
  const isOther = /[^\0-\x7f\xa0-\xb4\xb6-\xd6\xd8-\xde\xe0-\xf6\xf8-\xfe]/;
  return !exactCase && isOther.test(subject + pattern) ? 'letters beyond Latin-1 are not read without case' : null;
}

/** `$` stands before a last line break, too, and `.` is all but a line feed. */
function asInDotNet(pattern: string): string {
  return pattern.replace(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[.$]/gs, (part) =>
    part === '.' ? '[^\\n]' : part === '$' ? '(?=\\n?$)' : part,
  );
}

/** Quantifiers that end where they must: what follows them cannot be a part of what they repeat. */
function definite(pattern: string): number {
  return DEFINITE.reduce((sum, each) => sum + (pattern.match(each) ?? []).length, 0) + sets(pattern);
}

/** What follows is there at least once: something optional would leave it open where the quantifier ends. */
const DEFINITE = [
  /\\S[*+]\)?\\s(?![*?{])/g,
  /\\s[*+](?:\(\?<\w+>|\()?(?:\\S|[\w=:;,"'#<>-])(?![*?{])/g,
  /\\d[*+]\)?(?:\\[.sD]|[:;,=A-Za-z-])(?![*?{])/g,
];

/** `[^x]+x` */
const sets = (pattern: string): number =>
  [...pattern.matchAll(/\[\^([^\]\\]+)\][*+]\)?(.)(?![*?{])/g)].filter(([, set, next]) => set.includes(next)).length;

/** The text that a replacement such as `$1` or `${name}` gives for a match; null = it is not read. */
export function replacementFor(
  replacement: string,
  { numbers }: Pattern,
): ((groups: RegExpExecArray) => string) | null {
  if (/\$[&`'+_]/.test(replacement)) return null;
  return (groups) =>
    replacement.replace(/\$\$|\$(\d+)|\$\{(\w+)\}/g, (whole, number?: string, name?: string) => {
      if (whole === '$$') return '$';
      const wanted = number ?? (/^\d+$/.test(name ?? '') ? name : undefined);
      if (wanted === undefined) {
        const named = groups.groups ?? {};
        return Object.hasOwn(named, name ?? '') ? (named[name ?? ''] ?? '') : whole;
      }
      const at = numbers.indexOf(Number(wanted));
      return at < 0 ? whole : (groups[at] ?? '');
    });
}

/** A text with all matches replaced, measured while it is built. */
export function replacedBy(subject: string, { regex }: Pattern, by: (groups: RegExpExecArray) => string): string {
  let result = '';
  let from = 0;
  regex.lastIndex = 0;
  for (let match = regex.exec(subject); match !== null; match = regex.exec(subject)) {
    searched(STEPS_A_MATCH);
    result = bounded(result + subject.slice(from, match.index) + by(match));
    from = match.index + match[0].length;
    if (match[0] === '') regex.lastIndex++;
  }
  return bounded(result + subject.slice(from));
}

/** The pieces of a text between the matches of a pattern, at most so many where `most` is not 0; with what groups hold. */
export function splitBy(subject: string, { regex }: Pattern, most: number): string[] {
  const pieces: string[] = [];
  let from = 0;
  let count = 1;
  regex.lastIndex = 0;
  for (;;) {
    const match = most > 0 && count >= most ? null : regex.exec(subject);
    if (match === null) break;
    searched(STEPS_A_MATCH);
    pieces.push(subject.slice(from, match.index));
    for (const group of match.slice(1)) if (group !== undefined) pieces.push(group);
    from = match.index + match[0].length;
    count++;
    if (match[0] === '') regex.lastIndex++;
  }
  pieces.push(subject.slice(from));
  return pieces;
}

// Regular expressions of a script: those that .NET and JavaScript read alike, and that cannot backtrack for long.
import { Unknown } from './values.js';

/** Steps that the search for one match may cost at most; more could take seconds. */
const COST_MAX = 20_000_000;
const PATTERN_MAX = 300;

/**
 * A regular expression of the script for a subject of this length, or Unknown where it is not read: what
 * JavaScript and .NET read differently, and what could take long (quantifiers inside one another).
 */
export function regexFor(pattern: string, subjectLength: number, exactCase: boolean): RegExp | Unknown {
  const refuse = (why: string): Unknown => new Unknown(`the pattern "${pattern.slice(0, 40)}" (${why})`);
  if (pattern.length > PATTERN_MAX) return refuse('it is too long');
  if (/\(\?(?!:|<[A-Za-z])/.test(pattern)) return refuse('options and lookarounds are not read');
  if (/\\[1-9kpPGAzZ]/.test(pattern)) return refuse('this escape is not read');
  const plain = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/\)(?:[*+]|\{)/.test(plain)) return refuse('a repeated group is not read');
  const quantifiers = (plain.match(/[*+]|\{\d/g) ?? []).length;
  const alternatives = (plain.match(/\|/g) ?? []).length + 1;
  const length = Math.max(subjectLength, 1);
  if (length ** (quantifiers + 1) * alternatives * Math.max(pattern.length, 1) > COST_MAX) {
    return refuse('it could take too long on this text');
  }
  try {
    return new RegExp(pattern, exactCase ? 'g' : 'gi');
  } catch {
    return refuse('it is not a regular expression');
  }
}

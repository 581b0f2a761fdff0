// Tokens of the language, and the table of its operators with their precedence.
import type { Expression } from './syntax.js';

/** How a text is cut into tokens: operators and values, or bare words as the arguments of a command have them. */
export type LexingMode = 'expression' | 'argument';

/** A token with its place. */
export interface Token {
  readonly kind:
    | 'end'
    | 'newline'
    /** brackets, separators, and operators that are signs */
    | 'symbol'
    /** operators that are words: `-eq` */
    | 'operator'
    | 'variable'
    | 'number'
    | 'string'
    /** in an argument: a bare word; in an expression: what cannot begin or continue one */
    | 'word'
    | 'parameter'
    | 'redirection'
    /** `--`: what follows are no parameters */
    | 'dashes'
    /** `--%` and the rest of the line */
    | 'verbatim';
  readonly start: number;
  readonly end: number;
  /** of a symbol its sign; of an operator its name in lower case; of a parameter its name; of a word its text */
  readonly value: string;
  /** of a string, a number, a variable or a word in an argument: what it stands for */
  readonly expression: Expression | null;
}

/** Ranks of binary operators, the loosest first (about_Operator_Precedence). */
const RANKS: readonly string[] = [
  'and or xor',
  'band bor bxor',
  `eq ne gt ge lt le like notlike match notmatch replace contains notcontains in notin split join is isnot as shl shr
   ceq cne cgt cge clt cle clike cnotlike cmatch cnotmatch creplace ccontains cnotcontains cin cnotin csplit`,
  '+ -',
  '* / %',
  'f',
  '..',
];

const RANK_OF: ReadonlyMap<string, number> = new Map(
  RANKS.flatMap((names, rank) => names.split(/\s+/).map((name) => [name, rank + 1] as const)),
);

/** Operators that are words and may stand before their operand. */
const PREFIX_WORDS = new Set(['not', 'bnot', 'split', 'csplit', 'join']);
const PREFIX_SIGNS = new Set(['!', '+', '-', '++', '--', ',']);

/** The rank of a binary operator; 0 = the token is none. */
export function rankOf({ kind, value }: Token): number {
  return kind === 'operator' || kind === 'symbol' ? (RANK_OF.get(value) ?? 0) : 0;
}

/** Whether a token may stand before an operand. */
export function isPrefix({ kind, value }: Token): boolean {
  return kind === 'operator' ? PREFIX_WORDS.has(value) : kind === 'symbol' && PREFIX_SIGNS.has(value);
}

/**
 * The operator that a word behind a dash names, or null: `-EQ` is `eq`, `-ceq` keeps its c, `-ieq` is `eq`.
 */
export function operatorNamed(word: string): string | null {
  const name = word.toLowerCase();
  if (/^\W/.test(name)) return null;
  if (RANK_OF.has(name) || PREFIX_WORDS.has(name)) return name;
  const plain = name.slice(1);
  return name[0] === 'i' && RANK_OF.has(`c${plain}`) ? plain : null;
}

/** Whether a token is an operator that assigns. */
export function isAssignment({ kind, value }: Token): boolean {
  return kind === 'symbol' && /^[-+*/%]?=$/.test(value);
}

const OPENING = new Set(['(', '$(', '@(', '@{', '{', '[']);

/** Whether an expression may begin with a token. */
export function beginsExpression(token: Token): boolean {
  if (token.kind === 'variable' || token.kind === 'number' || token.kind === 'string') return true;
  return isPrefix(token) || (token.kind === 'symbol' && OPENING.has(token.value));
}

/** Signs of expressions, the longest first; dashes are looked at apart. */
export const SIGNS = byFirst('$( @( @{ && || :: .. ++ += *= /= %= ( ) { } [ ] , ; | & = + * / % ! .');
/** Signs that are no part of a bare word. */
export const ENDS = byFirst('&& || $( @( @{ ( ) { } , ; | &');

function byFirst(signs: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const sign of signs.split(' ')) found.set(sign[0], [...(found.get(sign[0]) ?? []), sign]);
  return found;
}

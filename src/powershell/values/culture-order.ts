// The order of texts as .NET Framework has it by culture, a word sort: hyphens and apostrophes hardly count, signs come
// before digits, digits before letters, and of two that differ in case only the small one is first.

const SIGNS = ' _!"#$%&()*,./:;?@[\\]^`{|}~+<=>';

/** Less than 0, 0 or more than 0. */
export function orderOfTexts(left: string, right: string, exactCase: boolean): number {
  if (left === right) return 0;
  return (
    compared(weights(left), weights(right)) ||
    compared(marks(left), marks(right)) ||
    (exactCase ? compared(cases(left), cases(right)) : 0) ||
    compared(hyphens(left), hyphens(right))
  );
}

/** What each character weighs at first: accents, case, hyphens and apostrophes not at all. */
function weights(text: string): number[] {
  const found: number[] = [];
  for (const char of text.normalize('NFD').toLowerCase()) {
    const sign = SIGNS.indexOf(char);
    if (char === '-' || char === "'" || /\p{M}/u.test(char)) continue;
    found.push(sign >= 0 ? sign : 1000 + (char.codePointAt(0) ?? 0));
  }
  return found;
}

const marks = (text: string): number[] =>
  [...text.normalize('NFD')].filter((char) => /\p{M}/u.test(char)).map((char) => char.charCodeAt(0));

const cases = (text: string): number[] => [...text].map((char) => (char === char.toLowerCase() ? 0 : 1));

/** Where hyphens and apostrophes stand: the text without one, or with a later one, is first. */
const hyphens = (text: string): number[] =>
  [...text].flatMap((char, i) => (char === '-' || char === "'" ? [text.length - i] : []));

function compared(left: readonly number[], right: readonly number[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i] - right[i];
  }
  return left.length - right.length;
}

// Glob matching with one backtrack point, the last star: at most quadratic.
import { searched } from './search-work.js';

/** Steps that are counted at once. */
const STEPS_AT_ONCE = 100_000;
const STEPS_A_CHARACTER = 4;

/** Whether `text` matches a wildcard pattern of PowerShell (`*`, `?`, `[a-z]`). Linear but for the stars; its steps are counted. */
export function matchesWildcard(text: string, pattern: string, exactCase: boolean): boolean {
  const fold = (part: string): string => (exactCase ? part : part.toLowerCase());
  const parts = tokens(fold(pattern));
  const subject = fold(text);
  let at = 0;
  let part = 0;
  let star = -1;
  let resume = 0;
  let steps = subject.length + pattern.length;
  while (at < subject.length) {
    if (++steps > STEPS_AT_ONCE) {
      searched(STEPS_A_CHARACTER * steps);
      steps = 0;
    }
    const token = parts[part];
    if (token === '*') {
      star = part++;
      resume = at;
    } else if (token !== undefined && matchesOne(subject[at], token)) {
      at++;
      part++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++resume;
    } else {
      searched(STEPS_A_CHARACTER * steps);
      return false;
    }
  }
  searched(STEPS_A_CHARACTER * steps);
  while (parts[part] === '*') part++;
  return part === parts.length;
}

/** `*`, `?`, `[…]` and single characters; a backtick takes the meaning from the next one. */
function tokens(pattern: string): string[] {
  const found: string[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    const end = char === '[' ? pattern.indexOf(']', i + 2) : -1;
    if (char === '`' && i + 1 < pattern.length) found.push(`\\${pattern[++i]}`);
    else if (end !== -1) {
      found.push(pattern.slice(i, end + 1));
      i = end;
    } else if (char === '*' || char === '?') {
      if (char !== '*' || found.at(-1) !== '*') found.push(char);
    } else found.push(`\\${char}`);
  }
  return found;
}

function matchesOne(char: string, token: string): boolean {
  if (token === '?') return true;
  if (token[0] === '\\') return char === token[1];
  if (token[0] !== '[') return false;
  const set = token.slice(1, -1);
  for (let i = 0; i < set.length; i++) {
    if (set[i + 1] === '-' && i + 2 < set.length) {
      if (char >= set[i] && char <= set[i + 2]) return true;
      i += 2;
    } else if (set[i] === char) return true;
  }
  return false;
}

/**
 * JSON that people merge and edit: parsed strictly, and what is wrong has its place. A key that stands twice is wrong too:
 * a merge leaves such pairs, and JSON itself takes the last of them in silence.
 */
import { type InputError, inputError, type Position } from './input-error.js';
import { quote } from './quote.js';

/** The value of a JSON text; or where it is none, with `hint` for what would be right. */
export function parseJson(text: string, file: string, hint: string): { readonly value: unknown } | InputError {
  const conflict = /^(?:<{7}|={7}|>{7})(?: |\r?$)/m.exec(text);
  if (conflict !== null) {
    const message = 'a merge left both sides here, between <<<<<<< and >>>>>>>';
    return inputError(placeOf(text, conflict.index, file), message, hint);
  }
  try {
    const value: unknown = JSON.parse(text);
    const repeated = repeatedKey(text);
    if (repeated === null) return { value };
    const message = `${quote(repeated.key)} stands here for the second time`;
    return inputError(placeOf(text, repeated.offset, file), message, hint);
  } catch (error) {
    // Where the engine says no place, the whole is meant.
    const offset = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return offset === undefined
      ? inputError({ file, line: 0, column: 0 }, 'this is not JSON, or it is cut off', hint)
      : inputError(placeOf(text, Number(offset), file), 'from here on this is not JSON', hint);
  }
}

function placeOf(text: string, offset: number, file: string): Position {
  const before = text.slice(0, offset).split('\n');
  return { file, line: before.length, column: before[before.length - 1].length + 1 };
}

/** The first key that an object of a valid JSON text has twice; null = there is none. */
function repeatedKey(text: string): { readonly key: string; readonly offset: number } | null {
  const keysOf: Set<string>[] = [];
  for (const { 0: token, 1: colon, index } of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') keysOf.push(new Set());
    else if (token === '}' || token === ']') keysOf.pop();
    else if (colon !== undefined) {
      const key: string = JSON.parse(token.slice(0, -colon.length));
      const keys = keysOf.at(-1)!;
      if (keys.has(key)) return { key, offset: index };
      keys.add(key);
    }
  }
  return null;
}

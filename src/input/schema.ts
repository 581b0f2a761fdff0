// A schema over positioned nodes: zod checks the plain data, and each of its issues becomes an error where the value or
// the key stands in the file.
import { z } from 'zod';
import { DURATION_HINT, formatDuration, LONGEST_MS, parseDuration } from '../core/duration.js';
import { type InputError, inputError } from '../core/input-error.js';
import { nearest, suggestion } from '../core/nearest.js';
import { describeValue, quote } from '../core/quote.js';
import { formatPath, keyPositionAt, positionAt, type Tree, type TreePath, toData, treeAt } from './positioned-tree.js';

// A file is read once: zod's compiling of a schema to a function (by eval) would take longer than it saves.
z.config({ jitless: true });

/** What a field says of a value that does not fit: what it must be, and how to write it. */
interface Mismatch {
  readonly expected: string;
  readonly hint: string;
}

/** A field of its own type, read from plain data; `read` answers with the value or with what it must be. */
export function field<T>(read: (given: unknown) => { readonly value: T } | Mismatch) {
  return z.unknown().transform((given, context): T => {
    const result = read(given);
    if ('value' in result) return result.value;
    const { expected, hint } = result;
    const message = `must be ${expected}, not ${describeValue(given)}`;
    context.issues.push({ code: 'custom', input: given, message, params: { hint, expected } });
    return z.NEVER;
  });
}

/** A field whose values are taken as they are, if they pass a test. */
const testedField = <T>(fits: (given: unknown) => boolean, expected: string, hint = '') =>
  field<T>((given) => (fits(given) ? { value: given as T } : { expected, hint }));

/** A field for texts that pass a test. YAML reads what looks like a number as one, which is told in the hint. */
const testedText = (fits: (text: string) => boolean, expected: string) =>
  field<string>((given) =>
    typeof given === 'string' && fits(given)
      ? { value: given }
      : { expected, hint: typeof given === 'number' ? 'put it in quotes' : '' },
  );

/** The name of a site: what Topology Builder lets an administrator type. */
export const siteNameField = () =>
  testedText((text) => text.trim() === text && /^[^\p{C}]{1,255}$/u.test(text), 'the name of a site');

/** A text that says something, at most `longest` characters. */
export const textField = (longest = 1000) =>
  testedText((text) => text.trim() !== '' && text.length <= longest, `text of 1 to ${longest} characters`);

/** `true` or `false`. */
export const booleanField = () => testedField<boolean>((given) => typeof given === 'boolean', 'true or false');

/** A whole number within bounds. */
export const integerField = (min: number, max: number) =>
  testedField<number>(
    (given) => Number.isInteger(given) && Number(given) >= min && Number(given) <= max,
    `a whole number from ${min} to ${max}`,
  );

/** An exact decimal: at most 6 places. */
export const decimalField = (max: number) =>
  testedField<number>(
    (given) => typeof given === 'number' && given >= 0 && given <= max && Number(given.toFixed(6)) === given,
    `a number from 0 to ${max} with at most 6 decimals`,
  );

/** A fully qualified or plain host name. */
export const hostField = () =>
  testedField<string>(
    (given) =>
      typeof given === 'string' && given.length <= 255 && /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/.test(given),
    'a host name',
    'letters, digits, dash, dot and underscore, at most 255; e.g. pool1.contoso.com',
  );

/** Two sites. */
export const sitePairField = (example: string) =>
  testedField<readonly [string, string]>(
    (given) => Array.isArray(given) && given.length === 2 && given.every((end) => typeof end === 'string'),
    'a list of two sites',
    `e.g. ${example}: [Datacenter1, Datacenter2]`,
  );

/** One of some words; a near miss is told. */
export const enumField = <T extends string>(values: readonly T[]) =>
  field<T>((given) => {
    const value = values.find((known) => known === given);
    if (value !== undefined) return { value };
    const near = typeof given === 'string' ? nearest(given, values) : null;
    return { expected: values.join(' or '), hint: near === null ? '' : `did you mean ${quote(near)}?` };
  });

/** A duration in whole ms. */
export const durationField = (min = 0, max = LONGEST_MS) =>
  field<number>((given) => {
    const value = typeof given === 'string' ? parseDuration(given) : null;
    if (value === null) return { expected: 'a duration', hint: DURATION_HINT };
    if (value >= min && value <= max) return { value };
    return { expected: `a duration from ${formatDuration(min)} to ${formatDuration(max)}`, hint: '' };
  });

/** Absent or empty in the file counts as not said. */
export const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? null);

export type Validated<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly errors: InputError[] };

/** Checks the part of `root` at `path` against `schema`; each error stands where the value or the key stands. */
export function validatePart<S extends z.ZodType>(schema: S, root: Tree, path: TreePath = []): Validated<z.output<S>> {
  const part = treeAt(root, path);
  const result = schema.safeParse(part === undefined ? undefined : toData(part));
  if (result.success) return { ok: true, data: result.data };
  const issues = result.error.issues.filter((issue) => !isMistyped(issue, result.error.issues));
  const errors = issues.flatMap((issue) => issueErrors(issue, schema, root, path));
  return { ok: false, errors };
}

/** So many unknown keys of a map are compared with those that are known: more of them are no slips. */
const COMPARED_MAX = 1000;

/** A key that is missing because it was mistyped: the unknown key beside it says so already. */
function isMistyped(issue: z.core.$ZodIssue, all: readonly z.core.$ZodIssue[]): boolean {
  const key = issue.path.at(-1);
  const map = issue.path.slice(0, -1).join();
  return all.some(
    (other) =>
      other.code === 'unrecognized_keys' &&
      other.path.length === issue.path.length - 1 &&
      other.path.join() === map &&
      typeof key === 'string' &&
      other.keys.slice(0, COMPARED_MAX).some((unknown) => nearest(unknown, [key]) !== null),
  );
}

function issueErrors(issue: z.core.$ZodIssue, schema: z.ZodType, root: Tree, prefix: TreePath): InputError[] {
  const inside = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const path = [...prefix, ...inside];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, inside);
    const where = path.length === 0 ? '' : ` in ${formatPath(path)}`;
    return issue.keys.map((key, i) =>
      inputError(
        keyPositionAt(root, [...path, key]),
        `unknown key ${quote(key)}${where}`,
        i < COMPARED_MAX ? suggestion(key, known, 'keys here') : '',
      ),
    );
  }
  const name = path.length === 0 ? 'the file' : formatPath(path);
  const params = issue.code === 'custom' ? (issue.params as { hint: string; expected: string }) : undefined;
  const part = treeAt(root, path);
  if (path.length > 0 && part === undefined) {
    const where = path.length === 1 ? '' : ` in ${formatPath(path.slice(0, -1))}`;
    const example = params?.hint ? `; ${params.hint}` : '';
    const hint = `add it: ${params?.expected ?? expectedOf(issue)}${example}`;
    return [inputError(positionAt(root, path), `${quote(String(path.at(-1)))} is missing${where}`, hint)];
  }
  // A file that is a text as a whole is something else, of which nothing has to stand in a log.
  if (path.length === 0 && part?.kind === 'scalar' && typeof part.value === 'string') {
    return [inputError(positionAt(root, path), `the file must be ${expectedOf(issue)}, and is text without keys`)];
  }
  const actual = part === undefined ? undefined : toData(part);
  const message = params === undefined ? `must be ${expectedOf(issue)}, not ${describeValue(actual)}` : issue.message;
  return [inputError(positionAt(root, path), `${name} ${message}`, params?.hint ?? '')];
}

/** Only maps and lists are left to zod's own issues; everything else is a leaf. */
function expectedOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected === 'array' ? 'a list' : 'a map';
  if (issue.code === 'too_small') return `a list of ${issue.minimum} or more`;
  if (issue.code === 'too_big') return `a list of ${issue.maximum} or fewer`;
  return 'something else';
}

/** The keys that `schema` knows in the map at `path`. */
function knownKeys(schema: z.ZodType, path: TreePath): string[] {
  let part = unwrap(schema);
  for (const step of path) {
    if (part instanceof z.ZodObject) part = unwrap(part.shape[step]);
    else if (part instanceof z.ZodArray) part = unwrap(part.element as z.ZodType);
    else return [];
  }
  return part instanceof z.ZodObject ? Object.keys(part.shape) : [];
}

function unwrap(schema: z.ZodType): z.ZodType {
  let part = schema;
  for (;;) {
    if (part instanceof z.ZodOptional || part instanceof z.ZodNullable) part = part.unwrap() as z.ZodType;
    else if (part instanceof z.ZodPipe) part = part.in as z.ZodType;
    else return part;
  }
}

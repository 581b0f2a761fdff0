import { z } from 'zod';
import { DURATION_HINT, formatDuration, LONGEST_MS, parseDuration } from '../core/duration.js';
import { type InputError, inputError } from '../core/input-error.js';
import { nearest, suggestion } from '../core/nearest.js';
import { describeValue, quote } from '../core/quote.js';
import {
  formatPath,
  keyPositionAt,
  positionAt,
  type Tree,
  type TreePath,
  toData,
  treeAt,
} from './positioned-tree.js';

// A file is read once: zod's compiling of a schema to a function (by eval) would take longer than it saves.
z.config({ jitless: true });

/** What a leaf says of a value that does not fit: what it must be, and how to write it. */
interface Mismatch {
  readonly expected: string;
  readonly hint: string;
}

/** A value of its own type, read from plain data; `read` answers with the value or with what it must be. */
export function field<T>(read: (value: unknown) => { readonly fit: T } | Mismatch) {
  return z.unknown().transform((value, context): T => {
    const result = read(value);
    if ('fit' in result) return result.fit;
    context.issues.push({
      code: 'custom',
      input: value,
      message: `must be ${result.expected}, not ${describeValue(value)}`,
      params: { hint: result.hint, expected: result.expected },
    });
    return z.NEVER;
  });
}

/** The name of a site: what Topology Builder lets an administrator type. */
export const siteNameField = () =>
  field<string>((value) =>
    typeof value === 'string' && value.trim() === value && /^[^\p{C}]{1,255}$/u.test(value)
      ? { fit: value }
      : { expected: 'the name of a site', hint: typeof value === 'number' ? 'put it in quotes' : '' },
  );

/** A text that says something, at most `longest` characters. */
export const textField = (longest = 1000) =>
  field<string>((value) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= longest
      ? { fit: value }
      : {
          expected: `text of 1 to ${longest} characters`,
          hint: typeof value === 'number' ? 'put it in quotes' : '',
        },
  );

/** `true` or `false`. */
export const booleanField = () =>
  field<boolean>((value) =>
    typeof value === 'boolean' ? { fit: value } : { expected: 'true or false', hint: '' },
  );

/** A whole number within bounds. */
export const integerField = (min: number, max: number) =>
  field<number>((value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? { fit: Number(value) }
      : { expected: `a whole number from ${min} to ${max}`, hint: '' },
  );

/** An exact decimal: at most 6 places. */
export const decimalField = (max: number) =>
  field<number>((value) =>
    typeof value === 'number' && value >= 0 && value <= max && Number(value.toFixed(6)) === value
      ? { fit: value }
      : { expected: `a number from 0 to ${max} with at most 6 decimals`, hint: '' },
  );

/** One of some words; a near miss is told. */
export const enumField = <T extends string>(values: readonly T[]) =>
  field<T>((value) => {
    const fit = values.find((known) => known === value);
    if (fit !== undefined) return { fit };
    const near = typeof value === 'string' ? nearest(value, values) : null;
    return {
      expected: values.join(' or '),
      hint: near === null ? '' : `did you mean ${quote(near)}?`,
    };
  });

/** A duration in whole ms. */
export const durationField = (min = 0, max = LONGEST_MS) =>
  field<number>((value) => {
    const ms = typeof value === 'string' ? parseDuration(value) : null;
    if (ms !== null && ms >= min && ms <= max) return { fit: ms };
    const range = ms === null ? '' : ` from ${formatDuration(min)} to ${formatDuration(max)}`;
    return { expected: `a duration${range}`, hint: ms === null ? DURATION_HINT : '' };
  });

/** A fully qualified or plain host name. */
export const hostField = () =>
  field<string>((value) =>
    typeof value === 'string' &&
    value.length <= 255 &&
    /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/.test(value)
      ? { fit: value }
      : {
          expected: 'a host name',
          hint: 'letters, digits, dash, dot and underscore, at most 255; e.g. pool1.contoso.com',
        },
  );

/** Absent or empty in the file counts as not said. */
export const optional = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((value) => value ?? null);

export type Validated<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly errors: InputError[] };

/** Checks the part of `root` at `path` against `schema`; each error stands where the value or the key stands. */
export function validatePart<S extends z.ZodType>(
  schema: S,
  root: Tree,
  path: TreePath = [],
): Validated<z.output<S>> {
  const part = treeAt(root, path);
  const result = schema.safeParse(part === undefined ? undefined : toData(part));
  if (result.success) return { ok: true, data: result.data };
  const issues = result.error.issues.filter((issue) => !isMistyped(issue, result.error.issues));
  const errors = issues.flatMap((issue) => issueErrors(issue, schema, root, path));
  return { ok: false, errors };
}

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
      other.keys.some((unknown) => nearest(unknown, [key]) !== null),
  );
}

function issueErrors(issue: z.core.$ZodIssue, schema: z.ZodType, root: Tree, prefix: TreePath): InputError[] {
  const inside = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const path = [...prefix, ...inside];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, inside);
    const where = path.length === 0 ? '' : ` in ${formatPath(path)}`;
    return issue.keys.map((key) =>
      inputError(
        keyPositionAt(root, [...path, key]),
        `unknown key ${quote(key)}${where}`,
        suggestion(key, known, 'keys here'),
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
  const actual = part === undefined ? undefined : toData(part);
  const message =
    params === undefined ? `must be ${expectedOf(issue)}, not ${describeValue(actual)}` : issue.message;
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

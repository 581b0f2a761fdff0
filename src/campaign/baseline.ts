/** The baseline file of a check: drills by their path from its folder, sorted, one line a range, so that a change is a small diff. */
import { existsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { type InputError, inputError, isInputError } from '../core/input-error.js';
import { parseJson } from '../core/json-text.js';
import { readText } from '../input/from-disk.js';
import { type BaselineEntry, changesSince, entryOf } from './baseline-entry.js';
import type { CampaignResult, Change, CheckedDrill, SinceBaseline } from './campaign-result.js';

/** The name of the file, in the folder of the first path. */
export const BASELINE_FILE = 'drydrill.baseline.json';

/** What the file says of its own format. */
const FORMAT = 1;
/** Some 100,000 drills. */
const LIMIT_BYTES = 100 * 1024 * 1024;
const HINT = 'restore it from version control, or delete it and write a new one with --update';

export interface Baseline {
  /** where the file is, or would be */
  readonly path: string;
  /** by path from the folder of the file, with forward slashes; null = there is no such file yet */
  readonly drills: ReadonlyMap<string, BaselineEntry> | null;
}

/** Reads a baseline; one that is not there is no error. */
export function readBaseline(path: string): Baseline | InputError {
  if (!existsSync(path)) return { path, drills: null };
  const text = readText(path, LIMIT_BYTES);
  if (isInputError(text)) return text.hint === '' ? { ...text, hint: HINT } : text;
  const parsed = parseJson(text, path, HINT);
  if (isInputError(parsed)) return parsed;
  const drills = drillsOf(parsed.value);
  if (drills !== null) return { path, drills };
  const at = { file: path, line: 0, column: 0 };
  const { baseline } = (parsed.value ?? {}) as { baseline?: unknown };
  return typeof baseline === 'number' && baseline !== FORMAT
    ? inputError(at, `this is a baseline of another format (${baseline}; this drydrill knows ${FORMAT})`, HINT)
    : inputError(at, 'this is no baseline of "drydrill check"', HINT);
}

/** The drills of a parsed baseline; null = it is none. */
export function drillsOf(parsed: unknown): Map<string, BaselineEntry> | null {
  const { baseline, drills } = (parsed ?? {}) as { baseline?: unknown; drills?: unknown };
  if (baseline !== FORMAT || !isObject(drills)) return null;
  const entries = Object.entries(drills);
  return entries.every(([, entry]) => isEntry(entry)) ? new Map(entries as [string, BaselineEntry][]) : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): boolean => value === null || (typeof value === 'number' && value >= 0);

const isRange = (value: unknown): boolean =>
  isObject(value) && ['least', 'median', 'p95', 'most'].every((key) => isNumber(value[key]));

function isEntry(value: unknown): value is BaselineEntry {
  if (!isObject(value)) return false;
  const { verdict, readiness, seeds, rto, outage, rpo, lost, findings } = value;
  return (
    ['passed', 'failed', 'inconclusive'].includes(String(verdict)) &&
    ['ready', 'reservations', 'unknown', 'notReady'].includes(String(readiness)) &&
    Number.isInteger(seeds) &&
    Number(seeds) >= 1 &&
    [rto, outage, rpo].every((times) => isObject(times) && Object.values(times).every(isRange)) &&
    isRange(lost) &&
    Array.isArray(findings) &&
    findings.every((finding) => typeof finding === 'string')
  );
}

/** The text of a baseline file. */
export function baselineText(drills: ReadonlyMap<string, BaselineEntry>): string {
  const sorted = [...drills].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const each = sorted.map(([path, entry]) => `    ${JSON.stringify(path)}: ${entryText(entry)}`);
  return `{\n  "baseline": ${FORMAT},\n  "drills": {\n${each.join(',\n')}\n  }\n}\n`;
}

function entryText({ verdict, readiness, seeds, rto, outage, rpo, lost, findings }: BaselineEntry): string {
  const line = (value: unknown): string => JSON.stringify(value).replaceAll(':', ': ').replaceAll(',', ', ');
  const block = (open: string, items: readonly string[], close: string): string =>
    items.length === 0
      ? open + close
      : `${open}\n${items.map((item) => `        ${item}`).join(',\n')}\n      ${close}`;
  const times = (ranges: BaselineEntry['rto']): string =>
    block(
      '{',
      Object.entries(ranges).map(([pool, range]) => `${JSON.stringify(pool)}: ${line(range)}`),
      '}',
    );
  const parts = [
    `"verdict": ${JSON.stringify(verdict)}`,
    `"readiness": ${JSON.stringify(readiness)}`,
    `"seeds": ${seeds}`,
    `"rto": ${times(rto)}`,
    `"outage": ${times(outage)}`,
    `"rpo": ${times(rpo)}`,
    `"lost": ${line(lost)}`,
    `"findings": ${block(
      '[',
      findings.map((finding) => JSON.stringify(finding)),
      ']',
    )}`,
  ];
  return `{\n${parts.map((part) => `      ${part}`).join(',\n')}\n    }`;
}

/** The path of a drill as a baseline has it. */
export const keyIn = ({ path }: Pick<Baseline, 'path'>, drill: string): string =>
  relative(dirname(path), drill).replaceAll('\\', '/');

/** Kept counterexamples are in no baseline: each of them has to pass. */
const isKept = ({ kind }: Pick<CheckedDrill, 'kind'>): boolean => kind !== 'example';

/** In what a drill differs from the baseline; null = it is not in it, or there is none. */
export function sinceBaseline(baseline: Baseline, drill: Omit<CheckedDrill, 'since'>): readonly Change[] | null {
  const before = isKept(drill) ? baseline.drills?.get(keyIn(baseline, drill.path)) : undefined;
  return before === undefined ? null : changesSince(before, entryOf(drill.result));
}

/**
 * The drills of a baseline once a check has been taken over: those that were played, and those that the check was not
 * about. What should have been found and is gone goes.
 */
export function updatedBaseline(
  baseline: Baseline,
  { drills }: Pick<CampaignResult, 'drills'>,
  gone: readonly string[],
): Map<string, BaselineEntry> {
  const next = new Map(baseline.drills ?? []);
  for (const key of gone) next.delete(key);
  for (const drill of drills.filter(isKept)) next.set(keyIn(baseline, drill.path), entryOf(drill.result));
  return next;
}

interface Standing {
  readonly gone: readonly string[];
  readonly update: boolean;
  /** files that were found, and are not tried by themselves */
  readonly leftOut: readonly string[];
}

/** How a check stands to its baseline; null = there is none, and none is written. */
export function standingToBaseline(
  baseline: Baseline,
  drills: readonly CheckedDrill[],
  { gone, update, leftOut }: Standing,
): SinceBaseline | null {
  if (baseline.drills === null && !update) return null;
  const added = drills.filter((drill) => isKept(drill) && drill.since === null).map(({ path }) => path);
  const stillThere = gone.filter((path) => leftOut.includes(path));
  return { path: baseline.path, updated: update, gone, stillThere, added };
}

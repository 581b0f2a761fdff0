// The preference variables, by a table: what errors do, and whether commands only say what they would do.
import { toBoolean, toText } from '../values/convert.js';
import { listOf, Unknown, type Value } from '../values/values.js';
import type { Scope } from './scope.js';

/** What may be done about an error, by the numbers of `ActionPreference`. */
const ACTIONS: readonly string[] = ['silentlycontinue', 'stop', 'continue', 'inquire', 'ignore'];

/** The name of an action in lower case, for one that is given by its name or by its number; '' = it is none. */
export function actionNamed(value: Value): string {
  const shown = toText(listOf(value)[0] ?? null);
  if (shown instanceof Unknown) return '';
  return /^\d$/.test(shown) ? (ACTIONS[Number(shown)] ?? '') : shown.toLowerCase();
}

/** Whether commands change nothing, and only say what they would do. */
export const onlySays = (scope: Scope): boolean => toBoolean(scope.get('WhatIfPreference') ?? null) === true;

/** Variables that decide what later commands do, or what their errors do. */
export const DECIDES_COMMANDS = /^(?:erroraction|whatif)preference$/i;

// The commands in a part of a script that is not carried out: a walk over its syntax tree, into the functions it calls.
import type { Position } from '../../core/input-error.js';
import type { Body, Command, ExpressionOf } from '../parser/syntax.js';
import { Hashtable, isList, ScriptBlock, type Unknown, type Value } from '../values/values.js';
import type { Scope } from './scope.js';

/** A command by the name that the script has for it. */
export interface NamedCommand {
  readonly name: string;
  readonly at: Position;
}

/** The commands of parts of the syntax tree that act when they are carried out; with `-WhatIf` none does. */
export function commandsIn(parts: unknown, scope: Scope): NamedCommand[] {
  const found: NamedCommand[] = [];
  const called = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isCommand(part) && part.name.kind === 'literal') {
      const name = String(part.name.value);
      const body = called.has(name.toLowerCase()) ? undefined : scope.findFunction(name);
      if (body !== undefined) {
        called.add(name.toLowerCase());
        visit(body);
      } else if (!part.arguments.some(({ parameter }) => parameter?.toLowerCase() === 'whatif')) {
        found.push({ name, at: part.at });
      }
    }
    // What a function does is done where it is called.
    if ('kind' in part && part.kind === 'function') return;
    for (const child of Object.values(part)) visit(child);
  };
  visit(parts);
  return found;
}

/** Notes which properties of the objects of an unknown list a part of a script looks at, by the name of each object. */
export function noteItems(list: Unknown, name: string, part: unknown): void {
  const { from } = list;
  if (from === null) return;
  from.several = true;
  const visit = (each: unknown): void => {
    if (typeof each !== 'object' || each === null) return;
    if (isMember(each) && each.target.kind === 'variable' && each.target.name.toLowerCase() === name) {
      if (each.name.kind === 'literal') from.properties.add(String(each.name.value));
    }
    for (const child of Object.values(each)) visit(child);
  };
  visit(part);
}

const isMember = (part: object): part is ExpressionOf<'member'> => 'kind' in part && part.kind === 'member';

const isCommand = (part: object): part is Command => 'kind' in part && part.kind === 'command';

/** Lists and tables inside one another that are looked into. */
const NESTED_MAX = 5;

/** The script blocks among values, also in lists and tables. */
export function codeIn(values: readonly Value[], nested = 0): Body[] {
  if (nested > NESTED_MAX) return [];
  return values.flatMap((value) => {
    if (value instanceof ScriptBlock) return [value.body];
    if (value instanceof Hashtable)
      return codeIn(
        value.entries.all().map(([, entry]) => entry),
        nested + 1,
      );
    return isList(value) ? codeIn(value, nested + 1) : [];
  });
}

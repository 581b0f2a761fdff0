// The commands in a part of a script that is not carried out: a walk over its syntax tree, into the functions it calls.
import type { Position } from '../../core/input-error.js';
import type { Command } from '../parser/syntax.js';
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

const isCommand = (part: object): part is Command => 'kind' in part && part.kind === 'command';

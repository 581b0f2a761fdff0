// Dynamic scoping: a chain of symbol tables, read outwards and written at the innermost.
import type { Body } from '../parser/syntax.js';
import type { Value } from '../values/values.js';

/** Variables and functions: read through all scopes around, written into one's own. Names are without case. */
export class Scope {
  private readonly variables = new Map<string, Value>();
  private readonly functions = new Map<string, Body>();

  constructor(readonly parent: Scope | null) {}

  /** undefined = never assigned. */
  get(name: string): Value | undefined {
    const key = name.toLowerCase();
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      if (scope.variables.has(key)) return scope.variables.get(key);
    }
    return undefined;
  }

  set(name: string, value: Value): void {
    this.variables.set(name.toLowerCase(), value);
  }

  findFunction(name: string): Body | undefined {
    const key = name.toLowerCase();
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      const found = scope.functions.get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  defineFunction(name: string, body: Body): void {
    this.functions.set(name.toLowerCase(), body);
  }

  /** The scope of the script itself, which `$script:` and `$global:` name. */
  get outermost(): Scope {
    let scope: Scope = this;
    while (scope.parent !== null) scope = scope.parent;
    return scope;
  }
}

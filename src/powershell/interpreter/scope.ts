// Dynamic scoping: a chain of symbol tables, read outwards and written at the innermost.
import type { Body } from '../parser/syntax.js';
import { Hashtable, isList, NO_OBJECT, ScriptBlock, type Value } from '../values/values.js';
import type { ScriptTypes } from './script-types.js';

/** Whether a value is code, or may have some in it. */
const mayHoldCode = (value: Value | typeof NO_OBJECT): boolean =>
  typeof value === 'object' && (value instanceof ScriptBlock || value instanceof Hashtable || isList(value));

/** Variables and functions: read through all scopes around, written into one's own. Names are without case. */
export class Scope {
  private readonly variables = new Map<string, Value | typeof NO_OBJECT>();
  /** types that variables convert what they are given to */
  private readonly types = new Map<string, string>();
  /** those that only this scope sees */
  private readonly hidden = new Set<string>();
  /** those that nobody may give another value */
  private readonly fixed = new Set<string>();
  private readonly functions = new Map<string, Body>();

  constructor(
    readonly parent: Scope | null,
    /** those that the script defines */
    readonly scriptTypes: ScriptTypes,
    /** that of a script file */
    private readonly isOfFile = false,
  ) {}

  /** A scope inside of this one. */
  inner(): Scope {
    return new Scope(this, this.scriptTypes);
  }

  /** The scope of a script file that is called here. */
  ofFile(): Scope {
    return new Scope(this, this.scriptTypes, true);
  }

  /** undefined = never assigned. */
  get(name: string): Value | undefined {
    const held = this.held(name);
    return held === NO_OBJECT ? null : held;
  }

  /** The scope around that has the variable; undefined = none. */
  holder(name: string): Scope | undefined {
    const key = name.toLowerCase();
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      if (scope.variables.has(key) && (scope === this || !scope.hidden.has(key))) return scope;
    }
    return undefined;
  }

  /** As `get`, but what a pipeline that gave nothing has left is told apart from `$null`. */
  held(name: string): Value | typeof NO_OBJECT | undefined {
    const key = name.toLowerCase();
    return this.holder(key)?.variables.get(key);
  }

  set(name: string, value: Value | typeof NO_OBJECT): void {
    const key = name.toLowerCase();
    const type = this.types.get(key);
    if (mayHoldCode(value)) this.scriptTypes.codeChanges++;
    this.variables.set(
      key,
      type === undefined ? value : this.scriptTypes.cast(value === NO_OBJECT ? null : value, type),
    );
  }

  /** Gives a variable a type, which it keeps. */
  setTyped(name: string, type: string, value: Value | typeof NO_OBJECT): void {
    this.types.set(name.toLowerCase(), type);
    this.set(name, value);
  }

  /** The type that a variable converts to from now on. */
  keepType(name: string, type: string): void {
    this.types.set(name.toLowerCase(), type);
  }

  /** `$private:x`: what is called here does not see it. */
  hide(name: string): void {
    this.hidden.add(name.toLowerCase());
  }

  /** `-Option ReadOnly`, `-Option Constant` */
  fix(name: string): void {
    this.fixed.add(name.toLowerCase());
  }

  /** Whether this scope itself has the variable. */
  has(name: string): boolean {
    return this.variables.has(name.toLowerCase());
  }

  isFixed(name: string): boolean {
    return this.fixed.has(name.toLowerCase());
  }

  remove(name: string): void {
    this.variables.delete(name.toLowerCase());
    this.types.delete(name.toLowerCase());
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
    this.scriptTypes.codeChanges++;
    if (this === this.script) this.scriptTypes.doubtful.delete(name.toLowerCase());
  }

  /** The scope that `$script:` names: that of the file which runs, also in what it calls. */
  get script(): Scope {
    let scope: Scope = this;
    while (scope.parent !== null && !scope.isOfFile) scope = scope.parent;
    return scope;
  }

  /** The scope that a name carries; null = this one. */
  named(name: string | null): Scope {
    if (name === 'script') return this.script;
    if (name !== 'global') return this;
    let scope: Scope = this;
    while (scope.parent !== null) scope = scope.parent;
    return scope;
  }
}

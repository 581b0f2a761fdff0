// What a script reads of how its statements went: `$?`, `$Error` and `$LASTEXITCODE`, as variables that are set unasked.
import { UNKNOWN_ORDER, unordered } from '../values/unordered.js';
import { growableList, Unknown, type Value } from '../values/values.js';
import type { LeftBehind } from './left-behind.js';
import type { OrderLog } from './order-log.js';
import { Scope } from './scope.js';
import type { ScriptTypes } from './script-types.js';

const ERRORS_MAX = 256;

/** How the statements of a script went so far. */
export class Outcomes {
  /** errors so far: what `$?` looks at */
  failures = 0;
  private last: boolean | Unknown = true;
  private code: Value = null;
  private readonly remembered = growableList([]) as Value[];
  private readonly scope: Scope;

  constructor(
    types: ScriptTypes,
    /** the turns for entries in an unknown order that run now */
    private readonly orders: readonly OrderLog[],
  ) {
    this.scope = new Scope(null, types);
  }

  /** `$?`, of the command before */
  get succeeded(): boolean | Unknown {
    this.read('?');
    return this.last;
  }

  set succeeded(value: boolean | Unknown) {
    this.last = value;
    this.wrote('?', value);
  }

  /** `$LASTEXITCODE`, of the program before, or of the file that ended itself */
  get lastExitCode(): Value {
    this.read('lastexitcode');
    return this.code;
  }

  set lastExitCode(value: Value) {
    this.code = value;
    this.wrote('lastexitcode', value);
  }

  /** `$Error`, the last one first */
  get errors(): readonly Value[] {
    this.read('error');
    return this.remembered;
  }

  /** Keeps an error in `$Error`. */
  remember(error: Value): void {
    this.failures++;
    this.keep(error);
  }

  /** There may be one more error in `$Error`, or several. */
  mayHaveFailed(unknown: Unknown): void {
    this.keep(unknown);
  }

  /** Takes over what a part of the script leaves that may have run or not. */
  afterBothWays({ why, from }: Unknown, { mayFail, isProgram }: Omit<LeftBehind, 'prints'>): void {
    const unknown = new Unknown(why, from);
    if (mayFail || this.last !== true) this.succeeded = unknown;
    if (mayFail) this.mayHaveFailed(unknown);
    if (isProgram) this.lastExitCode = unknown;
  }

  private keep(error: Value): void {
    this.remembered.unshift(error);
    if (this.remembered.length > ERRORS_MAX) this.remembered.pop();
    this.wrote('error', error);
  }

  private read(name: string): void {
    for (const log of this.orders) log.read(this.scope, name);
  }

  private wrote(name: string, value: Value): void {
    for (const log of this.orders) log.write(this.scope, name, value, false);
  }

  /** Takes over what turns in an unknown order have made unknown. */
  afterTurns(): void {
    const isLost = (name: string): boolean => {
      const lost = this.scope.get(name) === UNKNOWN_ORDER;
      this.scope.remove(name);
      return lost;
    };
    if (isLost('?')) this.last = UNKNOWN_ORDER;
    if (isLost('lastexitcode')) this.code = UNKNOWN_ORDER;
    if (isLost('error')) unordered(this.remembered);
  }
}

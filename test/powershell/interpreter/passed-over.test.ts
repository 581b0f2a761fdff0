import { describe, expect, test } from 'vitest';
import { isInputError } from '../../../src/core/input-error.js';
import { commandsIn } from '../../../src/powershell/interpreter/passed-over.js';
import { Scope } from '../../../src/powershell/interpreter/scope.js';
import { ScriptTypes } from '../../../src/powershell/interpreter/script-types.js';
import { WalkBudget } from '../../../src/powershell/interpreter/walk-budget.js';
import { readScript } from '../../../src/powershell/parser/read-script.js';

/** What nobody can tell the effect of in a script that is not carried out. */
function hiddenIn(script: string): string[] {
  const read = readScript(script, 'x.ps1');
  if (isInputError(read)) throw new Error(read.message);
  const found = commandsIn(read.body.statements, new Scope(null, new ScriptTypes()), new WalkBudget(10_000));
  return found.filter(({ hidden }) => hidden === true).map(({ text }) => text);
}

const STOP = "$ErrorActionPreference = 'Stop'";

describe('a preference that may be set decides what later commands do', () => {
  test.each([
    STOP,
    `'a' | % { ${STOP} }`,
    `'a' | Where-Object { ${STOP}; $true }`,
    `'a' | ForEach-Object { 1 | ForEach-Object { ${STOP} } }`,
    `(1, 2).ForEach({ ${STOP} })`,
    `. { ${STOP} }`,
  ])('%s', (script) => expect(hiddenIn(`if ($x) { ${script} }`)).toEqual([STOP]));

  test.each([`& { ${STOP} }`, `function f { 1 | % { ${STOP} } }`, `Invoke-Command -ScriptBlock { ${STOP} }`])(
    'it ends with a scope of its own: %s',
    (script) => expect(hiddenIn(`if ($x) { ${script} }`)).toEqual([]),
  );
});

import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli.js';
import { isInputError } from '../../src/core/input-error.js';
import { readScript } from '../../src/powershell/parser/read-script.js';
import { inProcess } from '../support/in-process.js';

test('what completes the command in PowerShell knows every command and every flag', async () => {
  const { status, stdout } = await inProcess(['completion']);
  expect(status).toBe(0);
  const script = readScript(stdout, 'completion.ps1');
  expect(isInputError(script) ? script : null).toBeNull();
  for (const name of Object.keys(COMMANDS)) {
    expect(stdout).toContain(`, @('${name}', '`);
    const { stdout: help } = await inProcess([name, '--help']);
    const [options] = help.split('\nOptions:\n')[1].split('\n\n');
    const [own] = stdout.split(`'${name}' = @(`)[1].split('\n        )');
    const flags = [...options.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag);
    expect(flags).toContain('--ascii');
    expect([...own.matchAll(/^ {12}, @\('(-[\w-]+)', '/gm)].map(([, flag]) => flag)).toEqual(flags);
  }
});

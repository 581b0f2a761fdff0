import { Command } from 'commander';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli.js';
import { takePaths } from '../../src/commands/path-arguments.js';

/** As on Windows: what else it is given would show. */
const slashed = (path: string, ...more: readonly unknown[]): string =>
  `${path.replaceAll('\\', '/')}${more.map(String).join()}`;

/** A command as it stands after these arguments. */
async function parsed(name: keyof typeof COMMANDS, args: readonly string[]): Promise<Command> {
  const { describe } = await COMMANDS[name]();
  const command = describe(new Command().exitOverride().command(name)).action(() => {});
  await command.parseAsync([...args], { from: 'user' });
  takePaths(command, slashed);
  return command;
}

test('what names a file gets slashes, and nothing else does', async () => {
  const command = await parsed('run', [
    ...['Z:\\drill\\x.ps1', '--topology', '..\\contoso.yaml', '--overlay', 'a\\b.yaml', '--out', 'out\\1'],
    ...['--param', 'Share=\\\\nas\\dr', '--answer', 'Test-Path=C:\\x'],
  ]);
  expect(command.args).toEqual(['Z:/drill/x.ps1']);
  expect(command.opts()).toMatchObject({
    topology: '../contoso.yaml',
    overlay: 'a/b.yaml',
    out: 'out/1',
    param: ['Share=\\\\nas\\dr'],
    answer: ['Test-Path=C:\\x'],
  });
});

test('every argument and flag of the commands that names a file is known as one', async () => {
  const other =
    /^(?:[NK]|I\/N|NAMES?|TEXT|REF|KINDS|URL|TIME|DURATION|NOUN|FORMAT|ID|NAME=VALUE|COMMAND=VALUE|KEY=VALUE,)$/i;
  for (const [name, load] of Object.entries(COMMANDS)) {
    const command = (await load()).describe(new Command(name));
    const called = [
      ...command.registeredArguments.map((argument) => argument.name()),
      ...command.options.flatMap(({ flags }) => /[<[]([^>\]]+?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1] ?? []),
    ];
    const unknown = called.filter((each) => !/^(?:FILE|DIRS?|DRILL|PATHS?|TRACE|A|B)$/.test(each) && !other.test(each));
    expect([name, unknown]).toEqual([name, []]);
  }
});

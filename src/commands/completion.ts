/** `drydrill completion`: what completes its commands and flags in PowerShell, made of the commands as they are declared. */
import type { Command, Option } from 'commander';
import type { CliCommand } from './cli-command.js';
import { EXIT, exitHelp } from './exit-status.js';

export const completionCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('print what completes commands and flags in PowerShell')
      .description(
        'Prints a script that lets PowerShell, from 5.1 on, complete the commands and flags of drydrill by the Tab key; files are completed as ever. Load it with: drydrill completion | Out-String | Invoke-Expression',
      )
      .addHelpText('after', exitHelp({ passed: 'the script was printed' })),
  async act(command, io) {
    io.stdout.write(scriptOf(command.parent!.commands));
    return EXIT.passed;
  },
};

/** The script, with the lines and the letters that Windows PowerShell 5.1 takes from any pipe. */
function scriptOf(commands: readonly Command[]): string {
  const listed = commands.map((command) => [command.name(), command.summary() || command.description()] as const);
  const flags = commands.map(
    (command) =>
      `        ${quoted(command.name())} = @(\n${[...command.createHelp().visibleOptions(command)].map(entryOf).join('\n')}\n        )`,
  );
  return `# Completes drydrill in PowerShell. Made by: drydrill completion
Register-ArgumentCompleter -Native -CommandName drydrill, drydrill.exe -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $commands = @(
${listed.map(([name, words]) => `        , @(${quoted(name)}, ${quoted(words)})`).join('\n')}
    )
    $flags = @{
${flags.join('\n')}
    }
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    $candidates = @()
    if ($typed.Count -eq 0 -or ($typed.Count -eq 1 -and $wordToComplete -ne '')) {
        $candidates = $commands
    } elseif ($wordToComplete -like '-*' -and $flags.ContainsKey($typed[0])) {
        $candidates = $flags[$typed[0]]
    }
    foreach ($candidate in $candidates) {
        if ($candidate[0] -like "$wordToComplete*") {
            [System.Management.Automation.CompletionResult]::new($candidate[0], $candidate[0], 'ParameterValue', $candidate[1])
        }
    }
}
`;
}

const entryOf = ({ long, short, description }: Option): string =>
  `            , @(${quoted(long ?? short ?? '')}, ${quoted(description)})`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

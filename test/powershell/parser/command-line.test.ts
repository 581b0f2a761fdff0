import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedCommand, ParsedValue } from '../../../src/domain/command.js';
import { LINE_LENGTH_MAX, type ParseProblem, parseCommandLine } from '../../../src/powershell/parser/command-line.js';

/** One line for a value: strings quoted, lists in square brackets. */
function shown(value: ParsedValue | null): string {
  if (value === null) return '';
  if (value.kind === 'array') return `[${value.items.map(shown).join(' ')}]`;
  if (value.kind === 'null') return '$null';
  if (value.kind === 'boolean') return `$${value.value}`;
  return value.kind === 'number' ? `${value.value}` : JSON.stringify(value.text);
}

function told(result: ParsedCommand | ParseProblem): string {
  if ('kind' in result) return `${result.column}: ${result.message} (${result.hint})`;
  const each = result.arguments.map(({ parameter, value, attached }) =>
    parameter === null ? shown(value) : `-${parameter}${attached ? ':' : ' '}${shown(value)}`.trim(),
  );
  return [result.name, ...each].join(' ');
}

const read = async (line: string) => told(await parseCommandLine(line));
const values = async (line: string) => (await read(`X ${line}`)).slice(2);

describe('the lines of a drill', () => {
  it.each([
    'Invoke-CsManagementServerFailover -BackupSqlServerFqdn "sql2a.contoso.com" -BackupSqlInstanceName "rtc" -Force',
    'Set-CsEdgeServer -Identity "EdgeServer:edge1.contoso.com" -Registrar "Registrar:pool2.contoso.com"',
    'Invoke-CsPoolFailOver -PoolFqdn "pool1.contoso.com" -DisasterMode -Confirm:$false',
    'Set-CsBackupServiceConfiguration -SyncInterval "00:05:00" -WhatIf:$true',
  ])('%s', async (line) => {
    expect(await read(line)).toBe(line);
    expect(await read(line.replaceAll('"', ''))).toBe(line);
    expect(await read(line.replaceAll('"', "'"))).toBe(line);
  });

  it('gives the column of each part', async () => {
    expect(await parseCommandLine(' Get-CsPool -Identity  a -Site:b')).toEqual({
      name: 'Get-CsPool',
      column: 2,
      arguments: [
        {
          parameter: 'Identity',
          value: { kind: 'string', text: 'a', column: 24 },
          attached: false,
          column: 13,
        },
        { parameter: 'Site', value: { kind: 'string', text: 'b', column: 32 }, attached: true, column: 26 },
      ],
    });
  });

  it('takes comments, blanks, a last semicolon and continued lines', async () => {
    expect(await read('Get-CsPool a # all of them')).toBe('Get-CsPool "a"');
    expect(await read('Get-CsPool <# one #> a;')).toBe('Get-CsPool "a"');
    expect(await read('Get-CsPool `\r\n  -Identity `\n  a\n')).toBe('Get-CsPool -Identity "a"');
    expect(await read('# first\n\tGet-CsPool\u00a0a\tb')).toBe('Get-CsPool "a" "b"');
  });

  it('takes typographic dashes and quotes as PowerShell does', async () => {
    expect(await read('Get\u2013CsPool \u2013Identity \u2018it\u2019\u2019s\u2019 \u2014Force \u201ca b\u201d')).toBe(
      'Get-CsPool -Identity "it\u2019s" -Force "a b"',
    );
    expect(await values('\'a\u201cb\' "a\u2019b"')).toBe('"a\u201cb" "a\u2019b"');
  });
});

describe('values', () => {
  it.each([
    ["'it''s' '$x' 'a\"b'", '"it\'s" "$x" "a\\"b"'],
    ['"a""b" "a`"b" "`$x`t`0" "$" "5$ a"', '"a\\"b" "a\\"b" "$x\\t\\u0000" "$" "5$ a"'],
    ['00:30:00 1.02:03:04.5 00:30', '"00:30:00" "1.02:03:04.5" "00:30"'],
    ['10 -3 +3 1.5 .5 1e3 0x1F 0xFFFFFFFF 1KB 1.5gb 10L', '10 -3 3 1.5 0.5 1000 31 -1 1024 1610612736 10'],
    ['10.0.0.1 3abc 0x 1e999', '"10.0.0.1" "3abc" "0x" "1e999"'],
    ['$true $FALSE $Null true', '$true $false $null "true"'],
    ['C:\\Logs\\a.html \\\\srv\\share user@contoso.com a=b a#b', undefined],
  ])('%s', async (typed, expected) => {
    const bare = typed.split(' ').map((word) => JSON.stringify(word));
    expect(await values(typed)).toBe(expected ?? bare.join(' '));
  });

  it.each([
    ['a,b', '["a" "b"]'],
    ['a, b ,c , d', '["a" "b" "c" "d"]'],
    ['\'a\',b,"c",1KB,-3,$true', '["a" "b" "c" 1024 -3 $true]'],
    ["@('a','b') @() @('a'\n'b';1)", '["a" "b"] [] ["a" "b" 1]'],
    ['-P a,b c', '-P ["a" "b"] "c"'],
    ['-P:a,b -Q', '-P:["a" "b"] -Q'],
    ['pool1.contoso.com,\n  pool2.contoso.com', '["pool1.contoso.com" "pool2.contoso.com"]'],
  ])('the list %s', async (typed, expected) => {
    expect(await values(typed)).toBe(expected);
  });

  it('takes the words of a command as PowerShell does', async () => {
    expect(await values(`a'b c'd a"b"c [int]5 -P=1 - : "a"b`)).toBe('"ab cd" "abc" "[int]5" -P=1 "-" ":" "a" "b"');
    expect(await values('-P : a -- -Q')).toBe('-P ":" "a" "-Q"');
  });

  it('keeps the text of a number, for a parameter that takes a string', async () => {
    const parsed = await parseCommandLine('X 007');
    expect(parsed).toMatchObject({ arguments: [{ value: { kind: 'number', value: 7, text: '007' } }] });
  });
});

describe('what is not one cmdlet line', () => {
  it('several commands', async () => {
    expect(await read('Get-CsPool | fl')).toMatchInlineSnapshot(
      `"14: a pipeline is not one cmdlet (one cmdlet a step; pipelines and several commands belong in a .ps1 runbook)"`,
    );
    expect(await read('Get-CsPool; Get-CsTopology')).toMatchInlineSnapshot(
      `"13: a second command starts here (one cmdlet a step; pipelines and several commands belong in a .ps1 runbook)"`,
    );
    expect(await read('Get-CsPool\nGet-CsTopology')).toMatchInlineSnapshot(
      `"12: a second command starts here (one cmdlet a step; pipelines and several commands belong in a .ps1 runbook)"`,
    );
    expect(await read('Get-CsPool && Get-CsTopology')).toMatchInlineSnapshot(
      `"12: Windows PowerShell 5.1 does not know && (write the second command on a line of its own, in if ($?) { … })"`,
    );
    expect(await read('Get-CsPool a`\n -Site b')).toMatchInlineSnapshot(
      `"13: this backtick does not continue the line (put a blank before it)"`,
    );
    expect(await read('Get-CsPool a ` \n -Site b')).toMatchInlineSnapshot(
      `"14: this backtick does not continue the line (remove the blanks behind it)"`,
    );
  });

  it('no cmdlet', async () => {
    expect(await read('')).toMatchInlineSnapshot(`"1: a cmdlet is expected (write for example Get-CsPool)"`);
    expect(await read(' # nothing')).toMatchInlineSnapshot(`"1: a cmdlet is expected (write for example Get-CsPool)"`);
    expect(await read('$p = Get-CsPool')).toMatchInlineSnapshot(
      `"1: a cmdlet is expected here (write for example Get-CsPool)"`,
    );
    expect(await read('& Get-CsPool')).toMatchInlineSnapshot(
      `"1: a cmdlet is expected here (start the line with its name)"`,
    );
    expect(await read("'Get-CsPool'")).toMatchInlineSnapshot(
      `"1: a cmdlet is expected here (write for example Get-CsPool)"`,
    );
  });

  it('values that are not literal', async () => {
    expect(await read('X -P $pool')).toMatchInlineSnapshot(
      `"6: a drill step takes literal values, not the variable $pool (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X -P pool$n')).toMatchInlineSnapshot(
      `"10: a drill step takes literal values, not the variable $n (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X -P "pool$n"')).toMatchInlineSnapshot(
      `"11: a drill step takes literal values, not "$n" inside a string (use single quotes if the dollar sign is meant)"`,
    );
    expect(await read('X -P "$(hostname)"')).toMatchInlineSnapshot(
      `"7: a drill step takes literal values, not "$(hostname)" inside a string (use single quotes if the dollar sign is meant)"`,
    );
    expect(await read('X -P $(hostname)')).toMatchInlineSnapshot(
      `"6: a drill step takes literal values, not a sub-expression (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X -P (hostname)')).toMatchInlineSnapshot(
      `"6: a drill step takes literal values, not an expression in brackets (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X {a}')).toMatchInlineSnapshot(
      `"3: a drill step takes literal values, not a script block (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X @{a=1}')).toMatchInlineSnapshot(
      `"3: a drill step takes literal values, not a hash table (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X @splat')).toMatchInlineSnapshot(
      `"3: a drill step takes literal values, not the splatted @splat (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X a,$b')).toMatchInlineSnapshot(
      `"5: a drill step takes literal values, not the variable $b (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read("X @'\na\n'@")).toMatchInlineSnapshot(
      `"3: a drill step takes literal values, not a here-string (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X a > out.txt')).toMatchInlineSnapshot(
      `"5: a drill step takes literal values, not a redirection (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
    expect(await read('X 2>$null')).toMatchInlineSnapshot(
      `"3: a drill step takes literal values, not a redirection (write the value itself; what has to be computed belongs in a .ps1 runbook)"`,
    );
  });

  it('lines that PowerShell does not parse', async () => {
    expect(await read("X -P 'abc")).toMatchInlineSnapshot(
      `"6: the string that starts here has no end (close the quote)"`,
    );
    expect(await read('X -P "abc`"')).toMatchInlineSnapshot(
      `"6: the string that starts here has no end (close the quote)"`,
    );
    expect(await read('X (')).toMatchInlineSnapshot(`"3: this ( is never closed (close it with ))"`);
    expect(await read('X )')).toMatchInlineSnapshot(`"3: this ) closes nothing ()"`);
    expect(await read('X a,')).toMatchInlineSnapshot(
      `"5: a value is missing at the end of the text (values that belong together: a, b)"`,
    );
    expect(await read('X -P:')).toMatchInlineSnapshot(
      `"3: -P: has no value after the colon (write the value, or leave the colon out)"`,
    );
    expect(await read('X a &')).toMatchInlineSnapshot(
      `"5: this & is reserved and does nothing (put it into quotes if it is text)"`,
    );
    expect(await read('X "$a: b"')).toMatchInlineSnapshot(
      `"4: "$a:": a colon behind a name asks for the name of a variable (write \${a}: if the colon is text)"`,
    );
  });
});

describe('bounds', () => {
  it('refuses a line that is too long', async () => {
    expect(await read(`X ${'a'.repeat(LINE_LENGTH_MAX)}`)).toMatchInlineSnapshot(
      `"65537: the line is longer than 65536 characters ()"`,
    );
    expect(await read(`X ${'"'.repeat(60_000)}`)).toContain('X "');
  });

  it('survives what nests deeply', async () => {
    for (const piece of ['(', '$(', '@(', '"$(', '{', '@{a=', '(a ', '-not ', '([int]']) {
      expect(await parseCommandLine(`X (${piece.repeat(1900)}`)).toMatchObject({ kind: 'problem' });
    }
  });

  it('answers any text with a command or a problem inside it', async () => {
    const piece = fc.constantFrom(
      ...' \t\n`\'"$@(){}[],;|&-:#<>.=\u2013\u2019\u201c',
      'Get-CsPool',
      '-P',
      'a',
      '1',
      '$true',
    );
    const line = fc.oneof(
      fc.string({ maxLength: 200, unit: 'binary' }),
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('').slice(0, 200)),
      fc.array(piece, { maxLength: 30 }).map((pieces) => `Get-CsPool ${pieces.join(' ')}`.slice(0, 200)),
    );
    await fc.assert(
      fc.asyncProperty(line, async (text) => {
        const result = await parseCommandLine(text);
        expect(result.column).toBeGreaterThanOrEqual(1);
        expect(result.column).toBeLessThanOrEqual(text.length + 1);
        if ('kind' in result) expect(result.message).not.toBe('');
        else expect(result.name).toMatch(/^[\w.\\-]+$/);
      }),
      { numRuns: 1500 },
    );
  });

  it('reads back any string that is put in single quotes', async () => {
    const text = fc.string({ maxLength: 100, unit: 'binary' }).filter((each) => !each.includes('\0'));
    await fc.assert(
      fc.asyncProperty(text, async (each) => {
        const quoted = `'${each.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
        expect(await parseCommandLine(`X -P ${quoted}`)).toMatchObject({
          arguments: [{ parameter: 'P', value: { kind: 'string', text: each } }],
        });
      }),
    );
  });
});

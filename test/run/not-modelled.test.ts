import { describe, expect, test } from 'vitest';
import { ANSWERED, type Drill } from '../../src/domain/drill.js';
import {
  answersToAdd,
  neverUsed,
  notModelledInWords,
  notRehearsed,
  notRehearsedInWords,
} from '../../src/run/not-modelled.js';

interface Part {
  text?: string;
  line?: number;
  file?: string;
  /** commands that were passed over, a line each from 50 on */
  skipped?: string[];
  because?: string;
  ask?: { command: string; properties?: string[]; several?: boolean };
  kind?: string;
  what?: string;
}

const drillOf = (parts: Part[], more: object = {}): Drill =>
  ({
    file: 'night.ps1',
    steps: parts.map(({ text = '$x', line = 1, file = 'night.ps1', kind = 'notModelled', ...rest }) => ({
      ...{ text, position: { file, line, column: 1 } },
      work: {
        ...{ kind, what: rest.what ?? '' },
        ...(rest.because === undefined ? {} : { because: rest.because }),
        ...(rest.ask === undefined ? {} : { ask: { properties: [], several: false, ...rest.ask } }),
        ...(rest.skipped === undefined
          ? {}
          : {
              guess: {
                skipped: rest.skipped.map((name, i) => ({ name, position: { file, line: 50 + i, column: 1 } })),
              },
            }),
      },
    })),
    ...more,
  }) as unknown as Drill;

describe('commands that were passed over', () => {
  const twice = [{ skipped: ['Invoke-A', 'Invoke-B'], because: 'x is not known' }, { skipped: ['Invoke-A'] }];

  test('each once, where it stands', () => {
    expect(notRehearsed(drillOf([...twice, {}]))).toEqual(['Invoke-A, line 50', 'Invoke-B, line 51']);
    expect(notRehearsed(drillOf([{ skipped: ['Invoke-A'], file: 'more.ps1' }]))).toEqual(['Invoke-A, more.ps1:50']);
    expect(notRehearsedInWords(drillOf(twice))).toBe(
      ' Not rehearsed: Invoke-A, line 50, because x is not known; Invoke-B, line 51, because x is not known.',
    );
    expect(notRehearsedInWords(drillOf([{ skipped: ['Invoke-A'] }]))).toBe(' Not rehearsed: Invoke-A, line 50.');
    expect(notRehearsedInWords(drillOf([{}]))).toBe('');
  });

  test('five are named', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    expect(notRehearsedInWords(drillOf([{ skipped: names.slice(0, 5) }]))).toMatch(/; E, line 54\.$/);
    expect(notRehearsedInWords(drillOf([{ skipped: names }]))).toMatch(/; E, line 54; and 2 more\.$/);
  });
});

describe('what was not modelled', () => {
  const words = (parts: Part[]) => notModelledInWords(drillOf(parts), ['line 1', 'line 2']);

  test('nothing but its lines where all of it is told elsewhere', () => {
    expect(words([{ skipped: ['Invoke-A'] }])).toBe('Not modelled: line 1, line 2.');
  });

  test.each<[string, Part, string]>([
    [
      'a command of the deployment',
      { text: 'Set-CsUser -Identity x' },
      '1 command of the deployment was left out: line 1',
    ],
    ['a check', { skipped: [] }, '1 check had no answer: line 1'],
    ['a command', { text: ' Invoke-Night -Now' }, '1 command has no answer: line 1'],
    ['what asks for something', { ask: { command: 'x' } }, '1 command has no answer: line 1'],
    ['anything else', { text: '$x = 5' }, '1 piece of the script was not read: line 1'],
    ['what only looks at the deployment', { text: 'Get-CsUser' }, '1 command has no answer: line 1'],
  ])('%s', (_what, part, told) => {
    expect(words([part])).toBe(`Not modelled: line 1, line 2 (${told}).`);
  });

  test('several of a kind, in the plural, each line once, five of them by name', () => {
    const of = (text: string) => [1, 2, 2, 3].map((line) => ({ text, line }));
    expect(words(of('Set-CsUser'))).toContain('(3 commands of the deployment were left out: line 1, line 2, line 3)');
    expect(words(of('Invoke-Night'))).toContain('(3 commands have no answer: line 1, line 2, line 3)');
    expect(words(of('$x'))).toContain('(3 pieces of the script were not read: line 1, line 2, line 3)');
    const many = [1, 2, 3, 4, 5, 6].map((line) => ({ skipped: [], line }));
    expect(words(many)).toContain('(6 checks had no answer: line 1, line 2, line 3, line 4, line 5, …)');
    expect(words(many.slice(0, 5))).toContain('line 4, line 5)');
  });

  test('the kinds one after the other, and reads without effect, but not those that were answered', () => {
    const noted = (what: string): Part => ({ kind: 'noted', what });
    expect(words([{ text: '$x' }, { text: 'Set-CsUser' }, noted('read'), noted(ANSWERED), noted('read')])).toBe(
      'Not modelled: line 1, line 2 (1 command of the deployment was left out: line 1; 1 piece of the script was not read: line 1; 2 reads without effect).',
    );
  });
});

describe('answers to add', () => {
  const line = (parts: Part[], file = 'night.ps1') => answersToAdd(drillOf(parts, { file }));
  const add = ' To answer with what you would see that night, add';

  test('none where nothing was asked', () => {
    expect(line([{}, { skipped: [] }])).toBe('');
  });

  test.each<[string, NonNullable<Part['ask']>, string]>([
    ['a value', { command: 'Test-A' }, 'true'],
    ['one with properties', { command: 'Get-A', properties: ['Up', 'Size'] }, '{ Up: true, Size: true }'],
    ['several', { command: 'Get-A', properties: ['Up'], several: true }, '[{ Up: true }]'],
    ['what is typed', { command: 'Read-Host' }, '"y"'],
    ['a choice', { command: 'PromptForChoice' }, '0'],
    ['a command whose name begins so', { command: 'Read-HostName' }, 'true'],
    ['one whose name ends so', { command: 'x-PromptForChoice' }, 'true'],
  ])('%s, of a runbook and of a drill file', (_what, ask, value) => {
    expect(line([{ ask }])).toBe(`${add} --answer '${ask.command}=${value}'`);
    expect(line([{ ask }], 'night.yaml')).toBe(`${add} answers: [{ command: ${ask.command}, returns: ${value} }]`);
  });

  test('one for each command, with all that it is asked for; what most hangs on first', () => {
    const parts: Part[] = [
      { ask: { command: 'Last' } },
      { ask: { command: 'Checked', properties: ['A'] }, skipped: [] },
      { ask: { command: 'Heavy' }, skipped: ['x', 'y'] },
      { ask: { command: 'Checked', properties: ['A', 'B'], several: true } },
    ];
    expect(line(parts)).toBe(
      `${add} --answer 'Heavy=true' --answer 'Checked=[{ A: true, B: true }]' --answer 'Last=true'`,
    );
    expect(line(parts, 'n.PS1')).toContain("--answer 'Heavy=true'");
    expect(line(parts, 'n.ps1.yaml')).toContain('answers: [{ command: Heavy, returns: true }, { command: Checked');
  });

  test('six at most', () => {
    const parts = [...'ABCDEFG'].map((command) => ({ ask: { command } }));
    expect(line(parts)).toMatch(/--answer 'F=true'$/);
  });
});

describe('answers that nothing asked for', () => {
  const answer = (command: string, more: object = {}) => ({
    ...{ command, file: 'answers.yaml', line: 4, column: 2, times: 0 },
    ...more,
  });
  const words = (answers: object[], runbooks: object[] = []) => neverUsed(drillOf([], { answers, runbooks }));

  test('are named by their line, or as they were given', () => {
    expect(words([answer('A'), answer('B', { file: '--answer' })])).toBe(
      ' Never asked for: the answer of A, line 4; B.',
    );
    expect(neverUsed(drillOf([]))).toBe('');
  });

  test('one that was asked for, by the drill or in any of its runbooks, is not', () => {
    expect(words([answer('A', { times: 1 })])).toBe('');
    const asked = (more: object = {}) => [
      { answers: [answer('A', { times: 0 })] },
      { answers: [answer('A', { times: 2, ...more })] },
    ];
    expect(words([answer('A')], asked())).toBe('');
    for (const other of [{ command: 'B' }, { line: 5 }, { column: 3 }]) {
      expect(words([answer('A')], asked(other))).not.toBe('');
    }
  });
});

import { expect, test } from 'vitest';
import { colourLevel } from '../../src/report/colour.js';
import { chooseReporters, REPORTERS } from '../../src/report/reporters.js';
import { LOSE_DATACENTER1 } from './fixture.js';

test('reporters are found by name, each once', () => {
  expect(chooseReporters('json, terminal,json', 'run')).toEqual({ names: ['json', 'terminal'] });
});

test.each([
  ['terminal,junit', 'there is no reporter "junit"'],
  ['tap', 'there is no reporter "tap"'],
  ['toString', 'there is no reporter "toString"'],
  ['', 'there is no reporter ""'],
])('"%s" is refused with what would be right', (list, problem) => {
  const there = { run: 'terminal, json, markdown, html', exploration: 'terminal, json, markdown, html' };
  for (const subject of ['run', 'exploration'] as const) {
    expect(chooseReporters(list, subject)).toEqual({ problem: `${problem}; there are ${there[subject]}` });
  }
});

test('what is compared is reported in the terminal, as JSON and as HTML', () => {
  const problem = 'there is no reporter "markdown"; there are terminal, json, html';
  expect(chooseReporters('markdown', 'comparison')).toEqual({ problem });
});

test('every reporter ends its text with one newline', () => {
  for (const { run } of Object.values(REPORTERS)) {
    expect((run ?? (() => 'no report on it\n'))(LOSE_DATACENTER1, { colour: 0, width: 80, quiet: false })).toMatch(
      /[^\n]\n$/,
    );
  }
});

test.each([
  ['--no-color is above FORCE_COLOR', { refused: true, env: { FORCE_COLOR: '3' } }, 0],
  ['FORCE_COLOR is above NO_COLOR', { refused: false, env: { FORCE_COLOR: '2', NO_COLOR: '1' } }, 2],
  ['FORCE_COLOR without a level is 16 colours', { refused: false, env: { FORCE_COLOR: '' } }, 1],
  ['FORCE_COLOR=false is none', { refused: false, env: { FORCE_COLOR: 'false' } }, 0],
  ['FORCE_COLOR knows no level above 3', { refused: false, env: { FORCE_COLOR: '9' } }, 3],
  ['NO_COLOR is above the terminal', { refused: false, env: { NO_COLOR: '1' }, isTerminal: true }, 0],
  ['a pipe has no colours', { refused: false, env: {} }, 0],
])('%s', (_, wishes, level) => {
  expect(colourLevel({ isTerminal: false, ...wishes })).toBe(level);
});

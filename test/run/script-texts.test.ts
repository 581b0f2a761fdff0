import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../src/domain/result.js';
import { ScriptTexts } from '../../src/run/script-texts.js';

const MIN = 60_000;

/** The timeline after these texts: [minute, text]. */
function told(...shown: [number, string][]): [number, string][] {
  const timeline: TimelineEntry[] = [];
  const texts = new ScriptTexts(timeline);
  for (const [minute, text] of shown) texts.shown(minute * MIN, text);
  for (const entry of timeline) expect(entry).toMatchObject({ actor: 'script', step: null, kind: 'note' });
  return timeline.map(({ atMs, text }) => [atMs / MIN, text]);
}

test('a text stands there at its time, in one line, cut where it is long', () => {
  expect(told([1, '  two\n  words\t '], [2, 'x'.repeat(201)])).toEqual([
    [1, 'two words'],
    [2, 'x'.repeat(200)],
  ]);
});

test('rules and blank lines say nothing; one letter or digit does', () => {
  expect(told([1, ''], [1, '-----'], [1, ' === '], [1, '- ü -'], [2, '7'])).toEqual([
    [1, '- ü -'],
    [2, '7'],
  ]);
});

test('one that comes again within ten minutes stands there once, with how often and until when', () => {
  expect(told([1, 'waiting'], [2, 'other'], [11, 'waiting'], [21, 'waiting'])).toEqual([
    [1, 'waiting (3 times, until 00:21:00)'],
    [2, 'other'],
  ]);
});

test('after a longer silence it is told anew', () => {
  expect(told([1, 'waiting'], [11.001, 'waiting'], [12, 'waiting'])).toEqual([
    [1, 'waiting'],
    [11.001, 'waiting (2 times, until 00:12:00)'],
  ]);
});

test('there are 300 at most; those that are there go on counting', () => {
  const many = Array.from({ length: 301 }, (_, i): [number, string] => [i / 100, `text ${i}`]);
  const timeline = told(...many, [5, 'text 299'], [5, 'text 300']);
  expect(timeline).toHaveLength(300);
  expect(timeline.at(-1)).toEqual([2.99, 'text 299 (2 times, until 00:05:00)']);
});

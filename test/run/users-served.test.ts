import { expect, test } from 'vitest';
import type { UsersResult } from '../../src/domain/result.js';
import { minutesByState, unservedAtEnd, usersWithoutRegularService } from '../../src/run/users-served.js';

const MIN = 60_000;
type Span = [fromMin: number, toMin: number, regular: number, state?: string, parts?: Record<string, number>];

const pool = (name: string, count: number, ...spans: Span[]): UsersResult =>
  ({
    pool: name,
    count,
    intervals: spans.map(([from, to, regular, state = 'signedOut', parts]) => ({
      ...{ fromMs: from * MIN, toMs: to * MIN, regular, state },
      ...(parts === undefined ? {} : { parts }),
    })),
  }) as unknown as UsersResult;

test('who has no regular service at the end: pool by pool, by the last that is known of them', () => {
  const users = [
    pool('a', 10, [0, 5, 0], [5, 9, 4, 'resiliencyHome']),
    pool('b', 10, [0, 5, 0], [5, 9, 10]),
    pool('c', 10),
    pool('d', 10, [0, 9, 9]),
  ];
  expect(unservedAtEnd({ users })).toEqual([
    { pool: 'a', count: 10, without: 6, state: 'resiliencyHome' },
    { pool: 'd', count: 10, without: 1, state: 'signedOut' },
  ]);
});

test('most at one moment and user-minutes are those of all pools together', () => {
  const users = [
    pool('a', 10, [0, 4, 10], [4, 8, 3], [8, 20, 10]),
    pool('b', 100, [0, 6, 100], [6, 10, 80], [10, 20, 99]),
  ];
  // 7 for 4 min, 20 for 4 min, 1 for 10 min; both between 6 and 8 min.
  expect(usersWithoutRegularService(users)).toEqual({ most: 27, userMinutes: 7 * 4 + 20 * 4 + 10, atEnd: 1 });
});

test('where one outage ends as the next begins they are not counted together', () => {
  const users = [pool('a', 10, [0, 5, 0], [5, 9, 10]), pool('b', 7, [0, 5, 7], [5, 9, 0])];
  expect(usersWithoutRegularService(users)).toEqual({ most: 10, userMinutes: 78, atEnd: 7 });
});

test('a run that takes no time has a state all the same; one without pools has nobody', () => {
  expect(usersWithoutRegularService([pool('a', 10, [3, 3, 4])])).toEqual({ most: 6, userMinutes: 0, atEnd: 6 });
  expect(usersWithoutRegularService([])).toEqual({ most: 0, userMinutes: 0, atEnd: 0 });
});

test('user-minutes by state: the worst first, and together as many as they are', () => {
  const half = (from: number, parts: Record<string, number>): Span => [from, from + 0.5, 0, 'signedOut', parts];
  const users = [
    pool('a', 3, half(0, { regularHome: 2, signedOut: 1 }), half(1, { regularHome: 2, signedOut: 1 })),
    pool('b', 3, half(0, { resiliencyHome: 3 }), [5, 6, 3]),
  ];
  const minutes = minutesByState(users);
  expect(minutes).toEqual({ signedOut: 1, resiliencyHome: 2, regularHome: 2 });
  expect(Object.keys(minutes).at(-1)).toBe('regularHome');
  expect(minutesByState([])).toEqual({});
});

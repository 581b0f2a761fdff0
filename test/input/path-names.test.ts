import { expect, test } from 'vitest';
import { joinedPath, windowsPathHint, withSlashes } from '../../src/input/path-names.js';

test('on Windows a path has slashes, but for one that is taken as it stands; elsewhere a backslash is a letter', () => {
  expect(withSlashes('C:\\DR drills\\a.yaml', true)).toBe('C:/DR drills/a.yaml');
  expect(withSlashes('\\\\nas\\dr\\a.yaml', true)).toBe('//nas/dr/a.yaml');
  expect(withSlashes('\\\\?\\C:\\a.yaml', true)).toBe('C:/a.yaml');
  expect(withSlashes('\\\\?\\UNC\\nas\\dr\\a.yaml', true)).toBe('//nas/dr/a.yaml');
  expect(withSlashes('\\\\.\\pipe\\x', true)).toBe('\\\\.\\pipe\\x');
  expect(withSlashes('a\\b.yaml', false)).toBe('a\\b.yaml');
  expect(joinedPath('a', '..', 'b', 'c.yaml')).toBe('b/c.yaml');
});

test('a path of Windows that leads nowhere elsewhere comes with what would', () => {
  expect(windowsPathHint('C:\\DR\\a.yaml', false)).toContain('this system has no drives or shares');
  expect(windowsPathHint('\\\\nas\\dr\\a.yaml', false)).toContain('this system has no drives or shares');
  expect(windowsPathHint('..\\dr\\a.yaml', false)).toBe('here "/" stands between folders: ../dr/a.yaml');
  expect(windowsPathHint('../dr/a.yaml', false)).toBe('');
  expect(windowsPathHint('C:\\DR\\a.yaml', true)).toBe('');
});

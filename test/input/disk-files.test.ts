import { posix, win32 } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathsBy } from '../../src/input/disk-files.js';

describe('paths that input files name', () => {
  test('on Windows: drives, shares, either slash, letters of any case', () => {
    const { folderOf, join, isWithin } = pathsBy(win32);
    expect(folderOf('Z:\\drill\\failover.ps1')).toBe('Z:/drill');
    expect(folderOf('drills/a.yaml')).toBe('drills');
    expect(join('Z:/drill', '..\\contoso.yaml')).toBe('Z:/contoso.yaml');
    expect(join('drills', 'D:\\contoso.yaml')).toBe('D:/contoso.yaml');
    expect(join('drills', '\\\\nas\\dr\\contoso.yaml')).toBe('//nas/dr/contoso.yaml');
    expect(isWithin('Z:/drill', 'z:\\DRILL\\lib\\x.ps1')).toBe(true);
    expect(isWithin('//nas/dr', '\\\\NAS\\dr\\x.ps1')).toBe(true);
    for (const outside of ['Z:/drills/x.ps1', 'Z:/drill/../x.ps1', 'Y:/drill/x.ps1', '//nas/dr/x.ps1', 'Z:/drill']) {
      expect([outside, isWithin('Z:/drill', outside)]).toEqual([outside, false]);
    }
  });

  test('elsewhere: backslashes part folders, too, and a drive is nowhere', () => {
    const { join, isWithin } = pathsBy(posix);
    expect(join('drills/night', '..\\..\\contoso.yaml')).toBe('contoso.yaml');
    expect(join('drills', '/etc/x')).toBe('/etc/x');
    expect(join('drills', 'C:\\DR\\x.yaml')).toBe('C:\\DR\\x.yaml');
    expect(isWithin('.', 'C:/DR/x.ps1')).toBe(false);
    expect(isWithin('.', 'lib/x.ps1')).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { beginsAtDriveOrShare, deviceIn, isVerbatimPath, ofScript } from '../../src/core/windows-path.js';

describe('paths of Windows', () => {
  test.each([
    ['C:\\DR\\x.ps1', 'C:/DR/x.ps1'],
    ['\\\\nas\\dr\\x.ps1', '//nas/dr/x.ps1'],
    ['\\\\?\\C:\\DR\\x.ps1', 'C:/DR/x.ps1'],
    ['\\\\?\\UNC\\nas\\dr\\x.ps1', '//nas/dr/x.ps1'],
    ['\\\\?\\unc\\nas\\dr\\x.ps1', '//nas/dr/x.ps1'],
    ['\\\\.\\pipe\\x', '//./pipe/x'],
    ['.\\a b\\x.ps1', './a b/x.ps1'],
    // Only what a path begins with is such a prefix.
    ['a\\\\?\\UNC\\x', 'a//?/UNC/x'],
    ['a\\\\?\\C:\\x', 'a//?/C:/x'],
    ['\\\\?\\x', '//?/x'],
  ])('%s is %s', (path, plain) => {
    expect(ofScript(path)).toBe(plain);
  });

  test('begin at a drive or a share, or in a folder', () => {
    const begin = ['C:\\x', 'c:x', '\\\\nas\\dr', '//nas/dr', '\\\\?\\C:\\x'];
    const inFolder = ['x', '.\\x', '\\x', '/x', 'x:y/C:/z', 'xy:z', 'x//y', 'x\\\\?\\y', ''];
    expect([...begin, ...inFolder].filter(beginsAtDriveOrShare)).toEqual([...begin, 'x:y/C:/z']);
    expect([...begin, ...inFolder].filter(isVerbatimPath)).toEqual(['\\\\?\\C:\\x']);
  });

  test('names of devices, in any folder and with any extension', () => {
    const devices = ['NUL', 'con.html', 'reports\\aux', 'x/Lpt1.json', 'COM9', 'com\u00b9.txt', 'nul .txt', 'CONIN$'];
    expect(devices.map(deviceIn)).toEqual([
      'NUL',
      'con.html',
      'aux',
      'Lpt1.json',
      'COM9',
      'com\u00b9.txt',
      'nul .txt',
      'CONIN$',
    ]);
    for (const name of ['console', 'null.yaml', 'com10', 'x-con', 'lpt', 'auxiliary\\x', ''])
      expect(deviceIn(name)).toBeNull();
  });
});

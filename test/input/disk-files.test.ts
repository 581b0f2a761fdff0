import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath, posix, win32 } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DISK, pathsBy } from '../../src/input/disk-files.js';
import { besideFile } from '../../src/input/input-files.js';
import { memoryFiles } from '../../src/input/memory-files.js';

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

test('a name is found by letters of any case where that is one file, on the disk as in memory', () => {
  const root = mkdtempSync(joinPath(tmpdir(), 'drydrill-case-'));
  try {
    const names = ['Night/drill.yaml', 'Shared/Contoso.yaml', 'Shared/two.yaml', 'Shared/TWO.yaml'];
    for (const folder of ['Night', 'Shared']) mkdirSync(joinPath(root, folder));
    for (const name of names) writeFileSync(joinPath(root, name), 'x');
    const memory = memoryFiles(Object.fromEntries(names.map((name) => [name, 'x'])));
    const found = (name: string) => [
      besideFile(DISK, `${root}/Night/drill.yaml`, name).replace(`${root}/`, ''),
      besideFile(memory, 'Night/drill.yaml', name),
    ];
    const both = (path: string) => [path, path];
    expect(found('..\\shared\\CONTOSO.yaml')).toEqual(both('Shared/Contoso.yaml'));
    expect(found('../Shared/TWO.yaml')).toEqual(both('Shared/TWO.yaml'));
    expect(found('../Shared/Two.yaml')).toEqual(both('Shared/Two.yaml'));
    expect(found('nowhere.yaml')).toEqual(both('Night/nowhere.yaml'));
  } finally {
    rmSync(root, { recursive: true });
  }
});

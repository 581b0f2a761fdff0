import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isInputError } from '../../src/core/input-error.js';
import { drillIn } from '../../src/input/drill/read-drill.js';
import { readDrill, readRunbookDrill } from '../../src/input/from-disk.js';
import { memoryFiles } from '../../src/input/memory-files.js';
import { runbookDrillIn } from '../../src/input/runbook/runbook-drill.js';
import { runDrill } from '../../src/run/run-drill.js';
import { ROOT } from '../support/built.js';

const NAMES = readdirSync(`${ROOT}sims`).filter((name) => /\.(?:yaml|ps1)$/.test(name));
const SIMS = memoryFiles(
  Object.fromEntries(NAMES.map((name) => [`sims/${name}`, readFileSync(`${ROOT}sims/${name}`)])),
);
const FILES = memoryFiles({
  'night/a.ps1': 'Get-CsPool',
  'night/parts/b.ps1': '\ufeffGet-CsPool',
  'c.ps1': 'x',
  'void.ps1': '',
});

describe('files in memory', () => {
  test.each(NAMES.filter((name) => name.endsWith('.yaml')))('%s reads as it does from the disk', async (name) => {
    const [memory, disk] = await Promise.all([drillIn(SIMS, `sims/${name}`), readDrill(`sims/${name}`)]);
    expect(JSON.stringify(memory)).toBe(JSON.stringify(disk));
  });

  test('a runbook plays as it does from the disk', async () => {
    const options = { topology: 'sims/contoso.yaml' };
    const memory = runbookDrillIn(SIMS, 'sims/16-planned-failover.ps1', options);
    const disk = await readRunbookDrill('sims/16-planned-failover.ps1', options);
    if (Array.isArray(memory) || Array.isArray(disk)) throw new Error('unusable');
    expect(JSON.stringify(runDrill(memory).result)).toBe(JSON.stringify(runDrill(disk).result));
  });

  test('what is absent, empty or too large is an error with its name', () => {
    const shown = (path: string, limit = 100) => {
      const bytes = FILES.readBytes(path, limit);
      return isInputError(bytes) ? `${bytes.position.file}: ${bytes.message}` : bytes.length;
    };
    expect(shown('night\\a.ps1')).toBe(10);
    expect(shown('./night/parts/../a.ps1')).toBe(10);
    expect(shown('d.ps1')).toBe('d.ps1: no such file');
    expect(shown('void.ps1')).toBe('void.ps1: the file is empty');
    expect(shown('night/a.ps1', 9)).toMatch(/^night\/a\.ps1: the file is too large/);
  });

  test('a folder holds what is below it and nothing else', () => {
    expect(FILES.isWithin('night', 'night/parts/b.ps1')).toBe(true);
    expect(FILES.isWithin('night', 'night/../c.ps1')).toBe(false);
    expect(FILES.isWithin('night', 'nightly/x.ps1')).toBe(false);
    expect(FILES.isWithin('.', '../c.ps1')).toBe(false);
    expect(FILES.isWithin('.', '/c.ps1')).toBe(false);
    expect(FILES.isWithin('.', 'c.ps1')).toBe(true);
    expect(FILES.folderOf('night/parts/b.ps1')).toBe('night/parts');
    expect(FILES.folderOf('c.ps1')).toBe('.');
    expect(FILES.join('night', '../c.ps1')).toBe('c.ps1');
    expect(FILES.locate('night/parts')).toBeNull();
  });
});

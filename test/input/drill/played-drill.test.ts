import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isInputError } from '../../../src/core/input-error.js';
import type { Drill } from '../../../src/domain/drill.js';
import type { RunResult } from '../../../src/domain/result.js';
import { DISK } from '../../../src/input/disk-files.js';
import { playedDrillYaml } from '../../../src/input/drill/played-drill.js';
import { drillOfText } from '../../../src/input/drill/read-drill.js';
import { formatInputErrors } from '../../../src/input/format-error.js';
import { readDrill, readRunbookDrill } from '../../../src/input/from-disk.js';
import { runDrill } from '../../../src/run/run-drill.js';
import { AT_LENGTH } from '../../support/at-length.js';
import { kindOf } from '../../support/first-drills.js';
import { inProcess } from '../../support/in-process.js';

const OUT = mkdtempSync(join(tmpdir(), 'drydrill-played-'));
afterAll(() => rmSync(OUT, { recursive: true }));

/** All that a run comes to but the lines and texts of its steps. */
function numbersOf({ endedAtMs, loss, recovery, users, routes, violations, components, centralManagement }: RunResult) {
  const outages = recovery.map(({ criticalPath: _, ...one }) => one);
  return { endedAtMs, loss, outages, users, routes, violations, components, centralManagement };
}

interface Played {
  readonly asWritten: Drill;
  readonly result: RunResult;
  readonly text: string;
  readonly again: RunResult;
}

async function played(drill: Drill, topology: string): Promise<Played> {
  const { drill: asRun, result } = runDrill(drill);
  const { text } = await playedDrillYaml(DISK, { asWritten: drill, asRun, result, judged: result }, topology);
  const file = join(OUT, 'played.yaml');
  const read = await drillOfText(DISK, text, file, {});
  if (Array.isArray(read)) throw new Error(`${formatInputErrors(read)}\n${text}`);
  return { asWritten: drill, result, text, again: runDrill(read).result };
}

async function read(path: string, topology: string): Promise<Drill> {
  const drill = await (path.endsWith('.ps1') ? readRunbookDrill(path, { topology }) : readDrill(path));
  if (isInputError(drill) || Array.isArray(drill)) throw new Error(`${path}: ${JSON.stringify(drill)}`);
  return drill;
}

/** A script that belongs to a drill says no deployment of its own. */
const SIMS = readdirSync('sims').filter(
  (file) => /^\d.*\.(?:yaml|ps1)$/.test(file) && file !== '17-site-loss-night.ps1',
);

const CONTOSO = join(process.cwd(), 'sims/contoso.yaml');

/** A script on the usual deployment, and the drill that it becomes. */
async function script(lines: string, seed = 1): Promise<Played> {
  const path = join(OUT, 'script.ps1');
  writeFileSync(path, lines);
  return played({ ...(await read(path, CONTOSO)), seed }, CONTOSO);
}

/** Of the drills that init writes one of each kind is played, at length all of them. */
describe('a run as a drill runs to the same numbers', () => {
  test.each(
    AT_LENGTH
      ? ['contoso', 'contoso-standard', 'contoso-2019', 'contoso-six', 'contoso-three-sites', 'contoso-no-witness']
      : ['contoso', 'contoso-standard'],
  )('each drill and runbook that init writes for %s', async (name) => {
    const topology = join(process.cwd(), `sims/${name}.yaml`);
    const out = join(OUT, name);
    expect((await inProcess(['init', '--topology', topology, '--out', out])).status).toBe(0);
    const files = readdirSync(out).filter(
      (file) => file.endsWith('.ps1') || /^drill:/m.test(readFileSync(join(out, file), 'utf8')),
    );
    let scripts = 0;
    for (const file of AT_LENGTH ? files : new Map(files.map((each) => [kindOf(each), each])).values()) {
      const { asWritten, result, again, text } = await played(await read(join(out, file), topology), topology);
      expect(numbersOf(again), `${file}\n${text}`).toEqual(numbersOf(result));
      if (asWritten.steps.some(({ work }) => work.kind === 'script')) scripts++;
    }
    expect(scripts).toBeGreaterThan(2);
  });

  test.each(SIMS)('sims/%s', async (file) => {
    const topology = /--topology (sims\/\S+)$/m.exec(readFileSync(`sims/${file}`, 'utf8'))?.[1] ?? '';
    const drill = await read(`sims/${file}`, topology);
    const { result, again } = await played(drill, join(process.cwd(), drill.readFrom![1]));
    expect(numbersOf(again)).toEqual(numbersOf(result));
    // What fails in a script that a drill file cannot hold is a note there.
    if (result.verdict === 'passed') expect(again.verdict).toBe('passed');
  });
});

describe('the file says', () => {
  test('which way a script went where it branches, and what that rests on', async () => {
    const { text } = await script(`
      $pool = 'pool1.contoso.com'
      if ($pool -like 'pool1*') { Get-CsPool -Identity $pool }
      $go = Read-Host 'Go on? (yes/no)'
      $sure = $go -eq 'yes'
      if ($sure) { Invoke-CsBackupServiceSync -PoolFqdn $pool }
      if ((Invoke-RestMethod https://status.contoso.com).Green) { Invoke-CsPoolFailOver -PoolFqdn $pool -DisasterMode }
      switch ($go) { 'no' { exit 1 } 'yes' { Get-CsService -EdgeServer } default { exit 2 } }
      try { Invoke-CsPoolFailOver -PoolFqdn $pool -ErrorAction Stop } catch { Write-Host $_ }
      Get-CsService -Registrar
    `);
    expect(text).toContain("# line 3: if ($pool -like 'pool1*') holds: known\n  - run: Get-CsPool");
    expect(text).toContain('# line 4: Read-Host \'Go on? (yes/no)\' (answered with "yes")\n  - wait: 5m\n');
    expect(text).toContain('# line 6: if ($sure) holds: answered\n  - run: Invoke-CsBackupServiceSync');
    expect(text).toMatch(
      /# line 7: if \(\(Invoke-RestMethod .*\)\.Green\) does not hold: guessed, as it depends on the answer/,
    );
    expect(text).toContain("# line 8: case 'yes' holds: answered\n");
    expect(text).toMatch(/# refused \(D41\): The active Central Management master.*\n {2}- run: Invoke-CsPoolFailOver/);
    expect(text).toMatch(/# line 9: catch is taken, for: The active Central Management master/);
    expect(text).not.toMatch(/ - run: Invoke-CsPoolFailOver .*-DisasterMode/);
  });

  test('what is not modelled, what failed and what was left out', async () => {
    const { text, result, again } = await script(`
      Write-Host 'Begin'; Write-Host 'Go'
      C:\\Tools\\Switch-Dns.exe /to:dr
      Get-CsPool -Identity pool9.contoso.com
      throw 'no such night'
    `);
    expect(text).toContain('Not modelled, failed, or no line of a drill file: 3 lines, which are notes here');
    expect(text).toMatch(/# line 3: .*\n {2}- note: "not modelled: C:/);
    expect(text).toContain('note: "failed in the script: throw');
    expect(text).toContain('left out: Write-Host (2).');
    expect(text).toMatch(/^# What one run of script\.ps1 played, with seed 1\. It came to: failed\. /);
    expect(numbersOf(again)).toEqual(numbersOf(result));
  });

  test('a loop that only waits is one pause, and the loops beside a question are told apart', async () => {
    const { text, again, result } = await script(`
      1..5 | ForEach-Object { Start-Sleep -Seconds 30 }
      while (-not (Get-CsPool -Identity pool1.contoso.com)) { Start-Sleep 1 }
      $n = 0
      do { Start-Sleep -Seconds 20; $n++ } until ($n -ge 3)
      Read-Host 'Press Enter'
      for ($i = 0; $i -lt 4; $i++) { Start-Sleep -Milliseconds 1500 }
    `);
    expect(text.match(/- wait: (\S+)/g)).toEqual(['- wait: 2m30s', '- wait: 1m', '- wait: 5m', '- wait: 6s']);
    expect(text).toContain('# line 5: until ($n -ge 3) does not hold, 2 times: known\n');
    expect(text).toContain('a loop that waits, 4 steps');
    expect(again.endedAtMs).toBe(result.endedAtMs);
  });

  test('texts that YAML, a terminal or a comment would take for itself stay texts', async () => {
    const { text } = await script(`
      if ("a\u202Eb: #c" -ne 'x') { Get-CsPool -Identity pool1.contoso.com }
      throw "first line\n- run: Remove-Everything # \u001B[31m"
    `);
    expect(text).not.toMatch(/^\s*- run: Remove/m);
    for (const obeyed of ['\u001b', '\u202e']) expect(text).not.toContain(obeyed);
  });
});

describe('run --write-drill', () => {
  const file = join(OUT, 'new', 'night.yaml');
  const argv = ['run', 'sims/17-site-loss-night.yaml', '--seeds', '1', '--write-drill'];

  test('writes a drill that run and explore take', async () => {
    const { status, stderr, stdout } = await inProcess([...argv, file]);
    expect(status).toBe(0);
    expect(stdout).toBe((await inProcess(argv.slice(0, -1))).stdout);
    expect(stderr).toBe(`what this run played is in ${file}\n  every future of it: drydrill explore ${file}\n`);
    expect(readFileSync(file, 'utf8')).toMatch(/^topology: .*contoso\.yaml"?$/m);
    expect(await inProcess(['run', file, '--seeds', '1'])).toMatchObject({ status: 0, stderr: '' });
    const explored = await inProcess(['explore', file, '--faults', '0', '--max-states', '500']);
    expect(explored).toMatchObject({ status: 3, stderr: '' });
  });

  test.each<[string, string, string[], string]>([
    // What is typed on another machine has its `on:`; a script that throws is no line of a drill file.
    [
      'left',
      "Invoke-Command fe1a.contoso.com { Stop-Service RTCSRV }\nthrow 'x'",
      [],
      '1 line of the script is a note in it',
    ],
    ['bound', 'while ($true) { Get-CsPool pool1.contoso.com }', [], 'the script was stopped: '],
    [
      'strict',
      'Start-Sleep 7200',
      ['--strict', '--lose', 'server=sql1b.contoso.com@0s'],
      'the run came to failed, the seed of the file alone to passed',
    ],
  ])(
    '%s: warns, also with --quiet, where the file may pass though the run does not',
    async (name, code, more, words) => {
      const path = join(OUT, `${name}.ps1`);
      const target = join(OUT, `${name}.yaml`);
      writeFileSync(
        path,
        `Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com\n${code}\n`,
      );
      const args = ['run', path, '--topology', 'sims/contoso-cms2.yaml', '--seeds', '1', '--quiet', ...more];
      const { stderr, status } = await inProcess([...args, '--write-drill', target]);
      expect(status).not.toBe(0);
      expect(stderr).toContain(words);
      expect(stderr).toContain(`so ${target} may pass where the run does not`);
    },
  );

  test('replaces no file, and says so before it runs', async () => {
    writeFileSync(join(OUT, 'mine.yaml'), 'mine');
    const { status, stdout, stderr } = await inProcess([...argv, join(OUT, 'mine.yaml')]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('mine.yaml is there already: nothing was run; name a new file, or remove it');
    expect(readFileSync(join(OUT, 'mine.yaml'), 'utf8')).toBe('mine');
    expect((await inProcess([...argv, join(OUT, 'mine.txt')])).stderr).toContain('a drill is a .yaml or .yml file');
  });

  test('a deployment with an overlay is written whole, and faults of the command line are in it', async () => {
    const overlay = join(OUT, 'overlay.yaml');
    writeFileSync(overlay, 'backupService: { syncInterval: 7m }');
    const target = join(OUT, 'whole.yaml');
    const more = ['--overlay', overlay, '--lose', 'server=fe1a.contoso.com@10m', '--quiet'];
    const { stderr } = await inProcess([
      ...['run', 'sims/16-planned-failover.ps1', '--topology', 'sims/contoso-cms2.yaml', '--seeds', '1'],
      ...[...more, '--write-drill', target],
    ]);
    expect(stderr).toBe('');
    const text = readFileSync(target, 'utf8');
    expect(text).toContain('syncInterval: 7m');
    expect(text).toContain('{ at: 10m, crash: { server: fe1a.contoso.com } }');
    const numbers = async (...args: string[]) =>
      numbersOf(JSON.parse((await inProcess([...args, '--json', '--seeds', '1'])).stdout));
    const first = ['run', 'sims/16-planned-failover.ps1', '--topology', 'sims/contoso-cms2.yaml', ...more];
    expect(await numbers('run', target)).toEqual(await numbers(...first));
  });
});

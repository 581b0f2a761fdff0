// What a fuzzer feeds: every reader of what other people write, each with a corpus and a way to read one text to its end. A
// reader that is sound refuses a text with its place, or plays it to an end; it never throws.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const textsIn = (folder, pattern) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'));
const sims = (pattern) => textsIn('sims', /\.yaml$/).filter((text) => pattern.test(text));

/** Kinds whose corpus is made by the commands themselves. */
const RECORDS = { baseline: '', part: '', trace: '', replayed: '', compared: '', result: '', check: '' };

/** Every n-th is played over a run that may be long; the others are read. */
const PLAYED = 8;

/**
 * The readers by name, from the built sources in a folder; `kinds` = those that are wanted (default: all).
 * `texts` = the corpus, `ending` of its files, `isTree` = mutants of
 * the structure make sense, `play(text, index)` throws where the reader is at fault.
 */
export async function readersOf(modules, kinds = Object.keys(RECORDS)) {
  const load = (path) => import(pathToFileURL(join(modules, path)).href);
  const { memoryFiles } = await load('input/memory-files.js');
  const { drillIn } = await load('input/drill/read-drill.js');
  const { topologyIn } = await load('input/topology/read-topology.js');
  const { writeTopology } = await load('input/topology/write-yaml.js');
  const { topologyWarnings } = await load('domain/deployment-warnings.js');
  const { runbookDrillIn } = await load('input/runbook/runbook-drill.js');
  const { traceIn } = await load('input/trace/read-trace.js');
  const { readBaseline } = await load('campaign/baseline.js');
  const { readPart } = await load('campaign/check-part.js');
  const { readScript } = await load('powershell/parser/read-script.js');
  const { interpret } = await load('powershell/interpreter/interpret.js');
  const { unknownAnswer } = await load('powershell/values/values.js');
  const { runDrill } = await load('run/run-drill.js');
  const { reportRun } = await load('report/terminal/report-run.js');
  const { main } = await load('cli.js');

  const topologies = Object.fromEntries(
    readdirSync(join(ROOT, 'sims'))
      .filter((name) => /\.yaml$/.test(name))
      .map((name) => [name, readFileSync(join(ROOT, 'sims', name), 'utf8')])
      .filter(([, text]) => /^pools:/m.test(text)),
  );
  const topology = topologies['contoso-cms2.yaml'];
  const scratch = mkdtempSync(join(tmpdir(), 'drydrill-fuzz-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  /** Writes the text where a reader of files finds it. */
  const onDisk = (name, text) => {
    const path = join(scratch, name);
    writeFileSync(path, text);
    return path;
  };
  const playDrill = (drill, text, index) => {
    if (Array.isArray(drill)) return checkErrors(drill, text);
    if (index % PLAYED !== 0) return;
    const { result } = runDrill(drill, { numbersOnly: index % (2 * PLAYED) !== 0 });
    if (index % (2 * PLAYED) === 0)
      reportRun({ ...result, seeds: null }, { colour: 0, width: 80, details: true, again: '' });
  };
  /** What a command ends with is never a fault of its own. */
  const command = async (...argv) => {
    let text = '';
    const write = (more) => (text += more);
    const status = await main(argv, { stdout: { write }, stderr: { write }, env: {}, isTTY: false });
    if (status === 4) throw new Error(text.slice(0, 2000));
  };
  // Records take a while to make.
  const made = kinds.some((kind) => kind in RECORDS) ? await samples(main, scratch) : RECORDS;

  const runbooks = [...textsIn('test/powershell/corpus', /\.ps1$/), ...textsIn('sims', /\.ps1$/)];
  return {
    drill: {
      texts: sims(/^drill:/m),
      ending: 'yaml',
      isTree: true,
      play: async (text, index) =>
        playDrill(await drillIn(memoryFiles({ ...topologies, 'x.yaml': text }), 'x.yaml'), text, index),
    },
    topology: {
      texts: Object.values(topologies),
      ending: 'yaml',
      isTree: true,
      play: (text) => {
        const read = topologyIn(memoryFiles({ 'x.yaml': text }), 'x.yaml');
        if (Array.isArray(read)) return checkErrors(read, text);
        topologyWarnings(read);
        const again = topologyIn(memoryFiles({ 'x.yaml': writeTopology(read) }), 'x.yaml');
        if (Array.isArray(again)) throw new Error(`what is written is not read: ${again[0].message}`);
      },
    },
    overlay: {
      texts: ['pools:\n  - { fqdn: pool1.contoso.com, users: 5 }\n', ...Object.values(topologies).slice(0, 2)],
      ending: 'yaml',
      isTree: true,
      play: (text) => {
        const read = topologyIn(memoryFiles({ 't.yaml': topology, 'x.yaml': text }), 't.yaml', 'x.yaml');
        if (Array.isArray(read)) checkErrors(read, text);
      },
    },
    published: {
      texts: textsIn('test/input/topology/fixtures', /xml$/),
      ending: 'xml',
      isTree: false,
      play: (text) => {
        for (const name of ['x.xml', 'x.tbxml']) {
          const read = topologyIn(memoryFiles({ [name]: text }), name);
          if (Array.isArray(read)) checkErrors(read, text);
          else writeTopology(read);
        }
      },
    },
    answers: {
      texts: [
        'Get-CsUser=[]',
        'Test-NetConnection={ TcpTestSucceeded: true }',
        'Get-*=[{ A: 1, B: [x, y] }]',
        'Read-Host=y',
      ],
      ending: 'txt',
      isTree: false,
      play: (text) => {
        const script = '$x = Get-CsUser; $y = Test-NetConnection a; if ($x.Count -gt 0 -or $y.A) { Read-Host $y }';
        const files = memoryFiles({ 'x.ps1': `\ufeff${script}`, 'topology.yaml': topology });
        const drill = runbookDrillIn(files, 'x.ps1', { topology: 'topology.yaml', answers: text.split('\n') });
        if (Array.isArray(drill)) checkErrors(drill, text);
        else runDrill(drill, { numbersOnly: true });
      },
    },
    baseline: {
      texts: [made.baseline],
      ending: 'json',
      isTree: true,
      play: (text) => void readBaseline(onDisk('baseline.json', text)),
    },
    part: {
      texts: [made.part],
      ending: 'jsonl',
      isTree: false,
      play: (text) => void readPart(onDisk('part.jsonl', text)),
    },
    trace: {
      texts: [made.trace],
      ending: 'json',
      isTree: true,
      play: async (text) => {
        const read = await traceIn(memoryFiles({ 'x.json': text }), 'x.json', {});
        if (Array.isArray(read)) checkErrors(read, text);
      },
    },
    replayed: {
      texts: [made.trace],
      ending: 'json',
      isTree: true,
      play: (text) => command('replay', onDisk('trace.json', text), '--at', '1'),
    },
    compared: {
      texts: [made.result, made.check, made.baseline],
      ending: 'json',
      isTree: true,
      play: async (text, index) => {
        const good = onDisk('good.json', [made.result, made.check][index % 2]);
        const other = onDisk('other.json', text);
        await command('compare', ...(index % 3 === 0 ? [good, other] : [other, good]));
      },
    },
    script: {
      texts: runbooks,
      ending: 'ps1',
      isTree: false,
      play: (text) => {
        const script = readScript(text, 'x.ps1');
        if (script.kind === 'inputError') return;
        let nowMs = 0;
        const requests = interpret(script, new Map());
        for (let turn = requests.next(); !turn.done; ) {
          const request = turn.value;
          if (request.kind === 'sleep') nowMs += request.ms;
          if (request.kind === 'command') nowMs += 1000;
          const output = request.kind === 'command' ? [unknownAnswer(request.name)] : [];
          const outcome = request.kind === 'answer' ? 'notModelled' : request.text.length % 17 === 0 ? 'refused' : 'ok';
          turn = requests.next({ nowMs, outcome, message: 'no', output });
        }
      },
    },
    runbook: {
      texts: runbooks,
      ending: 'ps1',
      isTree: false,
      play: (text) => {
        const files = memoryFiles({ 'x.ps1': `\ufeff${text}`, 'topology.yaml': topology });
        const drill = runbookDrillIn(files, 'x.ps1', { topology: 'topology.yaml' });
        if (!Array.isArray(drill)) runDrill(drill, { numbersOnly: true });
      },
    },
  };
}

/** Every refusal of a text is for people, with a place. */
function checkErrors(errors, text) {
  if (errors.length === 0) throw new Error('refused without a word');
  for (const { message, position } of errors) {
    // What stands in the input may be anything: a pool may be called NaN.
    const [odd] = /\bundefined\b|\[object|\bNaN\b|\n\s+at /.exec(message) ?? [];
    if (odd !== undefined && !text.includes(odd)) throw new Error(`a message that is for nobody: ${message}`);
    if (!(position.line >= 0 && position.column >= 0)) throw new Error(`no place: ${message}`);
  }
}

/** Records as the commands of today write them. */
async function samples(main, scratch) {
  const run = async (...argv) => {
    let stdout = '';
    const io = { stdout: { write: (text) => (stdout += text) }, stderr: { write: () => {} }, env: {}, isTTY: false };
    await main(argv, io);
    return stdout;
  };
  const sim = (name) => join(ROOT, 'sims', name);
  const [some, out] = [sim('11-wrong-poolfqdn.yaml'), join(scratch, 'made')];
  const baseline = join(scratch, 'made-baseline.json');
  const result = await run('run', some, '--seeds', '2', '--json');
  await run('explore', sim('08a-skip-verification.yaml'), '--faults', '0', '--threads', '1', '--out', out);
  const trace = readdirSync(out).find((name) => name.endsWith('.trace.json'));
  const argv = [some, '--seeds', '2', '--workers', '1', '--json'];
  const check = await run('check', ...argv, '--baseline', baseline, '--update');
  await run('check', ...argv, '--shard', '1/1', '--out', join(scratch, 'part'));
  return {
    result,
    check,
    trace: readFileSync(join(out, trace), 'utf8'),
    baseline: readFileSync(baseline, 'utf8'),
    part: readFileSync(join(scratch, 'part/check.part.jsonl'), 'utf8'),
  };
}

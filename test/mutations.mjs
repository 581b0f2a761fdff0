// Mutated scripts of the corpus: none may throw, take two seconds of processor time, or need more than 512 MB.
//   npm run mutations -- [--runs 20000] [--seed 7] [--out failures] [--modules dist/modules]
// Every tenth is played on the model, the others in a world where all is answered at once. It needs a build. A failure is
// written as a script, with its seed and number; a text that hangs is given up with its thread, and the next one begins.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { mutantOf } from './support/mutants.mjs';

const LONGEST_MS = 2000;
const MEMORY_MB = 512;
const ON_MODEL = 10;
const CORPUS = fileURLToPath(new URL('powershell/corpus/', import.meta.url));
const TOPOLOGY = fileURLToPath(new URL('../sims/contoso-cms2.yaml', import.meta.url));
const TEXTS = readdirSync(CORPUS)
  .filter((name) => name.endsWith('.ps1'))
  .sort()
  .map((name) => readFileSync(join(CORPUS, name), 'utf8'));

if (isMainThread) await campaign();
else await work(workerData);

async function campaign() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '20000' },
      seed: { type: 'string', default: String((Date.now() / 1000) >>> 0) },
      out: { type: 'string', default: 'failures' },
      modules: { type: 'string', default: 'dist/modules' },
    },
  });
  for (const name of ['runs', 'seed']) {
    if (/^\d{1,10}$/.test(values[name])) continue;
    console.error(`--${name} must be a whole number, not ${values[name]}`);
    process.exit(2);
  }
  const [runs, seed] = [Number(values.runs), Number(values.seed)];
  console.log(`${runs} mutants of ${TEXTS.length} scripts, seed ${seed}; failures go to ${values.out}/`);
  let [next, failed] = [0, 0];
  const most = { ms: 0, index: 0, residentMb: 0 };
  const began = Date.now();
  while (next < runs) {
    const end = await oneThread({ from: next, runs, seed, modules: resolve(values.modules) }, most, (index, what) => {
      failed++;
      mkdirSync(values.out, { recursive: true });
      const file = join(values.out, `mutant-${seed}-${index}.ps1`);
      writeFileSync(file, mutantOf(TEXTS, seed, index));
      console.log(`FAILED ${index}: ${what.split('\n').slice(0, 4).join(' | ').slice(0, 400)} (${file})`);
    });
    next = end;
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  const slowest = `the slowest took ${Math.round(most.ms)} ms of processor time (${most.index})`;
  const memory = `at most ${Math.round(most.residentMb)} MB resident`;
  console.log(`${slowest}, ${memory}`);
  console.log(`${runs} mutants played in ${seconds} s, ${failed} failed; seed ${seed}`);
  process.exit(failed > 0 ? 1 : 0);
}

/** Processor time of all threads: a busy machine may let a thread wait for longer than any clock should. */
function usedMs() {
  return process.cpuUsage().user / 1000;
}

/** Plays mutants in a thread until all are played or one of them hangs or breaks it; answers with the next number. */
function oneThread(job, most, fail) {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  progress[0] = job.from;
  return new Promise((done) => {
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: { ...job, progress },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    let [last, since, told, over] = [-1, usedMs(), Date.now(), false];
    const end = (next) => {
      if (over) return;
      over = true;
      clearInterval(watch);
      void worker.terminate().then(() => done(next));
    };
    const watch = setInterval(() => {
      const now = Atomics.load(progress, 0);
      most.residentMb = Math.max(most.residentMb, process.memoryUsage.rss() / 2 ** 20);
      if (now !== last) [last, since] = [now, usedMs()];
      else if (usedMs() - since > 5 * LONGEST_MS) {
        fail(now, 'it hangs');
        end(now + 1);
      }
      if (Date.now() - told > 60_000) {
        told = Date.now();
        console.log(`${now} played`);
      }
    }, 250);
    worker.on('message', ({ index, what, tookMs }) => {
      if (what !== undefined) fail(index, what);
      else if (tookMs > most.ms) Object.assign(most, { index, ms: tookMs });
    });
    worker.on('error', (error) => {
      const now = Atomics.load(progress, 0);
      fail(now, String(error));
      end(now + 1);
    });
    worker.on('exit', () => end(job.runs));
  });
}

async function work({ from, runs, seed, modules, progress }) {
  const load = (path) => import(pathToFileURL(join(modules, path)).href);
  const { readScript } = await load('powershell/parser/read-script.js');
  const { interpret } = await load('powershell/interpreter/interpret.js');
  const { unknownAnswer } = await load('powershell/values/values.js');
  const { runbookDrillIn } = await load('input/runbook/runbook-drill.js');
  const { runDrill } = await load('run/run-drill.js');
  const { memoryFiles } = await load('input/memory-files.js');
  const topology = readFileSync(TOPOLOGY, 'utf8');

  const onModel = (text) => {
    const files = memoryFiles({ 'x.ps1': `\ufeff${text}`, 'topology.yaml': topology });
    const drill = runbookDrillIn(files, 'x.ps1', { topology: 'topology.yaml' });
    if (!Array.isArray(drill)) runDrill(drill, { numbersOnly: true });
  };
  const alone = (text) => {
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
  };
  let slowestMs = 0;
  for (let index = from; index < runs; index++) {
    Atomics.store(progress, 0, index);
    const text = mutantOf(TEXTS, seed, index);
    let tookMs = playedMs(text, index);
    // The collector may have been at what the mutants before it left: slow is what is slow a second time.
    if (tookMs > LONGEST_MS) tookMs = Math.min(tookMs, playedMs(text, index));
    if (tookMs > slowestMs) {
      slowestMs = tookMs;
      parentPort.postMessage({ index, tookMs });
    }
    if (tookMs > LONGEST_MS) parentPort.postMessage({ index, what: `it took ${Math.round(tookMs)} ms` });
  }

  /** Plays a mutant; answers the processor time that it took. */
  function playedMs(text, index) {
    const before = process.cpuUsage().user;
    try {
      if (index % ON_MODEL === 0) onModel(text);
      else alone(text);
    } catch (error) {
      parentPort.postMessage({ index, what: String(error?.stack ?? error) });
    }
    return (process.cpuUsage().user - before) / 1000;
  }
}

// Feeds every reader with damaged input, and plays random drills whose results are held against their schema and against
// themselves: npm run fuzz [-- --minutes 1] [--seed 7] [--only drill,topology,drills] [--inputs N] [--out FOLDER]
// Each kind of input has its share of the time, in a thread that is given up when it hangs. Inputs are mutants, letter by
// letter and part by part of the structure; those that reach code which none before reached are mutated further. None may
// throw, take five seconds of processor time, or need more than 1 GB. A failure is written as a file, which `npm test` tries from
// then on where it lies in test/regressions/inputs/ (the default of --out). `--inputs` ends a kind after so many.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { coverageFeedback } from './support/coverage-feedback.mjs';
import { drillsOf } from './support/fuzz-drills.mjs';
import { readersOf } from './support/fuzz-readers.mjs';
import { mutantOf, numbersOf } from './support/mutants.mjs';
import { treeMutant } from './support/tree-mutants.mjs';

const LONGEST_MS = 5000;
const MEMORY_MB = 1024;
/** Inputs between two looks at the coverage, which takes as long as some of them. */
const BATCH = 48;
/** Of a corpus that grows, so many kept inputs at most. */
const KEPT_MAX = 400;
const MODULES = fileURLToPath(new URL('../dist/modules/', import.meta.url));
const KINDS = [
  ...['drill', 'topology', 'overlay', 'published', 'answers', 'baseline', 'part', 'trace', 'replayed', 'compared'],
  ...['script', 'runbook', 'drills'],
];

if (isMainThread) await campaign();
else await work(workerData);

async function campaign() {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string', default: String((Date.now() / 1000) >>> 0) },
      only: { type: 'string', default: KINDS.join(',') },
      inputs: { type: 'string', default: '999999999' },
      out: { type: 'string', default: fileURLToPath(new URL('regressions/inputs', import.meta.url)) },
    },
  });
  const kinds = values.only.split(',');
  const isWrong =
    kinds.some((kind) => !KINDS.includes(kind)) ||
    !/^\d{1,5}(?:\.\d+)?$/.test(values.minutes) ||
    ![values.seed, values.inputs].every((value) => /^\d{1,10}$/.test(value));
  if (isWrong) {
    console.error(`--minutes, --seed and --inputs take numbers; --only takes kinds of: ${KINDS.join(', ')}`);
    process.exit(2);
  }
  const seed = Number(values.seed);
  console.log(`${values.minutes} minutes, seed ${seed}; failures go to ${values.out}`);
  let failed = 0;
  let all = 0;
  for (const kind of kinds) {
    // Of feeding alone: loading a reader does not count.
    const left = { ms: (Number(values.minutes) * 60_000) / kinds.length };
    const most = { ms: 0, residentMb: 0, blocks: 0, kept: 0, refused: 0 };
    const last = Number(values.inputs);
    let next = 0;
    const names = new Set();
    while (next < last && left.ms > 0) {
      const job = { kind, from: next, forMs: left.ms, last, seed };
      next = await oneThread(job, left, most, (index, what, text, ending) => {
        // One file for each thing that is wrong.
        const name = `${kind}-${what.split('\n').slice(0, 2).join(' ').replace(/\d+/g, '0').slice(0, 200)}`;
        if (names.has(name)) return;
        names.add(name);
        failed++;
        mkdirSync(values.out, { recursive: true });
        const file = join(values.out, `${kind}-${seed}-${index}.${ending ?? 'txt'}`);
        if (text !== undefined) writeFileSync(file, text);
        console.log(`FAILED ${kind} ${index}: ${what.split('\n').slice(0, 5).join(' | ').slice(0, 500)} (${file})`);
      });
    }
    all += next;
    const slowest = `slowest ${Math.round(most.ms)} ms, ${Math.round(most.residentMb)} MB`;
    console.log(`${kind}: ${next} inputs, ${most.blocks} blocks, ${most.kept} kept, ${names.size} failed; ${slowest}`);
  }
  console.log(`${all} inputs, ${failed} failed; seed ${seed}`);
  // A campaign that fed nothing has shown nothing.
  process.exit(failed > 0 || all === 0 ? 1 : 0);
}

/** Processor time of all threads: a busy machine may let a thread wait for longer than any clock should. */
function usedMs() {
  return process.cpuUsage().user / 1000;
}

/** Feeds in a thread until the time is over, or one input hangs or breaks it; answers with the next number. */
function oneThread(job, left, most, fail) {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  progress[0] = job.from;
  return new Promise((done) => {
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: { ...job, progress },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: false,
    });
    let [last, since, over, feeding, began] = [-1, usedMs(), false, null, null];
    const end = (next) => {
      if (over) return;
      over = true;
      clearInterval(watch);
      left.ms -= began === null ? 60_000 : Date.now() - began;
      void worker.terminate().then(() => done(next));
    };
    const watch = setInterval(() => {
      const now = Atomics.load(progress, 0);
      most.residentMb = Math.max(most.residentMb, process.memoryUsage.rss() / 2 ** 20);
      if (now !== last) [last, since] = [now, usedMs()];
      else if (feeding !== null && usedMs() - since > 3 * LONGEST_MS) {
        fail(now, 'it hangs', feeding.text, feeding.ending);
        end(now + 1);
      }
    }, 250);
    worker.on('message', (message) => {
      began ??= Date.now();
      if (message.feeding !== undefined) feeding = message.feeding;
      else if (message.what !== undefined) fail(message.index, message.what, message.text, message.ending);
      else Object.assign(most, message.most, { ms: Math.max(most.ms, message.most.ms) });
    });
    worker.on('error', (error) => {
      const now = Atomics.load(progress, 0);
      fail(now, String(error), feeding?.text, feeding?.ending);
      end(now + 1);
    });
    worker.on('exit', () => end(Atomics.load(progress, 0)));
  });
}

async function work({ kind, from, forMs, last, seed, progress }) {
  const reader = kind === 'drills' ? await drillsOf(MODULES) : (await readersOf(MODULES, [kind]))[kind];
  const { ending, play } = reader;
  const texts = [...(reader.texts ?? [])];
  const own = texts.length;
  const coverage = reader.texts === undefined ? null : coverageFeedback('/dist/modules/');
  const most = { ms: 0, blocks: 0, kept: 0 };
  let batch = [];
  const until = Date.now() + forMs;
  parentPort.postMessage({ most });
  for (let index = from; index < last && Date.now() < until; index++) {
    Atomics.store(progress, 0, index);
    const text = reader.texts === undefined ? reader.draw(seed, index) : mutant(index);
    if (text.length > 2000 || index % BATCH === 0) parentPort.postMessage({ feeding: { text, ending } });
    let tookMs = await playedMs(text, index);
    // The collector may have been at what the inputs before it left: slow is what is slow a second time.
    if (tookMs > LONGEST_MS) tookMs = Math.min(tookMs, await playedMs(text, index));
    most.ms = Math.max(most.ms, tookMs);
    if (tookMs > LONGEST_MS) parentPort.postMessage({ index, what: `it took ${Math.round(tookMs)} ms`, text, ending });
    batch.push(text);
    if (batch.length < BATCH) continue;
    if (coverage?.grown()) await keepFrom(batch);
    batch = [];
    Object.assign(most, { blocks: coverage?.size() ?? 0, kept: texts.length - own });
    parentPort.postMessage({ most });
  }
  Object.assign(most, { blocks: coverage?.size() ?? 0, kept: texts.length - own });
  parentPort.postMessage({ most });
  Atomics.store(progress, 0, Math.max(from, Atomics.load(progress, 0) + 1));

  function mutant(index) {
    const below = numbersOf(seed, index);
    const byStructure = reader.isTree && below(4) > 0 ? treeMutant(texts[below(texts.length)], below) : null;
    return byStructure ?? mutantOf(texts, seed, index);
  }

  /** Something in the batch reached what nothing had: all of it is little, and some of it is worth more tries. */
  async function keepFrom(inputs) {
    for (const text of inputs.filter((each) => each.length < 20_000).slice(0, 6)) {
      if (texts.length - own < KEPT_MAX) texts.push(text);
      else texts[own + (texts.length % KEPT_MAX)] = text;
    }
  }

  /** Feeds an input; answers with the processor time that it took. */
  async function playedMs(text, index) {
    const before = process.cpuUsage().user;
    try {
      await play(text, index);
    } catch (error) {
      parentPort.postMessage({ index, what: String(error?.stack ?? error), text, ending });
    }
    return (process.cpuUsage().user - before) / 1000;
  }
}

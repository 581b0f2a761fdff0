// Feeds a reader in a thread, under a watchdog: the thread is given up when it hangs, breaks, ends by itself or needs too much
// memory, and a new one goes on with the next input. The input at hand lies in memory that both see, so that it is known then.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { coverageFeedback } from './coverage-feedback.mjs';
import { mutantOf, numbersOf } from './mutants.mjs';
import { treeMutant } from './tree-mutants.mjs';

/** Inputs between two looks at the coverage, which takes as long as some of them. */
const BATCH = 48;
/** Counting slows all code down by a fifth: after the first inputs it is done for `COUNTED` of each `CYCLE` of them. */
const COUNTED_AT_FIRST = 40 * BATCH;
const COUNTED = 4 * BATCH;
const CYCLE = 60 * BATCH;
/** Of a corpus that grows, so many kept inputs at most. */
const KEPT_MAX = 400;
/** Memory of the process beside that of what is read: code, the corpus, what the collector has not come to. */
const BESIDE_MB = 512;
/** What takes longer than this, ms, and than all before it is timed a second time. */
const NOTABLE_MS = 500;
/** Inputs are at most so long, in UTF-16 units. */
const TEXT_MAX = 4 << 20;
const MODULES = fileURLToPath(new URL('../../dist/modules/', import.meta.url));

if (!isMainThread && workerData?.feeds === true) await feed(workerData);

/** Feeds a job to its end; answers with how many inputs there were and how many different things were wrong. */
export async function feedInThreads(job, say) {
  const { kind, seed, out, last, forMs } = job;
  const left = { ms: forMs };
  const most = { ms: 0, at: 0, residentMb: 0, blocks: 0, kept: 0 };
  const names = new Set();
  const fail = (index, what, text, ending) => {
    // One file for each thing that is wrong.
    const name = what.split('\n').slice(0, 2).join(' ').replace(/\d+/g, '0').slice(0, 200);
    if (names.has(name)) return;
    names.add(name);
    mkdirSync(out, { recursive: true });
    const file = join(out, `${kind}-${seed}-${index}.${ending}`);
    writeFileSync(file, text);
    say(`FAILED ${kind} ${index}: ${what.split('\n').slice(0, 5).join(' | ').slice(0, 500)} (${file})`);
  };
  let next = job.from;
  while (next < last && left.ms > 0) next = await oneThread({ ...job, from: next, forMs: left.ms }, left, most, fail);
  const inputs = next - job.from;
  const slowest = `slowest ${Math.round(most.ms)} ms (number ${most.at}), ${Math.round(most.residentMb)} MB`;
  const seconds = Math.round(process.cpuUsage().user / 1e6);
  say(
    `${kind}: ${inputs} inputs in ${seconds} s of processor time, ${most.blocks} blocks, ${most.kept} kept, ${names.size} failed; ${slowest}`,
  );
  return { inputs, failed: names.size };
}

/** Processor time of all threads, ms: a busy machine may let a thread wait for longer than any clock should. */
const usedMs = () => process.cpuUsage().user / 1000;

/** Feeds in a thread until it has come to its end, or one input hangs or breaks it; answers with the next number. */
function oneThread(job, left, most, fail) {
  const { longestMs, memoryMb } = job;
  const shared = { progress: new Int32Array(new SharedArrayBuffer(8)), text: new SharedArrayBuffer(2 * TEXT_MAX) };
  const at = () => Atomics.load(shared.progress, 0);
  const textNow = () => Buffer.from(shared.text).toString('utf16le', 0, Atomics.load(shared.progress, 1));
  Atomics.store(shared.progress, 0, -1);
  return new Promise((done) => {
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: { ...job, shared, feeds: true },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    let [last, since, ended, ending, began] = [-1, usedMs(), false, 'txt', null];
    const end = (next) => {
      if (ended) return;
      ended = true;
      clearInterval(watch);
      left.ms -= began === null ? 60_000 : Date.now() - began;
      void worker.terminate().then(() => done(next));
    };
    const giveUp = (what) => {
      if (ended) return;
      const now = at();
      if (now < 0) {
        fail(job.from, `before the first input: ${what}`, '', 'txt');
        return end(Number.POSITIVE_INFINITY);
      }
      fail(now, what, textNow(), ending);
      end(now + 1);
    };
    const watch = setInterval(() => {
      const now = at();
      const residentMb = process.memoryUsage.rss() / 2 ** 20;
      most.residentMb = Math.max(most.residentMb, residentMb);
      if (now !== last) [last, since] = [now, usedMs()];
      else if (began !== null && usedMs() - since > 3 * longestMs) giveUp('it hangs');
      if (residentMb > memoryMb + BESIDE_MB) giveUp(`it needs more than ${memoryMb} MB`);
    }, 100);
    worker.on('message', (message) => {
      began ??= Date.now();
      ending = message.ending ?? ending;
      if (message.what !== undefined) fail(message.index, message.what, message.text, ending);
      if (message.most !== undefined) {
        const slowest = message.most.ms > most.ms ? message.most : most;
        Object.assign(most, message.most, { ms: slowest.ms, at: slowest.at });
      }
      if (message.over !== undefined) end(message.over);
    });
    worker.on('error', (error) => giveUp(String(error)));
    worker.on('exit', (code) => giveUp(`the thread ended by itself (${code})`));
  });
}

async function readerOf(kind, own) {
  if (own !== null) return (await import(pathToFileURL(own).href)).reader;
  // Each thread loads anew, and only what it needs.
  if (kind === 'drills') return (await import('./fuzz-drills.mjs')).drillsOf(MODULES);
  return (await (await import('./fuzz-readers.mjs')).readersOf(MODULES, [kind]))[kind];
}

/** What the thread does. */
async function feed({ kind, from, forMs, last, seed, shared, reader: own, longestMs }) {
  const { progress } = shared;
  const shelf = Buffer.from(shared.text);
  const reader = await readerOf(kind, own);
  const { ending, play } = reader;
  const texts = [...(reader.texts ?? [])];
  const ofCorpus = texts.length;
  const isLed = reader.texts !== undefined;
  let coverage = null;
  let [blocks, replaced] = [0, 0];
  const seen = new Set();
  const most = { ms: 0, at: 0, blocks: 0, kept: 0 };
  let batch = [];
  const until = Date.now() + forMs;
  parentPort.postMessage({ most, ending });
  let index = from;
  for (; index < last && Date.now() < until; index++) {
    if (isLed && index % BATCH === 0) count(isCounted(index - from));
    const text = isLed ? mutant(index) : reader.draw(seed, index);
    // The text first: what the watchdog finds is never that of another number.
    Atomics.store(progress, 1, shelf.write(text.slice(0, TEXT_MAX), 'utf16le'));
    Atomics.store(progress, 0, index);
    let tookMs = await playedMs(text, index);
    // The collector may have been at what the inputs before it left: slow is what is slow a second time.
    if (tookMs > longestMs || tookMs > Math.max(most.ms, NOTABLE_MS))
      tookMs = Math.min(tookMs, await playedMs(text, index));
    if (tookMs > most.ms) Object.assign(most, { ms: tookMs, at: index });
    if (tookMs > longestMs) parentPort.postMessage({ index, what: `it took ${Math.round(tookMs)} ms`, text });
    if (coverage === null) continue;
    batch.push(text);
    if (batch.length === BATCH) look();
  }
  Object.assign(most, { blocks, kept: texts.length - ofCorpus });
  parentPort.postMessage({ most, over: index });

  function isCounted(nth) {
    return nth < COUNTED_AT_FIRST || nth % CYCLE < COUNTED;
  }

  /** Begins to count, or ends it. */
  function count(on) {
    if (on === (coverage !== null)) return;
    batch = [];
    coverage?.end();
    coverage = on ? coverageFeedback('/dist/modules/', seen) : null;
  }

  /** What the batch reached that nothing had: all of it is little, and some of it is worth more tries. */
  function look() {
    if (coverage.grown()) {
      for (const text of batch.filter((each) => each.length < 20_000).slice(0, 6)) {
        if (texts.length - ofCorpus < KEPT_MAX) texts.push(text);
        else texts[ofCorpus + (replaced++ % KEPT_MAX)] = text;
      }
    }
    batch = [];
    blocks = seen.size;
    Object.assign(most, { blocks, kept: texts.length - ofCorpus });
    parentPort.postMessage({ most });
  }

  function mutant(index) {
    const below = numbersOf(seed, index);
    const byStructure = reader.isTree && below(4) > 0 ? treeMutant(texts[below(texts.length)], below) : null;
    return byStructure ?? mutantOf(texts, seed, index);
  }

  /** Feeds an input; answers with the processor time that it took. */
  async function playedMs(text, index) {
    const before = process.cpuUsage().user;
    try {
      await play(text, index);
    } catch (error) {
      parentPort.postMessage({ index, what: String(error?.stack ?? error), text });
    }
    return (process.cpuUsage().user - before) / 1000;
  }
}

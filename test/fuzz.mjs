// Feeds every reader with damaged input, and plays random drills whose results are held against their schema and against
// themselves: a process for each core, which takes one kind of input after another from a queue. Usage:
//   npm run fuzz [-- --minutes 2] [--seed 7] [--only drill,topology,drills] [--inputs N] [--total N] [--out FOLDER]
// The kinds share the time; `--inputs` ends each of them after so many instead, `--total` all of them together after so many,
// each in proportion to how quickly it is read. Inputs are mutants, letter by letter and part by part of the structure; those
// that reach code which none before reached are mutated further. None may throw, take five seconds of processor time, or need
// more than 1 GB. A failure is written as a file, which `npm test` tries from then on where it lies in
// test/regressions/inputs/ (the default of --out). The same seed, numbers and processes feed the same inputs; the slowest is told
// by its number, and `--longest-ms` below its time writes it.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { feedInThreads } from './support/fuzz-threads.mjs';

/** Inputs a second of processor time, as measured, 800 at most: what is read more quickly has a greater part of a total. */
const RATES = {
  ...{ drill: 220, topology: 330, overlay: 250, published: 210, answers: 150, baseline: 800, part: 800, trace: 160 },
  ...{ replayed: 80, compared: 190, script: 700, runbook: 190, drills: 20 },
};
const KINDS = Object.keys(RATES);
const ENDLESS = 999_999_999;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string', default: String((Date.now() / 1000) >>> 0) },
    only: { type: 'string', default: KINDS.join(',') },
    inputs: { type: 'string' },
    total: { type: 'string' },
    processes: { type: 'string', default: String(availableParallelism()) },
    out: { type: 'string', default: fileURLToPath(new URL('regressions/inputs', import.meta.url)) },
    // For the test of the campaign: a reader of one's own (exports `reader`), and narrower limits.
    reader: { type: 'string' },
    'longest-ms': { type: 'string', default: '5000' },
    'memory-mb': { type: 'string', default: '1024' },
    // For its own processes.
    job: { type: 'string' },
  },
});
if (values.job !== undefined) await oneJob(JSON.parse(values.job));
else await campaign();

/** Feeds one kind from one number to another, and tells how many there were. */
async function oneJob(job) {
  const { inputs, failed } = await feedInThreads(job, console.log);
  process.send({ inputs, failed }, () => process.exit(0));
}

async function campaign() {
  const kinds = values.only.split(',');
  const numbers = ['seed', 'inputs', 'total', 'processes', 'longest-ms', 'memory-mb'].map(
    (name) => values[name] ?? '1',
  );
  const isWrong =
    (values.reader === undefined && kinds.some((kind) => !KINDS.includes(kind))) ||
    !/^\d{1,5}(?:\.\d+)?$/.test(values.minutes ?? '2') ||
    !numbers.every((value) => /^\d{1,10}$/.test(value)) ||
    numbers[3] === '0' ||
    (values.inputs !== undefined && values.total !== undefined);
  if (isWrong) {
    console.error(
      `--minutes, --seed, --inputs, --total and --processes take numbers, and --inputs stands without --total; --only takes kinds of: ${KINDS.join(', ')}`,
    );
    process.exit(2);
  }
  const processes = Number(values.processes);
  const jobs = jobsOf(kinds, processes);
  const length =
    values.minutes === undefined && jobs[0].last < ENDLESS ? 'to the last' : `${values.minutes ?? 2} minutes`;
  console.log(`${length}, seed ${values.seed}, ${processes} processes; failures go to ${values.out}`);
  const sum = { inputs: 0, failed: 0 };
  const began = Date.now();
  await Promise.all(
    Array.from({ length: processes }, async () => {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
        const { inputs, failed } = await inProcess(job);
        sum.inputs += inputs;
        sum.failed += failed;
      }
    }),
  );
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${sum.inputs} inputs in ${seconds} s, ${sum.failed} failed; seed ${values.seed}`);
  // A campaign that fed nothing has shown nothing.
  process.exit(sum.failed > 0 || sum.inputs === 0 ? 1 : 0);
}

/** What is to be fed, kind by kind; where there are more processes than kinds each kind in several parts. */
function jobsOf(kinds, processes) {
  const parts = Math.ceil(processes / kinds.length);
  const rates = kinds.map((kind) => RATES[kind] ?? 1);
  const rate = rates.reduce((sum, each) => sum + each, 0);
  const isCounted = values.inputs !== undefined || values.total !== undefined;
  const minutes = values.minutes === undefined && isCounted ? Number.POSITIVE_INFINITY : Number(values.minutes ?? 2);
  // Of feeding alone: loading a reader does not count.
  const forMs = Math.min(ENDLESS, (minutes * 60_000 * processes) / (kinds.length * parts));
  const more = {
    ...{ forMs, seed: Number(values.seed), out: values.out, reader: values.reader ?? null },
    ...{ longestMs: Number(values['longest-ms']), memoryMb: Number(values['memory-mb']) },
  };
  return kinds.flatMap((kind, i) => {
    const ofTotal = values.total === undefined ? ENDLESS : Math.ceil((Number(values.total) * rates[i]) / rate);
    const count = values.inputs === undefined ? ofTotal : Number(values.inputs);
    return Array.from({ length: parts }, (_, part) => {
      const [from, last] = [part, part + 1].map((n) => Math.floor((count * n) / parts));
      return { kind, from, last, ...more };
    });
  });
}

/** A process that ends without a word is a failure of its own. */
function inProcess(job) {
  return new Promise((done) => {
    let told = null;
    const child = fork(fileURLToPath(import.meta.url), ['--job', JSON.stringify(job)]);
    child.on('message', (message) => {
      told = message;
    });
    child.on('exit', (code, signal) => {
      if (told === null) console.log(`FAILED ${job.kind}: its process ended with ${code ?? signal}, and said nothing`);
      done(told ?? { inputs: 0, failed: 1 });
    });
  });
}

// What may be different wherever the command runs, and must not change a byte of what it says: environments, each as a
// process of its own that makes the outputs of sim-outputs.mjs, and comparisons for what may change the look of a text.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('sim-outputs.mjs', import.meta.url));

/** A wall clock that is 13 years behind and runs backwards, and a random number that is always the same. */
const CLOCK = `
  const { now } = Date;
  const began = now();
  Date.now = () => began - 4.1e11 - (now() - began);
  Math.random = () => 0.25;`;

/** Folders are listed the other way round. */
const LISTING = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const turned = (list) => (Array.isArray(list) ? list.reverse() : list);
  const { readdirSync } = fs;
  const { readdir } = fs.promises;
  fs.readdirSync = (...parameters) => turned(readdirSync(...parameters));
  fs.promises.readdir = async (...parameters) => turned(await readdir(...parameters));
  syncBuiltinESMExports();`;

/** By name: variables (`env`), a working directory elsewhere (`moved`), JavaScript that runs first (`before`). */
export const ENVIRONMENTS = {
  'a time zone with quarters of an hour': { env: { TZ: 'Pacific/Chatham' } },
  'a time zone whose summer begins at midnight': { env: { TZ: 'America/Asuncion' } },
  'a Turkish locale': { env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' } },
  'an Arabic locale': { env: { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' } },
  'no locale': { env: { LANG: '', LC_ALL: 'C' } },
  'another directory': { moved: true },
  'another home, user and terminal': {
    env: { HOME: '/nonexistent', USER: 'nobody', TERM: 'dumb', COLUMNS: '40', CI: 'true', EDITOR: 'x', PAGER: 'x' },
  },
  'another clock': { before: CLOCK },
  'another order of folders': { before: LISTING },
};

/** All of them at once. */
export const ELSEWHERE = {
  env: { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', HOME: '/nonexistent', COLUMNS: '40' },
  moved: true,
  before: CLOCK + LISTING,
};

/** The outputs (`outputsOf` of sim-outputs.mjs with these options) that a process makes in an environment. */
export async function outputsIn({ env = {}, moved = false, before }, options = {}) {
  const cwd = moved ? mkdtempSync(join(tmpdir(), 'drydrill moved ')) : ROOT;
  if (moved) {
    for (const folder of ['sims', 'test/exploration'])
      cpSync(join(ROOT, folder), join(cwd, folder), { recursive: true });
  }
  try {
    const preload = before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(before)}`];
    const { FORCE_COLOR, NO_COLOR, ...own } = process.env;
    const argv = [...preload, PROGRAM, JSON.stringify(options)];
    const child = spawn(process.execPath, argv, { cwd, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr, status] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      new Promise((resolve) => child.on('close', resolve)),
    ]);
    if (status !== 0) throw new Error(`status ${status}: ${stderr.slice(0, 1000)}`);
    return JSON.parse(stdout);
  } finally {
    if (moved) rmSync(cwd, { recursive: true });
  }
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}

/** The names of what is in one set of outputs other than in another one, after `look`. */
export function differing(a, b, look = (text) => text) {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => {
    const [one, other] = [a[name], b[name]];
    return one === undefined || other === undefined || look(one) !== look(other);
  });
}

/** The names of the commands in a set of outputs that were refused (status 2) or that drydrill has broken off (4). */
export const refusedIn = (outputs) => Object.keys(outputs).filter((name) => /^[24]\n/.test(outputs[name]));

/** A text without the escape codes of its colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are
export const withoutColours = (text) => text.replace(/\u001b\[[0-9;]*m/g, '');

/**
 * Whether two texts say the same in lines of other lengths: the same words, wherever they stand (a list runs down columns);
 * a bar of blocks and rules is as long as its place, and a word that is longer than a line is broken.
 */
export function sameWords(a, b) {
  const counts = new Map();
  const count = (text, by) => {
    for (const word of withoutColours(text).split(/[\s\u2500-\u259f]+/)) counts.set(word, (counts.get(word) ?? 0) + by);
  };
  count(a, 1);
  count(b, -1);
  // What is left was broken on one side: the same letters.
  const letters = (sign) =>
    [...counts]
      .flatMap(([word, n]) => (n * sign > 0 ? [...word.repeat(n * sign)] : []))
      .sort()
      .join('');
  return letters(1) === letters(-1) && letters(1).length < 400;
}

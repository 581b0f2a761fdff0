// In the executable, what sources get for node:fs and node:worker_threads: what they name by a URL, as files beside them in the
// package, is inside, by the name of the file. Everything else is that of Node.
import * as fs from 'node:fs';
import { getAsset, getAssetKeys } from 'node:sea';
import * as threads from 'node:worker_threads';
import { MODULES } from './modules.mjs';

const nameOf = (url) => /[^/]*$/.exec(new URL(url).pathname)[0];

export const readFileSync = (path, options) =>
  path instanceof URL ? getAsset(nameOf(path), options) : fs.readFileSync(path, options);

export const existsSync = (path) => (path instanceof URL ? getAssetKeys().includes(nameOf(path)) : fs.existsSync(path));

/** A thread starts the same program, which does there what the module of this name does. */
export class Worker extends threads.Worker {
  constructor(url, options = {}) {
    super(getAsset('start.cjs', 'utf8'), { ...options, eval: true, argv: [nameOf(url)] });
  }
}

/** What `import(url)` gives. */
export const moduleInside = (url) => MODULES[nameOf(url)]();

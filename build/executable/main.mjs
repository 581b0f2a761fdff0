// What the executable runs: the command, or in a thread of it one of the modules that are started by their URL.
import { isMainThread } from 'node:worker_threads';
import { MODULES } from './modules.mjs';

if (isMainThread) import('../../src/cli.ts').then(({ start }) => start());
else MODULES[process.argv.at(-1)]();

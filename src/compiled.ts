import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** What the bundled command exports. */
export type Bundle = Pick<typeof import('./cli.js'), 'main' | 'start'>;

/** Path of the bundled command in the directory of the built package. */
export const bundleFile = (directory: string): string => join(directory, 'drydrill.cjs');

/** Path of its compiled code: another version of V8, or another machine, would not take it. */
export const cacheFile = (directory: string): string =>
  join(directory, `drydrill.${process.versions.v8}-${process.platform}-${process.arch}.cache`);

/**
 * The bundled command as a script, made from `cache` where V8 takes it (`cachedDataRejected` tells: its flags
 * may differ). Compiling it, function by function as they are called, is a quarter of a short run.
 */
export function compiledScript(directory: string, cache?: Buffer): Script {
  const filename = bundleFile(directory);
  // V8 takes back what it compiled under the same flags: the PowerShell grammar sets this one later
  setFlagsFromString('--liftoff-only');
  // the build leaves ASCII only
  const source = readFileSync(filename, 'latin1');
  // as Node itself wraps a CommonJS module
  return new Script(`(function (exports, require, module, __filename, __dirname) { ${source}\n});`, {
    filename,
    cachedData: cache,
  });
}

/** Runs the script as the CommonJS module that it is, and returns what it exports. */
export function evaluate(script: Script, directory: string): Bundle {
  const filename = bundleFile(directory);
  const module = { exports: {} as Bundle };
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename));
  return module.exports;
}

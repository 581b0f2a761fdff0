#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bundle, bundleFile, cacheFile, compiledScript, evaluate } from './compiled.js';

/** What npm starts as `drydrill`: loads the bundled command beside it and hands over. */

function load(directory: string): Bundle {
  const cache = cacheFile(directory);
  if (existsSync(cache)) {
    const script = compiledScript(directory, readFileSync(cache));
    if (!script.cachedDataRejected) return evaluate(script, directory);
  }
  // Built by another Node. From 22.8 on, Node can itself keep what it compiles.
  const { enableCompileCache } = nodeModule as { enableCompileCache?: () => unknown };
  enableCompileCache?.();
  return nodeModule.createRequire(import.meta.url)(bundleFile(directory)) as Bundle;
}

load(dirname(fileURLToPath(import.meta.url))).start();

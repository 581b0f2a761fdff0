// Keeps what V8 compiles of the bundled command in a short run, for the Node that runs this.
// A process of its own: V8 takes the cache back only under the flags that it was made under.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cacheFile, compiledScript, evaluate } from '../dist/modules/compiled.js';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const DRILL = fileURLToPath(new URL('../sims/03-site-loss.yaml', import.meta.url));

const script = compiledScript(DIST);
const { main } = evaluate(script, DIST);
let printed = '';
const stream = { write: (text) => (printed += text) };
for (const flags of [[], ['--json']]) {
  const status = await main(['run', DRILL, ...flags], {
    stdout: stream,
    stderr: stream,
    env: {},
    isTTY: false,
  });
  if (status !== 0) throw new Error(`the drill that is run to compile the command fails:\n${printed}`);
}
const cache = script.createCachedData();
if (compiledScript(DIST, cache).cachedDataRejected) throw new Error('V8 does not take back what it compiled');
writeFileSync(cacheFile(DIST), cache);

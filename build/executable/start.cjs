// Where the executable begins, in the main thread and in each other: the program is an asset of it, run as one script.
const { getAsset, getAssetKeys } = require('node:sea');
const { Script } = require('node:vm');

// The name is what stack traces have: that of the file of the package.
const options = { filename: 'dist/drydrill.js' };
if (getAssetKeys().includes('code-cache')) options.cachedData = Buffer.from(getAsset('code-cache'));
const program = new Script(getAsset('drydrill.cjs', 'utf8'), options);
program.runInThisContext()(require, { exports: {} }, process.execPath);

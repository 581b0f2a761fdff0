// Runs first in a process (node --import) and ends it where anything is asked of a network, of another program, or of code
// that is a text: a line "FORBIDDEN ..." on its standard error, and status 99.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { writeSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import vm from 'node:vm';

function forbid(owner, of, names) {
  for (const name of names) {
    owner[name] = function forbidden() {
      writeSync(2, `FORBIDDEN ${of}.${name}\n`);
      process.exit(99);
    };
  }
}

forbid(childProcess, 'child_process', ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']);
forbid(net.Socket.prototype, 'Socket', ['connect']);
forbid(net.Server.prototype, 'Server', ['listen']);
forbid(dgram, 'dgram', ['createSocket']);
forbid(dns, 'dns', ['lookup', 'resolve', 'resolve4', 'resolve6']);
forbid(dns.promises, 'dns.promises', ['lookup', 'resolve', 'resolve4', 'resolve6']);
forbid(http, 'http', ['request', 'get']);
forbid(https, 'https', ['request', 'get']);
forbid(tls, 'tls', ['connect']);
forbid(vm, 'vm', [
  'Script',
  'runInContext',
  'runInNewContext',
  'runInThisContext',
  'compileFunction',
  'SourceTextModule',
]);
forbid(globalThis, 'globalThis', ['fetch', 'WebSocket', 'EventSource']);
syncBuiltinESMExports();

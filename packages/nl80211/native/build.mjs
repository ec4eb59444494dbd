/**
 * Builds the addon with node-gyp, and does nothing when its sources and Node's ABI are those of the last build.
 * Node's headers: $NODEDIR, else beside the running node, else the system's, else node-gyp fetches them.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeHeaders } from './headers.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const output = join(root, 'build/Release/vwifi_nl80211.node');
const stamp = join(root, 'build/Release/.inputs');

function inputs() {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch} ${process.versions.modules}\n`);
  hash.update(readFileSync(require.resolve('node-addon-api/package.json')));
  hash.update(readFileSync(join(root, 'binding.gyp')));
  for (const name of readdirSync(join(root, 'native')).sort()) {
    hash.update(`${name}\n`);
    hash.update(readFileSync(join(root, 'native', name)));
  }
  return hash.digest('hex');
}

if (process.platform !== 'linux') {
  console.log(
    'addon: skipped, netlink exists on Linux only (fake, replay and remote sockets work without it)',
  );
  process.exit(0);
}

const wanted = inputs();
if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) process.exit(0);

const probe = spawnSync('pkg-config', ['--exists', '--print-errors', 'libnl-3.0', 'libnl-genl-3.0']);
if (probe.status !== 0) {
  console.error(
    'addon: libnl-3 or pkg-config not found; install them: apt-get install libnl-3-dev libnl-genl-3-dev pkg-config g++ make python3',
  );
  process.exit(1);
}

const nodedir = nodeHeaders();
const gyp = require.resolve('node-gyp/bin/node-gyp.js');
const built = spawnSync(
  process.execPath,
  [gyp, 'configure', 'build', ...(nodedir ? [`--nodedir=${nodedir}`] : [])],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  },
);
if (built.status !== 0) {
  process.stderr.write(built.stdout + built.stderr);
  console.error('addon: node-gyp failed, see above; needed are g++, make, python3 and the headers of Node');
  process.exit(1);
}
writeFileSync(stamp, wanted);
console.log('addon: built build/Release/vwifi_nl80211.node');

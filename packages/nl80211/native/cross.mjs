/**
 * `node native/cross.mjs FOLDER`: builds the addon for arm64 with Debian's cross compiler, without node-gyp and without
 * libnl for arm64: what is linked against are empty libraries of libnl's names, since all that matters is which names
 * the addon asks for.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeHeaders } from './headers.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const TRIPLE = 'aarch64-linux-gnu';
const SOURCES = ['addon.cc', 'socket.cc', 'namespace.cc', 'held.cc'];
/** What the sources call of each library. */
const LIBRARIES = {
  'nl-3': [
    'nl_connect',
    'nl_socket_alloc',
    'nl_socket_disable_seq_check',
    'nl_socket_free',
    'nl_socket_get_fd',
    'nl_socket_get_local_port',
    'nl_socket_set_nonblocking',
  ],
  'nl-genl-3': ['genl_connect'],
};
const DEFINES = ['NAPI_VERSION=8', 'NAPI_DISABLE_CPP_EXCEPTIONS', 'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS'];

function run(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`addon for arm64: ${program}: ${error?.message ?? stderr.trim()}`);
}

/** Builds into the folder, or returns what is missing here and what brings it. @returns {string | undefined} */
export function crossBuild(folder) {
  if (spawnSync(`${TRIPLE}-g++`, ['--version']).status !== 0) {
    return `there is no ${TRIPLE}-g++; apt-get install g++-aarch64-linux-gnu`;
  }
  const headers = nodeHeaders();
  if (!headers) {
    return 'the headers of Node are not here; apt-get install libnode-dev';
  }
  const api = createRequire(import.meta.url)('node-addon-api').include_dir;
  const work = mkdtempSync(join(tmpdir(), 'vwifi-cross-'));
  try {
    for (const [name, functions] of Object.entries(LIBRARIES)) {
      const source = join(work, `${name}.c`);
      writeFileSync(source, functions.map((each) => `void ${each}(void) {}\n`).join(''));
      const shared = ['-shared', '-fPIC', `-Wl,-soname,lib${name}.so.200`];
      run(`${TRIPLE}-gcc`, [...shared, '-o', join(work, `lib${name}.so`), source]);
    }
    mkdirSync(folder, { recursive: true });
    run(`${TRIPLE}-g++`, [
      ...[
        '-shared',
        '-fPIC',
        '-std=c++17',
        '-fno-exceptions',
        '-fno-rtti',
        '-O2',
        '-s',
        '-Wl,-z,defs',
        '-Wl,--unresolved-symbols=ignore-all',
      ],
      ...DEFINES.map((each) => `-D${each}`),
      ...[join(headers, 'include/node'), api.replaceAll('"', ''), '/usr/include/libnl3'].map(
        (each) => `-I${each}`,
      ),
      ...SOURCES.map((each) => join(root, 'native', each)),
      ...[`-L${work}`, ...Object.keys(LIBRARIES).map((each) => `-l${each}`)],
      ...['-o', join(folder, 'vwifi_nl80211.node')],
    ]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = join(root, 'prebuilds', 'linux-arm64')] = process.argv;
  const missing = crossBuild(folder);
  console.log(`addon for arm64: ${missing ?? `built into ${folder}`}`);
  if (missing !== undefined) process.exitCode = 1;
}

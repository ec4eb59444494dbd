/**
 * Who may import whom. A folder that is not in the table is an error, and so is an import that its row does
 * not allow: arrows point one way, testbed -> kernel and nl80211, and inside a package from right to left.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { sourceFiles } from '../lib/files.mjs';
import { inRoot } from '../lib/root.mjs';

/**
 * Folder -> what its files may import besides their own folder and Node: folders of the same package by
 * name, packages by name. `.` is the package's src itself (its index).
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const MAY_IMPORT = {
  // wire knows no Linux, spec is tables, client says what people say.
  'packages/nl80211/src/wire': [],
  'packages/nl80211/src/elements': ['wire'],
  'packages/nl80211/src/socket': ['wire'],
  'packages/nl80211/src/uapi': ['wire'],
  'packages/nl80211/src/genl': ['wire', 'socket', 'uapi'],
  'packages/nl80211/src/spec': ['wire', 'elements', 'genl', 'uapi'],
  // Daemons that keep the keys; a client asks them.
  'packages/nl80211/src/supplicant': ['wire', 'elements', 'socket', 'genl'],
  'packages/nl80211/src/bus': ['wire', 'genl'],
  'packages/nl80211/src/client': [
    'wire',
    'bus',
    'elements',
    'frames',
    'decrypt',
    'capture',
    'socket',
    'genl',
    'spec',
    'uapi',
    'supplicant',
  ],
  'packages/nl80211/src/testing': [
    'wire',
    'elements',
    'socket',
    'genl',
    'spec',
    'uapi',
    'client',
    'supplicant',
    'bus',
  ],
  // Frames of the air by name; what opens those that are sealed; files of them.
  'packages/nl80211/src/frames': ['wire', 'elements'],
  'packages/nl80211/src/decrypt': ['wire', 'elements', 'frames'],
  'packages/nl80211/src/capture': ['wire', 'elements', 'frames', 'decrypt'],
  // What passes by on the way to the kernel; the command line prints it.
  'packages/nl80211/src/monitor': ['wire', 'capture', 'socket', 'genl', 'spec', 'client'],
  'packages/nl80211/src/cli': ['wire', 'socket', 'genl', 'spec', 'client', 'testing', 'monitor'],
  'packages/nl80211/src': ['wire', 'elements', 'socket', 'genl', 'spec', 'uapi', 'client', 'testing'],

  // Node's own modules and the tools of the system are all it has.
  'packages/kernel/src': [],

  // A machine runs commands; guest boots one behind the same interface, rpc carries it to where the agent is.
  'packages/testbed/src/machine': ['.', '@vwifi/nl80211'],
  'packages/testbed/src/rpc': ['.', 'machine', '@vwifi/nl80211'],
  // A program of its own: folders of the host, served to a guest.
  'packages/testbed/src/files': [],
  // The addon is what holds a guest's process to what it may (Landlock, descriptors).
  'packages/testbed/src/guest': ['.', 'machine', 'rpc', '@vwifi/kernel', '@vwifi/nl80211'],
  // The network between guests; several guests as one machine.
  'packages/testbed/src/switch': ['.', '@vwifi/nl80211'],
  'packages/testbed/src/fleet': ['.', 'machine', 'guest', 'switch', '@vwifi/kernel', '@vwifi/nl80211'],
  // A program of its own: an access point of Wi-Fi 7.
  'packages/testbed/src/mld': ['@vwifi/nl80211', '@noble/curves'],
  // What a laboratory is, what a node of it runs, and how it comes up.
  'packages/testbed/src/node': ['.', 'machine', 'lab', 'mld', '@vwifi/kernel', '@vwifi/nl80211'],
  // What happened, as one stream.
  'packages/testbed/src/record': ['.', 'machine', '@vwifi/nl80211'],
  // What was asked of it, in order.
  'packages/testbed/src/session': ['.', 'rpc'],
  // Why something is not as it should be: rules over records and state.
  'packages/testbed/src/explain': ['.', 'machine', 'record', 'node', 'lab', '@vwifi/nl80211'],
  // What is left of a laboratory: a folder, a file, a page.
  'packages/testbed/src/trace': [
    '.',
    'session',
    'explain',
    'machine',
    'record',
    'lab',
    '@vwifi/nl80211',
    '@vwifi/view',
    'fflate',
  ],
  // What was asked once, again; and where it came out otherwise.
  'packages/testbed/src/replay': ['.', 'session', 'rpc', 'fleet', 'lab', 'record', 'trace'],
  // The same while it is up, for one user.
  'packages/testbed/src/view': ['.', 'machine', 'record', 'trace', 'lab', '@vwifi/nl80211', '@vwifi/view'],
  // The page knows of laboratories what its data says.
  'packages/view/src': [],
  'packages/testbed/src/lab': [
    '.',
    'session',
    'view',
    'record',
    'explain',
    'machine',
    'rpc',
    'guest',
    'fleet',
    'switch',
    'node',
    '@vwifi/kernel',
    '@vwifi/nl80211',
    'yaml',
    'zod',
  ],
  // The laboratory for other languages.
  'packages/testbed/src/jsonrpc': ['.', 'machine', 'rpc', 'guest', 'node', 'lab', 'zod'],
  'packages/testbed/src/daemon': [
    '.',
    'session',
    'jsonrpc',
    'machine',
    'rpc',
    'guest',
    'fleet',
    'switch',
    'node',
    'lab',
    '@vwifi/kernel',
    '@vwifi/nl80211',
  ],
  'packages/testbed/src/api': [
    '.',
    'session',
    'replay',
    'explain',
    'record',
    'trace',
    'machine',
    'rpc',
    'guest',
    'fleet',
    'switch',
    'node',
    'lab',
    'daemon',
    '@vwifi/kernel',
    '@vwifi/nl80211',
  ],
  // For the test runners of others.
  'packages/testbed/src/fixtures': [
    '.',
    'explain',
    'node',
    'lab',
    'api',
    '@vwifi/nl80211',
    'vitest',
    'trace',
  ],
  // One laboratory many times; who runs each is told by whoever starts it.
  'packages/testbed/src/sweep': ['.', 'lab', 'yaml', 'zod'],
  'packages/testbed/src/cli': [
    '.',
    'session',
    'replay',
    'record',
    'explain',
    'trace',
    'sweep',
    'machine',
    'rpc',
    'guest',
    'fleet',
    'switch',
    'node',
    'lab',
    'daemon',
    'api',
    'fixtures',
    '@vwifi/kernel',
    '@vwifi/nl80211',
    'cli-table3',
    'commander',
    'picocolors',
    'yaml',
  ],
  // A command may draw; what draws knows of netlink no more than its limits of time.
  'packages/vwifi-tool/src/draw': ['.', '@vwifi/nl80211', '@resvg/resvg-js'],
  'packages/vwifi-tool/src/capture': ['.', '@vwifi/nl80211'],
  'packages/vwifi-tool/src/commands': ['.', 'draw', 'capture', '@vwifi/nl80211', 'commander'],
  'packages/vwifi-tool/src': ['commands', 'capture', 'draw', '@vwifi/nl80211', '@vwifi/testbed', 'commander'],

  'packages/testbed/src': [
    'explain',
    'machine',
    'rpc',
    'guest',
    'fleet',
    'switch',
    'node',
    'record',
    'lab',
    'daemon',
    'api',
    '@vwifi/nl80211',
  ],
};

const IMPORT =
  /(?:^|[\s;])(?:import|export)\s[^'";]*?from\s*'([^']+)'|\bimport\s*\(\s*'([^']+)'\s*\)|^import\s+'([^']+)'/gm;

/** The folder of the table that a file belongs to: src/<folder>, or src for what lies in it directly. @param {string} path */
function folderOf(path) {
  const [packages, name, src, folder, ...rest] = path.split('/');
  return rest.length > 0
    ? join(packages ?? '', name ?? '', src ?? '', folder ?? '')
    : join(packages ?? '', name ?? '', src ?? '');
}

/**
 * @param {string} path
 * @param {string} text
 * @param {Readonly<Record<string, readonly string[]>>} [table]
 * @returns {string[]}
 */
export function boundaryOffences(path, text, table = MAY_IMPORT) {
  const home = folderOf(path);
  const allowed = table[home];
  if (!allowed) return [`${path}: ${home} has no row in tools/checks/boundaries.mjs`];
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    if (target.startsWith('node:')) return [];
    if (!target.startsWith('.')) {
      const name = target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');
      return allowed.includes(name) ? [] : [`${path}: may not import ${name}`];
    }
    const folder = folderOf(normalize(join(dirname(path), target)));
    if (folder === home) return [];
    const root = home.split('/').slice(0, 3).join('/');
    if (folder !== root && dirname(folder) !== root)
      return [`${path}: reaches out of its package: ${target}`];
    const name = folder === root ? '.' : folder.slice(root.length + 1);
    return allowed.includes(name)
      ? []
      : [`${path}: ${home.slice(root.length + 1) || '.'} may not import ${name}`];
  });
}

export const boundaries = {
  name: 'import boundaries',
  find: () =>
    sourceFiles(['packages'])
      .filter((path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'))
      .flatMap((path) => boundaryOffences(path, readFileSync(inRoot(path), 'utf8'))),
};

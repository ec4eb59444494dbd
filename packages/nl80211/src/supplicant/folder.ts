/** Where the daemons keep their control sockets: a folder with one file for each interface. */
import { join } from 'node:path';
import { VWifiError } from '../wire/errors.js';
import { ControlSocket } from './control.js';

interface Daemon {
  readonly name: string;
  readonly code: string;
  readonly folders: readonly string[];
  /** How one is started that has a socket. */
  readonly start: (interfaceName: string) => string;
}

export const controlFolders = {
  supplicant: {
    name: 'wpa_supplicant',
    code: 'NO_SUPPLICANT',
    folders: ['/run/wpa_supplicant', '/var/run/wpa_supplicant'],
    start: (name) => `wpa_supplicant -B -i ${name} -C /run/wpa_supplicant`,
  },
  hostapd: {
    name: 'hostapd',
    code: 'NO_HOSTAPD',
    folders: ['/run/hostapd', '/var/run/hostapd'],
    start: () => 'hostapd with ctrl_interface=/run/hostapd in its configuration',
  },
} as const satisfies Readonly<Record<string, Daemon>>;

/** The daemon has made none, or has ended and left its file. */
const NOBODY: readonly unknown[] = ['ENOENT', 'ECONNREFUSED', 'ENOTCONN'];

/** The control socket of an interface; rejects with the daemon's `code` where nobody listens. */
export async function openIn(
  { name: program, code, folders, start }: Daemon,
  interfaceName: string,
  path?: string,
): Promise<ControlSocket> {
  if (interfaceName === '' || /[/\0]/.test(interfaceName))
    throw new VWifiError('BAD_ARGUMENT', `${JSON.stringify(interfaceName)} is no interface`);
  for (const each of path === undefined ? folders.map((folder) => join(folder, interfaceName)) : [path])
    try {
      return await ControlSocket.attach(each);
    } catch (error) {
      if (!NOBODY.includes((error as { code?: unknown }).code)) throw error;
    }
  const where = path ?? `${folders[0]}/${interfaceName}`;
  throw new VWifiError(
    code,
    `no ${program} serves ${interfaceName}: nobody listens at ${where}; start one: ${start(interfaceName)}`,
  );
}

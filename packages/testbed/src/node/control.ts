/** Control sockets of daemons that run on a machine of the laboratory. */
import { ControlSocket } from '@vwifi/nl80211/supplicant';
import type { Machine, Place } from '../machine/machine.js';

/** Of a daemon that runs. */
export const attachControl = (machine: Machine, path: string, place?: Place): Promise<ControlSocket> =>
  ControlSocket.attach(path, () => machine.openDatagram(path, place), machine.clock);

/** Of a daemon that is starting: as soon as it has made its socket. */
export const openControl = (
  machine: Machine,
  path: string,
  signal: AbortSignal,
  place?: Place,
): Promise<ControlSocket> =>
  ControlSocket.open(path, signal, () => machine.openDatagram(path, place), machine.clock);

/** Its end is told by whoever watches the daemon's process: until then an event may only be late. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

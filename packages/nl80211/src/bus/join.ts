/** Who on this system's D-Bus joins networks. */
import type { Attempt, Bus, BusDevice, BusNetwork, Joiner } from './bus.js';
import { iwd } from './iwd.js';
import { networkManager } from './network-manager.js';

/** NetworkManager first: it may have iwd do its work. */
const JOINERS: readonly Joiner[] = [networkManager, iwd];

/** Joins by the daemon that looks after the interface; false where none does. */
export async function joinByBus(
  bus: Bus,
  device: BusDevice,
  network: BusNetwork,
  attempt: Attempt,
): Promise<boolean> {
  const names = await bus.names();
  for (const joiner of JOINERS) {
    if (!names.includes(joiner.service)) continue;
    const path = await joiner.find(bus, device);
    if (path === undefined) continue;
    await joiner.join(bus, path, network, attempt);
    return true;
  }
  return false;
}

/** Makes the air of a laboratory what its file says, over the driver's own family. */
import { VWifi } from '@vwifi/nl80211';
import { PERSONAS } from '@vwifi/nl80211/vwifi';
import type { Machine } from '../machine/machine.js';
import type { Air } from './air.js';

export async function setAir(
  machine: Machine,
  air: Air,
  guest: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  await using wifi = await VWifi.open({
    socket: machine.openNetlink,
    ...(guest === undefined ? {} : { netns: guest }),
  });
  const { medium, radios, links, denylist } = wifi.vwifi;
  if (air.medium) await medium.set(air.medium, { signal });
  for (const { interface: name, persona, driverSme, ...settings } of air.radios) {
    if (persona !== undefined || driverSme !== undefined) {
      // What a radio can is said when it is made; the free number that it gets is the lowest, which is its own.
      await radios.remove(name, { signal });
      await radios.add(
        {
          ...(persona === undefined ? {} : PERSONAS[persona]),
          ...(driverSme === undefined ? {} : { driverSme }),
          ifname: name,
        },
        { signal },
      );
    }
    if (Object.keys(settings).length > 0) await radios.set(name, settings, { signal });
  }
  for (const { settings, ...ends } of air.links) await links.set(ends, settings, { signal });
  if (air.deny.length > 0) await denylist.set(air.deny, { signal });
}

import type { Bss } from '@vwifi/nl80211';
import { type CommonFlags, type Context, show, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { dbm } from '../draw/units.js';
import { placeOf } from '../interface.js';

const channelText = ({ channel, frequencyMhz }: Bss): string =>
  channel === undefined ? `${frequencyMhz} MHz` : `${channel} (${frequencyMhz} MHz)`;

export const scanTable = (found: readonly Bss[]): string =>
  table(
    ['BSSID', 'SSID', 'CHANNEL', 'SIGNAL', 'SECURITY', 'STATUS'],
    found.map((bss) => [
      bss.bssid,
      bss.ssid === '' ? '(hidden)' : bss.ssid,
      channelText(bss),
      bss.signalPercent === undefined ? dbm(bss.signalDbm) : `${bss.signalPercent} %`,
      bss.security.join(', ') || 'open',
      bss.status ?? '-',
    ]),
  );

/** Without the elements' bytes, which no shell reads. */
const plain = ({ elements, beaconElements, ssidBytes, ...rest }: Bss) => rest;

export const scan = (
  context: Context,
  name: string,
  flags: CommonFlags & { readonly ssid?: string; readonly flush?: boolean },
): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const { ssid, flush } = flags;
    const { wifi } = await placeOf(target, name, context.signal);
    const found = await wifi.dev(name).scan({
      signal: context.signal,
      ...(ssid === undefined ? {} : { ssids: [ssid] }),
      ...(flush ? { flush } : {}),
    });
    found.sort((a, b) => (b.signalDbm ?? -200) - (a.signalDbm ?? -200));
    show(context, flags, found.map(plain), () =>
      found.length === 0 ? `${name} hears nothing` : scanTable(found),
    );
  });

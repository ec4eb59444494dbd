/** The rules of a country, before an access point begins: what they allow comes a moment after they were asked for. */
import type { Radio, VWifi } from '@vwifi/nl80211';
import { withDeadline } from '@vwifi/nl80211/deadline';
import type { PointSettings } from './settings.js';

const PATIENCE_MS = 10_000;

/** Resolves when they are in force; rejects where they are not in time. */
export async function obey(wifi: VWifi, country: string): Promise<void> {
  const inForce = async (): Promise<boolean> => (await wifi.regulatory())[0]?.alpha2 === country;
  using signal = withDeadline(`the rules of ${country}`, PATIENCE_MS);
  const events = wifi.events({ groups: ['regulatory'], signal });
  await events.ready;
  if (await inForce()) return void (await events.close());
  await wifi.setRegulatory(country);
  for await (const _ of events) if (await inForce()) return;
  throw new Error(`the rules of ${country} were asked for, and are not in force: is there such a country?`);
}

/** Throws where a link is where nobody may send. */
export function checkAllowed(
  { bands, name }: Radio,
  { links, country = 'this kernel' }: PointSettings,
): void {
  const all = bands.flatMap(({ frequencies }) => frequencies);
  for (const { frequencyMhz } of links) {
    const known = all.find((each) => each.frequencyMhz === frequencyMhz);
    if (!known) throw new Error(`${name} has no channel at ${frequencyMhz} MHz`);
    if (known.disabled || known.noInitiate)
      throw new Error(`the rules of ${country} allow no access point at ${frequencyMhz} MHz`);
  }
}

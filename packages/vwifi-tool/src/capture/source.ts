/** What is listened to: a tap of the whole air, or a monitor interface; made for it, and gone with it. */
import { ToolError } from '../context.js';
import { placeOf } from '../interface.js';
import type { Place, Target } from '../target.js';

export interface Source {
  readonly ifname: string;
  /** In words. */
  readonly what: string;
  readonly place: Place;
  /** Removes what was made. */
  close(): Promise<void>;
}

/** The whole air of this kernel: every radio, every channel. */
async function tap(place: Place, signal: AbortSignal): Promise<Source> {
  const { taps } = place.wifi.vwifi;
  const { ifname } = await taps.add(undefined, { signal, owned: true });
  const close = () => taps.remove(ifname).catch(gone);
  try {
    await place.wifi.dev(ifname).up({ signal });
  } catch (error) {
    await close();
    throw error;
  }
  return { ifname, what: 'the whole air', place, close };
}

/** What an interface hears: itself if it is a monitor, else a monitor beside it on its radio. */
async function monitor(target: Target, name: string, signal: AbortSignal): Promise<Source> {
  const place = await placeOf(target, name, signal);
  const { wifi } = place;
  const all = await wifi.interfaces({ signal });
  const asked = all.find((each) => each.name === name);
  if (!asked) throw new ToolError(`capture ${name}: it has just gone`);
  if (asked.type === 'monitor') {
    await wifi.dev(name).up({ signal });
    return { ifname: name, what: `what ${name} hears`, place, close: async () => {} };
  }
  const taken = new Set(all.map((each) => each.name));
  let number = 0;
  while (taken.has(`vwmon${number}`)) number++;
  const ifname = `vwmon${number}`;
  await wifi.phy(asked.radio).create({ name: ifname, type: 'monitor', owned: true }, { signal });
  const close = () => wifi.dev(ifname).delete().catch(gone);
  try {
    await wifi.dev(ifname).up({ signal });
  } catch (error) {
    await close();
    throw error;
  }
  return { ifname, what: `what the radio of ${name} hears`, place, close };
}

/** The laboratory or the driver went first, and took it along. */
const gone = (): void => {};

export async function openSource(
  target: Target,
  name: string | undefined,
  signal: AbortSignal,
): Promise<Source> {
  if (name !== undefined) return monitor(target, name, signal);
  const [place] = await target.places();
  if (!place) throw new ToolError('capture: there is no namespace to listen in');
  return tap(place, signal);
}

/** Who is not of the same cell: a network of 40 MHz beside one of 20, and stations that do not hear each other. */
import assert from 'node:assert/strict';
import { goodput, honestAir, hush } from '../../lib/air.js';
import type { Context } from '../../lib/context.js';
import { connected, hostapd, type Node, nodes, OPEN, OPEN_NETWORK, supplicant } from '../../lib/network.js';
import { beside, sum } from '../air/compare.js';
import { cellOf, counted, failureChance, inContext, sendsAt } from '../air/network.js';
import type { Part, Setting } from '../part.js';
import type { Row } from '../report.js';

const PART = 'air-neighbours';
const SECONDS = 4;
/** Thermal noise over 20 MHz with the medium's noise figure of 6 dB. */
const NOISE_DBM = -95;
/** At which some of the frames at 54 Mbit/s are lost. */
const SINR_DB = 18;
const NEAR_DBM = -50;
const UNHEARD_DBM = -120;
/** Half of what goes over 40 MHz falls into a channel of 20. */
const HALF_DB = 3;
/** What the network beside does not fill: backoff and acknowledgements, which are 20 MHz wide. */
const GAPS = 0.15;

const MINE = { ...OPEN, hw_mode: 'a', country_code: 'US', channel: 36, wmm_enabled: 0 };
const WIDE = {
  ...{
    ...OPEN,
    ssid: 'beside',
    hw_mode: 'a',
    country_code: 'US',
    channel: 40,
    ieee80211n: 1,
    wmm_enabled: 1,
  },
  ht_capab: '[HT40-]',
};
const NARROW = { ...WIDE, ht_capab: '[SHORT-GI-20]' };

/** A network of 20 MHz on channel 36, and one beside it whose primary channel is 40. */
async function beside40(context: Context, { progress }: Setting, wide: boolean): Promise<Row[]> {
  const [ap, station, other, sender] = await nodes(context, 4);
  assert.ok(ap && station && other && sender);
  const wifi = await honestAir(context);
  // It looks for others on both of its channels, and must not find any.
  await hostapd(context, other, wide ? WIDE : NARROW);
  await hostapd(context, ap, MINE);
  await connected(context, await supplicant(context, station, OPEN_NETWORK));
  await connected(context, await supplicant(context, sender, { ...OPEN_NETWORK, ssid: '"beside"' }));
  await hush([ap, station, other, sender]);
  const [mine, theirs] = [
    [ap, station],
    [other, sender],
  ];
  const hears = async (to: readonly Node[], from: readonly Node[], signalDbm: number) => {
    for (const receiver of to)
      for (const { interface: name } of from)
        await wifi.vwifi.links.set({ receiver: receiver.interface, sender: name }, { signalDbm });
  };
  await station.iw('set', 'bitrates', 'legacy-5', '54');
  const flow = { from: station, to: ap };
  const noise = { from: sender, to: other, buffer: 500_000 };
  const lost = async (loud: boolean) => {
    const before = await counted(wifi);
    const [mbps = 0] = await goodput(context, loud ? [flow, noise] : [flow], SECONDS);
    return { mbps, lost: failureChance(before, await counted(wifi), [station]) };
  };
  const head = { part: PART, subject: `20 MHz beside ${wide ? 40 : 20} MHz` };
  const alone = await lost(false);
  const near = await lost(true);
  const own = { receiver: ap.interface, sender: station.interface };
  await wifi.vwifi.links.set(own, { signalDbm: NOISE_DBM + SINR_DB });
  const weak = await lost(false);
  // The same ratio by the other network's power; nobody of the one hears the other one but the access point.
  await wifi.vwifi.links.set(own, { signalDbm: NEAR_DBM });
  await hears(mine ?? [], theirs ?? [], UNHEARD_DBM);
  await hears(theirs ?? [], mine ?? [], UNHEARD_DBM);
  await hears([ap], [sender], NEAR_DBM - SINR_DB + HALF_DB);
  const far = await lost(true);
  progress(`${head.subject}: ${JSON.stringify({ alone, near, weak, far })}`);
  const shares = { ...head, measure: 'goodput, both send and hear each other', unit: 'Mbit/s' };
  const loses = { ...head, measure: 'lost to one that is not heard', unit: 'of 1' };
  return [
    {
      ...beside(shares, near.mbps, { name: 'alone', value: alone.mbps }),
      target: wide ? { atMost: 0.6 } : { atLeast: 0.98 },
    },
    wide
      ? beside(loses, far.lost, { name: 'as much noise', value: weak.lost }, GAPS)
      : { ...loses, value: far.lost, target: { atMost: 0.001 } },
  ];
}

const HIDDEN_MBPS = 6;

/** Two stations that hear each other, that do not, and that do not but ask by RTS. */
async function hidden(context: Context, { progress }: Setting): Promise<Row[]> {
  const { ap, stations, wifi } = await cellOf(context, 2, { hw_mode: 'g' });
  const [one, other] = stations;
  assert.ok(one && other);
  await sendsAt(stations, HIDDEN_MBPS, 7);
  const both = async () => {
    const before = await counted(wifi);
    const mbps = sum(
      await goodput(
        context,
        stations.map((from) => ({ from, to: ap })),
        SECONDS,
      ),
    );
    return { mbps, lost: failureChance(before, await counted(wifi), stations) };
  };
  const heard = await both();
  await wifi.vwifi.links.set(
    { receiver: one.interface, sender: other.interface },
    { signalDbm: UNHEARD_DBM },
  );
  await wifi.vwifi.links.set(
    { receiver: other.interface, sender: one.interface },
    { signalDbm: UNHEARD_DBM },
  );
  const unheard = await both();
  await wifi.vwifi.medium.set({ rtsThreshold: 0 });
  const asked = await both();
  progress(`hidden: ${JSON.stringify({ heard, unheard, asked })}`);
  const head = { part: PART, measure: 'goodput', unit: 'Mbit/s' };
  const against = { name: 'where they hear each other', value: heard.mbps };
  return [
    {
      ...beside({ ...head, subject: 'two hidden stations' }, unheard.mbps, against),
      target: { atMost: 0.5 },
    },
    {
      ...beside({ ...head, subject: 'two hidden stations, RTS/CTS' }, asked.mbps, against),
      target: { atLeast: 0.75 },
    },
    ...[
      { subject: 'two stations that hear each other', value: heard.lost },
      { subject: 'two hidden stations', value: unheard.lost },
      { subject: 'two hidden stations, RTS/CTS', value: asked.lost },
    ].map((row) => ({ part: PART, measure: 'lost transmissions', unit: 'of 1', ...row })),
  ];
}

export const neighbours: Part = {
  name: PART,
  about: '20 MHz beside 40 MHz, and two stations that do not hear each other, with and without RTS',
  virtualTime: true,
  run: async (setting) => [
    ...(await inContext(setting, (context) => beside40(context, setting, true))),
    ...(await inContext(setting, (context) => beside40(context, setting, false))),
    ...(await inContext(setting, hidden)),
  ],
};

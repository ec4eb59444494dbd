import assert from 'node:assert/strict';
import type { Nl80211 } from '@vwifi/nl80211';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import { type Daemon, hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const HE = {
  ...{ ...OPEN, hw_mode: 'a', channel: 36, country_code: 'US', wmm_enabled: 1 },
  ...{ ieee80211n: 1, ieee80211ac: 1, ieee80211ax: 1, he_bss_color: 5 },
};
const NEW_COLOUR = 9;
const COUNT = 6;

/** What hostapd gave the kernel as its beacon, before and behind the TIM. */
function beaconOf({ program }: Daemon): { head: Buffer; tail: Buffer } {
  const text = program.output.toString();
  const last = (part: string) => {
    const [, octets] =
      [...text.matchAll(new RegExp(`Beacon ${part} - hexdump\\(len=\\d+\\): ([0-9a-f ]+)`, 'g'))].at(-1) ??
      [];
    assert.ok(octets, `hostapd has said its beacon's ${part}`);
    return Buffer.from(octets.replaceAll(' ', ''), 'hex');
  };
  return { head: last('head'), tail: last('tail') };
}

/** The tail with another colour in its HE operation element. */
function coloured(tail: Buffer, colour: number): Buffer {
  const copy = Buffer.from(tail);
  for (let at = 0; at < copy.length; at += 2 + (copy[at + 1] ?? 0)) {
    if (copy[at] !== 255 || copy[at + 2] !== 36) continue;
    copy[at + 6] = ((copy[at + 6] ?? 0) & 0xc0) | colour;
    return copy;
  }
  throw new Error('the beacon has no HE operation element');
}

export default scenario(
  'two access points of one colour are told of it, and one of them goes over to another in so many beacons',
  {},
  async (context) => {
    const [ap, other] = await nodes(context, 2);
    assert.ok(ap && other);
    assert.match(await ap.run('iw phy vw_phy0 info'), /\[ BSS_COLOR \]/);
    const wifi = await openClient(context, ap.netns);
    const events = wifi.events();
    await events.ready;
    const told = async (name: string): Promise<Nl80211> => {
      for (;;) {
        const { done, value } = await events.next();
        assert.ok(!done);
        if (value.name === name && 'attributes' in value) return value.attributes;
      }
    };
    const first = await hostapd(context, ap, HE);
    const second = await hostapd(context, other, HE);
    assert.equal((await told('obssColorCollision')).obssColorBitmap, 1n << 5n);
    await second.program.stop();

    const air = await Capture.ofTheAir(context);
    const { head, tail } = beaconOf(first);
    const next = coloured(tail, NEW_COLOUR);
    // BSS Color Change Announcement (802.11ax, 9.4.2.254): a count, and the colour.
    const announced = Buffer.concat([tail, Buffer.from([255, 3, 42, COUNT, NEW_COLOUR])]);
    await wifi.commands.colorChangeRequest({
      dev: ap.interface,
      colorChangeCount: COUNT,
      colorChangeColor: NEW_COLOUR,
      beaconHead: head,
      beaconTail: next,
      colorChangeElems: { beaconHead: head, beaconTail: announced, cntdwnOffsBeacon: [tail.length + 3] },
    });
    await told('colorChangeStarted');
    await told('colorChangeCompleted');
    // Somebody hears a beacon of the new colour.
    await other.iw('scan', 'freq', '5180', 'flush');
    await air.stop();
    await events.return?.(undefined);
    const counts = (await air.octets(`wlan.fc.type_subtype == 8 && wlan.ta == ${ap.mac}`))
      .map((octets) => octets.match(/ff032a([0-9a-f]{2})09$/)?.[1])
      .filter((count) => count !== undefined)
      .map((count) => Number.parseInt(count, 16));
    assert.deepEqual(counts, [6, 5, 4, 3, 2, 1]);
    const colours = (await air.octets(`wlan.fc.type_subtype == 8 && wlan.ta == ${ap.mac}`)).map(
      (octets) => Number.parseInt(octets.match(/ff..24.{6}(..)/)?.[1] ?? '', 16) & 0x3f,
    );
    assert.equal(colours[0], 5);
    assert.equal(colours.at(-1), NEW_COLOUR);
  },
);

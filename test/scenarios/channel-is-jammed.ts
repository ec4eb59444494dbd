import assert from 'node:assert/strict';
import type { VWifi } from '@vwifi/nl80211';
import { openClient } from '../lib/client.js';
import type { Context } from '../lib/context.js';
import { connected, type Daemon, type Node, network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const CHANNEL_6 = 2437;
const CHANNEL_1 = 2412;
const HOUR_MS = 3_600_000;

/** How long a channel has been busy, as the survey has it, in ms. */
async function busy(node: Node, frequency: number): Promise<number> {
  const survey = await node.iw('survey', 'dump');
  const block = survey.split('Survey data').find((each) => each.includes(`${frequency} MHz`)) ?? '';
  return Number(/channel busy time:\s+(\d+) ms/.exec(block)?.[1]);
}

const uptime = async (node: Node): Promise<number> =>
  Number((await node.run('cut -d" " -f1 /proc/uptime')).trim()) * 1000;

/** Nothing is received while it lasts: the station leaves, and comes back when it is over. */
async function jammed(context: Context, wifi: VWifi, ap: Node, station: Node, daemon: Daemon) {
  const { medium } = wifi.vwifi;
  const [before, began] = [await busy(station, CHANNEL_6), await uptime(station)];
  await medium.jam({ frequencyMhz: CHANNEL_6, durationMs: HOUR_MS });
  await station.pingsInVain(ap);
  await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED bssid=[0-9a-f:]+ reason=4/);
  const [jam] = await medium.jams();
  assert.ok(jam && jam.widthMhz === 20 && jam.leftMs < HOUR_MS, JSON.stringify(jam));
  await station.iw('scan', 'flush', 'freq', `${CHANNEL_6}`);
  assert.doesNotMatch(await station.iw('scan', 'dump'), /SSID: test/);
  const [spent, took] = [(await busy(station, CHANNEL_6)) - before, (await uptime(station)) - began];
  assert.ok(took > 1000 && Math.abs(spent - took) < 500, `busy for ${spent} of ${took} ms`);
  await medium.unjam(CHANNEL_6);
  await connected(context, daemon);
  await station.pings(ap);
  // By itself it ends, too.
  await medium.jam({ frequencyMhz: CHANNEL_6, durationMs: 300 });
  await context.eventually('it is over', async () => (await medium.jams()).length === 0);
  await connected(context, daemon);
  await station.pings(ap);
}

export default scenario(
  'on a channel that is jammed nothing is received and the survey finds it busy, in both models; beside it all goes on',
  { debug: true },
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 1, WPA2);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    const wifi = await openClient(context);
    const { medium } = wifi.vwifi;

    // Another channel is another matter.
    const elsewhere = await busy(station, CHANNEL_1);
    await medium.jam({ frequencyMhz: CHANNEL_1, durationMs: HOUR_MS });
    await station.pings(ap);
    await medium.unjam(CHANNEL_1);
    assert.ok((await busy(station, CHANNEL_1)) - elsewhere >= 900);
    await assert.rejects(medium.unjam(CHANNEL_1), /ENOENT.*nothing jams this air there/);
    await jammed(context, wifi, ap, station, daemon);

    // Where radios contend, noise that is weak enough is read through.
    await medium.set({ model: 'dcf' });
    await medium.jam({ frequencyMhz: CHANNEL_6, durationMs: HOUR_MS, signalDbm: -95 });
    await station.pings(ap);
    // What keeps nobody silent, but is as strong as what is sent.
    await medium.jam({ frequencyMhz: CHANNEL_6, durationMs: 60_000, widthMhz: 320, signalDbm: -48 });
    await station.pingsInVain(ap);
    await medium.unjam();
    await connected(context, daemon);
    await jammed(context, wifi, ap, station, daemon);

    // Limits.
    await assert.rejects(medium.jam({ frequencyMhz: 900, durationMs: 5 }), /ERANGE/);
    await assert.rejects(medium.jam({ frequencyMhz: CHANNEL_6, durationMs: HOUR_MS + 1 }), /ERANGE/);
    await assert.rejects(medium.jam({ frequencyMhz: CHANNEL_6, durationMs: 5, widthMhz: 321 }), /ERANGE/);
    // Those that have just ended are among the 16.
    let more = 0;
    const full = async () => {
      for (; more <= 16; more++) await medium.jam({ frequencyMhz: 5955, durationMs: HOUR_MS });
    };
    await assert.rejects(full(), /ENOSPC.*16 jams go on/);
    assert.ok(more >= 10 && more <= 16, `${more} more`);
  },
);

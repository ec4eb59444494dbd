import assert from 'node:assert/strict';
import { floods, goodput, honestAir, hush } from '../lib/air.js';
import type { Context } from '../lib/context.js';
import { connected, hostapd, type Node, nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** What an access point announces of its channel, of 255. */
async function utilisation(context: Context, at: Node): Promise<number> {
  await at.iw('scan', 'freq', '2412', 'flush');
  const [, figure] = /channel utilisation: (\d+)\/255/.exec(await at.iw('scan', 'dump')) ?? [];
  assert.ok(figure, `no BSS Load element at ${at.interface} (${context.machine.kernel})`);
  return Number(figure);
}

export default scenario(
  'an access point finds the channel with the least traffic by itself (ACS), and announces how busy its own is (BSS Load)',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [first, second, third, one, other, chooser] = await nodes(context, 6);
    assert.ok(first && second && third && one && other && chooser);
    await honestAir(context);
    await hostapd(context, first, { ...OPEN, channel: 1, bss_load_update_period: 10 });
    await hostapd(context, second, { ...OPEN, channel: 6, ssid: 'second' });
    // By its beacons the busiest.
    await hostapd(context, third, { ...OPEN, channel: 11, ssid: 'third', beacon_int: 20 });
    await connected(context, await supplicant(context, one, OPEN_NETWORK));
    await connected(context, await supplicant(context, other, { ...OPEN_NETWORK, ssid: '"second"' }));
    await hush([first, second, one, other]);
    // Few frames, each long.
    for (const station of [one, other]) await station.iw('set', 'bitrates', 'legacy-2.4', '6');
    const chooses = async (): Promise<number> => {
      const acs = { ...OPEN, channel: 'acs_survey', chanlist: '1 6 11', acs_num_scans: 2 };
      const { program } = await hostapd(context, chooser, acs);
      const [, channel] = /channel (\d+) /.exec(await chooser.iw('info')) ?? [];
      await program.stop();
      return Number(channel);
    };

    const flows = [
      { from: one, to: first },
      { from: other, to: second },
    ];
    const idle = { channel: await chooses(), utilisation: await utilisation(context, chooser) };
    // Compiled before it is needed.
    await goodput(context, flows, 0.1);
    const going = floods(context, flows, 8);
    let busy = 0;
    await context.eventually('the access point says that its channel is busy', async () => {
      busy = await utilisation(context, chooser);
      return busy > 150;
    });
    await context.run('sleep 1');
    const loaded = { utilisation: await utilisation(context, chooser), channel: await chooses() };
    const arrived = await going;
    assert.ok(
      arrived.every(({ datagrams }) => datagrams > 1000),
      JSON.stringify(arrived),
    );
    context.timeline.note(JSON.stringify({ idle, loaded }));
    assert.ok(idle.channel === 1 || idle.channel === 6, `channel ${idle.channel} where all are idle`);
    assert.equal(loaded.channel, 11);
    // A station that always sends leaves intervals between frames, and slots: a tenth.
    assert.ok(idle.utilisation < 25, `${idle.utilisation}/255 idle`);
    assert.ok(Math.abs(loaded.utilisation / 255 - 0.9) < 0.1, `${loaded.utilisation}/255 loaded`);
  },
);

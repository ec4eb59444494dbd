import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { connected, type Daemon, hostapd, nodes, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** 160 MHz around 5250: the upper half belongs to radars first. */
const CONF = {
  ...{ ssid: 'test', hw_mode: 'a', channel: 36, country_code: 'DE', ieee80211d: 1, ieee80211h: 1 },
  ...{ ieee80211n: 1, wmm_enabled: 1, ht_capab: '[HT40+][SHORT-GI-20][SHORT-GI-40]' },
  ...{ ieee80211ac: 1, vht_capab: '[VHT160][SHORT-GI-80][SHORT-GI-160]' },
  ...{ vht_oper_chwidth: 2, vht_oper_centr_freq_seg0_idx: 50 },
  chanlist: '36-48 100-128', // where it may go from here
};
const CAC_S = 60;
/** The first channel's upper half, and all of the second one. */
const FIRST = [5260, 5280, 5300, 5320];
const SECOND = [5500, 5520, 5540, 5560, 5580, 5600, 5620, 5640];

export default scenario(
  'a radar under a part of 160 MHz: the access point listens elsewhere, or where nothing so wide is left is narrower at once, and stations come along',
  { nightly: true },
  async (context) => {
    const [ap, ...stations] = await nodes(context, 3);
    assert.ok(ap);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const allAre = async (channels: readonly number[], state: string) => {
      const text = await ap.run('iw phy vw_phy0 channels');
      for (const mhz of channels)
        assert.match(text, new RegExp(`\\* ${mhz}(?:\\.0)? MHz[^*]*DFS state: ${state}`), `${mhz} MHz`);
    };
    const uptime = async () => Number((await context.run('cat /proc/uptime')).split('.')[0]);
    const channelOf = async (node: typeof ap) => /channel .*/.exec(await node.iw('info'))?.[0] ?? 'none';
    const allOn = async (channel: RegExp) => {
      for (const node of [ap, ...stations])
        await context.eventually(`${node.interface} is on ${channel}`, async () =>
          channel.test(await channelOf(node)),
        );
      for (const station of stations) await station.pings(ap);
    };

    let before = await uptime();
    const { control, program } = await hostapd(context, ap, CONF);
    assert.ok((await uptime()) - before >= CAC_S, 'it listened');
    await program.output.next(/DFS-CAC-COMPLETED success=1 freq=5180/);
    await allAre(FIRST, 'available');
    const daemons: Daemon[] = [];
    for (const station of stations) {
      const daemon = await supplicant(context, station, { ...OPEN_NETWORK, scan_freq: '5180 5500' });
      await connected(context, daemon);
      daemons.push(daemon);
    }
    await allOn(/channel 36 \(5180 MHz\), width: 160 MHz, center1: 5250 MHz/);

    // There is another channel as wide, which has to be listened to first; stations come again.
    before = await uptime();
    await wifi.vwifi.medium.radar(5300);
    await control.events.next(/^DFS-RADAR-DETECTED freq=5180/);
    await allAre(FIRST, 'unavailable');
    for (const { control } of daemons) await control.events.next(/^CTRL-EVENT-DISCONNECTED/);
    await context.run(`sleep ${CAC_S}`);
    await program.output.next(/DFS-CAC-COMPLETED success=1 freq=5500/);
    assert.ok((await uptime()) - before >= CAC_S, 'it listened again');
    for (const daemon of daemons) await connected(context, daemon);
    await allOn(/channel 100 \(5500 MHz\), width: 160 MHz, center1: 5570 MHz/);
    await allAre(SECOND, 'available');

    // Nothing as wide is left: it says so and is narrower. Nobody loses the connection.
    await wifi.vwifi.medium.radar(5560);
    await control.events.next(/^DFS-RADAR-DETECTED freq=5500/);
    await control.events.next(/^AP-CSA-FINISHED/);
    await allAre([...FIRST, ...SECOND], 'unavailable');
    await allOn(/channel \d+ \(5[12]\d\d MHz\), width: 80 MHz, center1: 5210 MHz/);
    for (const { program } of daemons)
      assert.equal(program.output.toString().match(/CTRL-EVENT-DISCONNECTED/g)?.length, 1);
  },
);

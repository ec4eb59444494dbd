/** A-MPDUs: most of a fast rate is goodput, each MPDU lives or dies alone, and TCP is held back rather than dropped. */
import assert from 'node:assert/strict';
import { goodput, honestAir, hush } from '../lib/air.js';
import { connected, hostapd, nodes, OPEN_NETWORK, stationsOf, supplicant, VHT80 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const HE80 = {
  ...VHT80,
  ieee80211ax: 1,
  he_oper_chwidth: 1,
  he_oper_centr_freq_seg0_idx: 42,
  he_su_beamformer: 0,
};

export default scenario(
  'in A-MPDUs over 85 % of an HE rate is goodput; lost MPDUs alone are repeated; TCP fills the channel',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const wifi = await honestAir(context);
    await hostapd(context, ap, HE80);
    await connected(context, await supplicant(context, station, OPEN_NETWORK));
    await hush([ap, station]);
    // One stream: what arrives is not the processor's limit.
    await ap.iw('set', 'bitrates', 'he-mcs-5', '1:11');
    const rows = async () => stationsOf(await ap.iw('station', 'dump'))[0]?.rows ?? {};
    const phy = async () => Number.parseFloat((await rows())['tx bitrate'] ?? '');

    const [clean = 0] = await goodput(context, [{ from: ap, to: station, buffer: 500_000 }], 0.4);
    const rate = await phy();
    context.timeline.note(`${clean.toFixed(0)} of ${rate} Mbit/s`);
    assert.ok(rate > 590, `${rate} Mbit/s`);
    assert.ok(clean > rate * 0.85, `${clean} of ${rate} Mbit/s`);

    // A tenth of the MPDUs is lost: a tenth of the goodput is, and nothing for good.
    const before = await rows();
    await wifi.vwifi.links.set({ receiver: station.interface, sender: ap.interface }, { loss: 0.1 });
    const [lossy = 0] = await goodput(context, [{ from: ap, to: station, buffer: 500_000 }], 0.4);
    const after = await rows();
    const added = (name: string) => Number(after[name]) - Number(before[name]);
    context.timeline.note(
      `${lossy.toFixed(0)} Mbit/s; ${added('tx retries')} of ${added('tx packets')} repeated, ${added('tx failed')} failed`,
    );
    assert.ok(lossy > clean * 0.7 && lossy < clean * 0.95, `${lossy} of ${clean} Mbit/s`);
    const part = added('tx retries') / added('tx packets');
    assert.ok(part > 0.08 && part < 0.15, `${part} repeated`);
    assert.ok(added('tx failed') <= 1, `${added('tx failed')} failed`);

    await wifi.vwifi.links.set({ receiver: station.interface, sender: ap.interface }, { loss: 0 });

    // A TID that is told to go in no A-MPDU, then with RTS before each frame; other TIDs go on, and it may be as before.
    const going = async (precedence: number, ...config: readonly string[]) => {
      if (config.length > 0) await ap.iw('set', 'tidconf', 'tids', '0x1', ...config);
      const flow = { from: ap, to: station, buffer: 500_000, tos: precedence << 5 };
      const [mbps = 0] = await goodput(context, [flow], 0.2);
      return mbps;
    };
    const single = await going(0, 'ampdu', 'off');
    const asked = await going(0, 'rtscts', 'on');
    const others = await going(4);
    const again = await going(0, 'override');
    context.timeline.note(`TID 0 alone ${single}, with RTS ${asked}, again ${again}; TID 4 ${others} Mbit/s`);
    assert.ok(single < clean * 0.25, `${single} of ${clean} Mbit/s`);
    assert.ok(asked < single * 0.9, `${asked} of ${single} Mbit/s`);
    assert.ok(others > clean * 0.8, `${others} of ${clean} Mbit/s`);
    assert.ok(again > clean * 0.95, `${again} of ${clean} Mbit/s`);
    for (const none of [
      ['tids', '0x1', 'amsdu', 'off'],
      ['peer', station.mac, 'tids', '0x1', 'ampdu', 'off'],
    ])
      await assert.rejects(ap.iw('set', 'tidconf', ...none), /Operation not supported/);

    const server = await station.start('iperf3-tcp', ['iperf3', '-s', '-1', '--forceflush']);
    await server.output.next(/Server listening/);
    const report = JSON.parse(await ap.run(['iperf3', '-c', station.address, '-n', '20M', '-J'])) as {
      end: { sum_sent: { retransmits: number }; sum_received: { bits_per_second: number } };
    };
    const tcp = report.end.sum_received.bits_per_second / 1e6;
    context.timeline.note(`TCP ${tcp.toFixed(0)} Mbit/s, ${report.end.sum_sent.retransmits} retransmissions`);
    assert.ok(tcp > rate * 0.5, `${tcp} of ${rate} Mbit/s`);
    assert.equal(report.end.sum_sent.retransmits, 0);
  },
);

import assert from 'node:assert/strict';
import {
  connected,
  type Daemon,
  HT40,
  hostapd,
  type Node,
  nodes,
  OPEN_NETWORK,
  supplicant,
} from '../lib/network.js';
import { peerOf, signalPoll } from '../lib/peer.js';
import { scenario } from '../lib/scenario.js';

const RATES: Record<number, RegExp> = {
  20: /^288\.9 MBit\/s MCS 31 short GI$/,
  40: /^600\.0 MBit\/s MCS 31 40MHz short GI$/,
};

export default scenario(
  'a network of 40 MHz goes back to 20 while somebody bears no 40, and its stations go with it',
  { nightly: true },
  async (context) => {
    const [ap, station, intolerant] = await nodes(context, 3);
    assert.ok(ap && station && intolerant);
    await hostapd(context, ap, { ...HT40, obss_interval: 10 });
    const daemon = await supplicant(context, station, { ...OPEN_NETWORK, scan_freq: '2412' });
    await connected(context, daemon);

    const isWide = (node: Node, width: number) =>
      context.eventually(
        `${node.interface} is ${width} MHz wide`,
        async () => (await node.iw('info')).includes(`width: ${width} MHz`),
        60_000,
      );
    const areWide = async (width: number, poll: Daemon) => {
      for (const node of [ap, station]) await isWide(node, width);
      assert.equal((await signalPoll(poll)).WIDTH, `${width} MHz`);
      for (const [node, peer] of [
        [ap, station],
        [station, ap],
      ] as const) {
        const rows = await peerOf(node, peer);
        for (const way of ['tx', 'rx'])
          assert.match(rows[`${way} bitrate`] ?? '', RATES[width] as RegExp, `${node.interface} ${way}`);
      }
      await station.pings(ap);
    };
    await areWide(40, daemon);

    const other = await supplicant(context, intolerant, {
      ...OPEN_NETWORK,
      scan_freq: '2412',
      ht40_intolerant: '1',
    });
    await connected(context, other);
    await areWide(20, daemon);
    await isWide(intolerant, 20);
    const beacon = async () => (await station.iw('scan', 'dump', '-b')).split('Beacon frame')[1] ?? '';
    assert.match(
      await beacon(),
      /secondary channel offset: no secondary/,
      'its list of networks knows it, too',
    );

    // Once it has gone, and some time has passed, the network is what it was.
    await other.control.ok('DISCONNECT');
    await other.control.events.next(/CTRL-EVENT-DISCONNECTED/);
    await areWide(40, daemon);

    assert.match(await beacon(), /secondary channel offset: above/);
  },
);

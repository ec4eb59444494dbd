import assert from 'node:assert/strict';
import { network, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'station dump lists stations in the order they joined, with counters of their own',
  {},
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 2);
    const [first, second] = stations;
    const [daemon] = supplicants;
    assert.ok(first && second && daemon);
    const dump = async () => stationsOf(await ap.iw('station', 'dump'));
    const count = (rows: Record<string, string> | undefined, row: string) =>
      Number.parseInt(rows?.[row] ?? '', 10);

    const before = await dump();
    assert.deepEqual(
      before.map(({ mac }) => mac),
      [first.mac, second.mac],
    );
    const after = stationsOf(
      await context.run(
        `ip netns exec ${first.netns} ping -q -c 10 -i 0.05 -s 1000 ${ap.address} && ip netns exec ${ap.netns} iw dev ${ap.interface} station dump`,
      ),
    );
    const grown = (index: number, row: string) =>
      count(after[index]?.rows, row) - count(before[index]?.rows, row);
    assert.ok(grown(0, 'rx packets') >= 10, `rx packets of the one that sent: ${grown(0, 'rx packets')}`);
    assert.ok(grown(0, 'tx packets') >= 10, `tx packets: ${grown(0, 'tx packets')}`);
    assert.ok(grown(0, 'rx bytes') >= 10_000, `rx bytes: ${grown(0, 'rx bytes')}`);
    assert.ok(grown(0, 'rx bytes') < 20_000, `rx bytes: ${grown(0, 'rx bytes')}`);
    assert.ok(grown(1, 'rx bytes') < 5000, `the other one was silent: ${grown(1, 'rx bytes')}`);
    for (const { rows } of after) {
      for (const row of ['inactive time', 'tx failed', 'signal'])
        assert.match(rows[row] ?? '', /^-?\d+/, row);
    }
    assert.ok(count(after[0]?.rows, 'inactive time') < 5000, 'heard from just now');

    // The first leaves and comes back: now it is the last.
    await daemon.control.ok('DISCONNECT');
    await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED/);
    await daemon.control.ok('RECONNECT');
    await context.eventually(
      'it has left and come back',
      async () => {
        const macs = (await dump()).map(({ mac }) => mac);
        return macs[0] === second.mac && macs[1] === first.mac;
      },
      30_000,
    );

    const own = stationsOf(await first.iw('station', 'dump'));
    assert.deepEqual(
      own.map(({ mac }) => mac),
      [ap.mac],
      'a station knows its access point and nobody else',
    );
  },
);

import assert from 'node:assert/strict';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** By bytes, not by time: under virtual time a minute of sending never ends. About a minute's worth at 11 Mbit/s. */
const BYTES: Readonly<Record<string, string>> = { uml: '400M', qemu: '80M', host: '400M' };

export default scenario(
  'stations exchange data for a long while, both ways, and the kernel stays silent',
  { core: true, limitMs: 90_000, nightly: 'stock' },
  async (context) => {
    const { stations } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    const server = await second.start('iperf3-server', ['iperf3', '-s', '--forceflush']);
    await server.output.next(/Server listening/);
    const bytes = BYTES[context.machine.backend] ?? '80M';
    for (const direction of [[], ['-R']]) {
      const text = await first.run([
        'iperf3',
        '-c',
        second.address,
        '-n',
        bytes,
        '-P',
        '2',
        '-J',
        ...direction,
      ]);
      const report = JSON.parse(text) as {
        end: { sum_received: { bytes: number; bits_per_second: number } };
      };
      assert.ok(report.end.sum_received.bytes > 0);
      const megabits = Math.round(report.end.sum_received.bits_per_second / 1e6);
      context.timeline.note(`${direction[0] ?? 'forward'}: ${megabits} Mbit/s`);
    }
    await first.pings(second);
  },
);

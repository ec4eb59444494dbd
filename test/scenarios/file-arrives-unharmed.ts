import assert from 'node:assert/strict';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** A file through TCP from one station to another: what arrives is what was sent, to the last byte of every frame. */
export default scenario(
  'what one station sends is what the other one gets, byte by byte',
  {},
  async (context) => {
    const { stations } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    await context.run('head -c 3000000 /dev/urandom > /tmp/sent');
    const receiver = await second.start('receiver', ['sh', '-c', 'busybox nc -l -p 7000 > /tmp/received']);
    await context.eventually('the receiver listens', async () => {
      return (await second.run(['ss', '-Hltn'])).includes(':7000');
    });
    await first.run('busybox nc 10.0.0.3 7000 < /tmp/sent');
    assert.equal(await receiver.status(), 0);
    const sums = (await context.run('sha256sum < /tmp/sent; sha256sum < /tmp/received')).trim().split('\n');
    assert.equal(sums[0], sums[1]);

    const captured = await second.start('tcpdump', [
      'tcpdump',
      '-i',
      'vw2',
      '-c',
      '1',
      '-XX',
      '-n',
      'icmp',
      'and',
      'greater',
      '1500',
    ]);
    await captured.output.next(/listening on vw2/);
    await first.pings(second, '-M', 'do', '-s', '1472', '-p', 'a55a');
    assert.equal(await captured.status(), 0);
    const bytes = [...captured.output.toString().matchAll(/^\t0x[0-9a-f]{4}: {2}((?:[0-9a-f]{2,4} ?)+)/gm)];
    const tail = bytes
      .map(([, hex = '']) => hex.replaceAll(' ', ''))
      .join('')
      .slice(-200);
    assert.match(tail, /^(a55a)+a?$|^(5aa5)+/, `the last bytes of a full frame: ${tail}`);
  },
);

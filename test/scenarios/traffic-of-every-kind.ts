import assert from 'node:assert/strict';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Big enough to take the path of fragments, and not a multiple of anything. */
const FRAGMENTED = 20_011;

export default scenario(
  'IPv6, multicast, full-size frames and fragments pass between stations unharmed',
  { core: true },
  async (context) => {
    const { ap, stations } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);

    await first.pings(second, '-M', 'do', '-s', '1472');
    await first.pings(ap, '-M', 'do', '-s', '1472');
    await first.pings(second, '-s', String(FRAGMENTED));

    const linkLocal = async (node: typeof first) =>
      (await node.run(['ip', '-6', '-o', 'addr', 'show', 'dev', node.interface, 'scope', 'link'])).match(
        /fe80:[\w:]+/,
      )?.[0];
    const address = await context.eventually('the link-local address is usable', async () => {
      const usable = !(await second.run(['ip', '-6', 'addr', 'show', 'dev', 'vw2'])).includes('tentative');
      return usable && (await linkLocal(second));
    });
    await context.eventually('ours as well', async () => {
      return !(await first.run(['ip', '-6', 'addr', 'show', 'dev', 'vw1'])).includes('tentative');
    });
    await first.pings(`${address}%vw1`, '-6');

    const everybody = await first.run(['ping', '-6', '-c', '2', '-i', '0.5', '-W', '2', 'ff02::1%vw1']);
    assert.match(everybody, new RegExp(`from ${address}%vw1`), 'the other station answers a multicast ping');
    assert.match(everybody, new RegExp(`from ${await linkLocal(ap)}%vw1`), 'and so does the access point');
    assert.doesNotMatch(
      everybody,
      /from .*DUP!.*\n.*from .*DUP!.*\n.*from .*DUP!.*\n.*from .*DUP!/,
      'nobody answers twice',
    );
  },
);

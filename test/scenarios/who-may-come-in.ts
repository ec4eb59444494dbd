import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'an access point takes as many stations as it says, and none that its list denies',
  {},
  async (context) => {
    const [ap, first, second, third] = await nodes(context, 4);
    assert.ok(ap && first && second && third);
    const access = await hostapd(context, ap, { ...OPEN, max_num_sta: 2, macaddr_acl: 0 });
    assert.ok(await first.connects('test'));
    assert.ok(await second.connects('test'));
    assert.ok(!(await third.connects('test')), 'the third of two');
    await second.iw('disconnect');
    await access.control.events.next(new RegExp(`AP-STA-DISCONNECTED ${second.mac}`));
    assert.ok(await third.connects('test'), 'there is room again');
    await third.pings(ap);

    await access.control.ok(`DENY_ACL ADD_MAC ${third.mac}`);
    await access.control.events.next(new RegExp(`AP-STA-DISCONNECTED ${third.mac}`));
    // Asked to connect before its kernel has told of the end, nobody would tell iw how that ended.
    await context.eventually('it knows that it was dismissed', async () => !(await third.link()));
    assert.ok(!(await third.connects('test')), 'it is on the list');
    await access.control.ok(`DENY_ACL DEL_MAC ${third.mac}`);
    assert.ok(await third.connects('test'));
  },
);
